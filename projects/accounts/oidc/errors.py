"""What someone reads when signing in at a provider did not work: what happened, and what to do now."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ...typed_text import isolated

PASSWORD = _("You can always sign in with your password.")


@dataclass(frozen=True)
class SignInError:
    status: int
    title: Any
    text: Any
    now: Any = PASSWORD


SIGN_IN_ERRORS = {
    "unreachable": SignInError(
        424, _("{provider} does not answer"), _("The app could not reach it. Try again in a minute.")
    ),
    "unreadable": SignInError(
        424,
        _("Signing in with {provider} does not work for now"),
        _(
            "The key of this site was changed, and the secret of this sign-in cannot be read any more. "
            "An administrator of your organisation has to fill it in again."
        ),
    ),
    "cancelled": SignInError(200, _("You stopped signing in"), _("Nothing has changed.")),
    "stale": SignInError(
        400,
        _("This sign-in does not hold any more"),
        _(
            "It was started more than ten minutes ago, in another window, or it was used already. Start again."
        ),
    ),
    "refused": SignInError(
        400,
        _("Signing in did not work"),
        _("The answer of {provider} was not right. Does this happen again? Tell your administrator."),
    ),
    "gone": SignInError(
        404, _("This way of signing in is no longer there"), _("Your organisation has taken it away.")
    ),
    "unknown": SignInError(
        403,
        _("We do not know this account yet"),
        _("Nobody can register without an invitation, also not with an account of {provider}."),
        _(
            "Do you have an account here? Sign in with your password first. "
            "Then link the account of your work. No account? Ask your administrator for an invitation."
        ),
    ),
    "left": SignInError(
        403,
        _("You do not work with this organisation any more"),
        _("That is why the account of {provider} does not let you in."),
        _("Are you still active somewhere else? Sign in with your password, or choose a new one."),
    ),
    "other-address": SignInError(
        403,
        _("This is not the address of the invitation"),
        _("{provider} does not confirm that the address in the invitation is yours. Nothing has changed."),
        _("Open the link of the invitation again and choose a password."),
    ),
    "has-account": SignInError(
        403,
        _("There is an account with this address already"),
        _("We cannot be sure that it is yours by the address alone."),
        _("Sign in with your password first. Then link the account of your work."),
    ),
}


def sign_in_error(request: HttpRequest, reason: str, provider: Any = "") -> HttpResponse:
    """Answer with the page of a reason; `provider` is the name that people know it by.

    Its own address cannot be opened again, and may hold a code: whoever changes the language goes on to `here`.
    """
    found = SIGN_IN_ERRORS[reason]
    name = isolated(str(provider)) or _("the sign-in of your organisation")
    context = {
        "title": str(found.title).format(provider=name),
        "text": str(found.text).format(provider=name),
        "now": found.now,
    }
    return render(request, "projects/accounts/sign_in_error.html", context, status=found.status)
