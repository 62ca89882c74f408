"""Who comes back from a provider: someone we know, someone who links an account, someone who was invited, or nobody."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ...http import active_language
from ...models import (
    AddressTakenError,
    IdentityProvider,
    Invitation,
    InvitationGoneError,
    LinkedElsewhereError,
)
from ...typed_text import isolated
from ..events import credential_change
from . import protocol
from .client import ProviderError
from .errors import sign_in_error

logger = logging.getLogger(__name__)


def abort(response: HttpResponse) -> NoReturn:
    """Leave the library's way, and answer with this."""
    raise ImmediateHttpResponse(response)


@dataclass(frozen=True)
class Arrival:
    """Someone who came back: from which provider, and how to ask it for their address and name.

    `ask_address` raises `ProviderError` when the provider does not stand for an address.
    """

    row: IdentityProvider
    ask_address: Callable[[], tuple[str, str]]


def handle_callback(request: HttpRequest, login: Any, arrival: Arrival) -> None:
    """Decide about someone who came back; whoever may sign in goes on in the library."""
    row = arrival.row
    data = login.state.get("data") or {}
    if login.state.get("process") == "connect":
        abort(_link(request, row, login, data))
    if login.is_existing:
        if not IdentityProvider.objects.open_to(login.user).filter(pk=row.pk).exists():
            abort(sign_in_error(request, "left", row))
    elif "invitation" in data:
        _welcome(request, arrival, login, data)
    else:
        abort(sign_in_error(request, "unknown", row))


def _link(request: HttpRequest, row: IdentityProvider, login: Any, data: dict[str, str]) -> HttpResponse:
    """Link the account to whoever asked for it, in the session in which they did."""
    user = request.user
    if not user.is_authenticated or data.get("by") != str(user.pk):
        return sign_in_error(request, "stale", row)
    if not IdentityProvider.objects.open_to(user).filter(pk=row.pk).exists():
        return sign_in_error(request, "left", row)
    try:
        if not row.links().filter(user=user, uid=login.account.uid).exists():
            with credential_change(request, "account.provider-linked"):
                row.link(user, login.account.uid, by=user)
    except LinkedElsewhereError:
        messages.error(
            request,
            _(
                "This account of {provider} is linked to somebody else here, or you linked another one before."
            ).format(provider=isolated(row.name)),
        )
    else:
        messages.success(
            request,
            _("Linked. From now on you can sign in with {provider}.").format(provider=isolated(row.name)),
        )
    return redirect("account_links")


def _welcome(request: HttpRequest, arrival: Arrival, login: Any, data: dict[str, str]) -> None:
    """Let in who was invited, when the provider stands for the invited address; the library signs them in."""
    row = arrival.row
    mine = Invitation.objects.open().filter(
        pk=data["invitation"], token_hash=data["token_hash"], organisation=row.organisation_id
    )
    invitation = mine.select_related("organisation", "initiative").first()
    if invitation is None:
        abort(_invitation_gone(request))
    address, name = arrival.ask_address()
    if not protocol.same_address(address, invitation.email):
        abort(sign_in_error(request, "other-address", row))
    try:
        login.user = row.welcome(invitation, login.account.uid, name=name, language=active_language())
    except InvitationGoneError:
        abort(_invitation_gone(request))
    except (AddressTakenError, LinkedElsewhereError):
        abort(sign_in_error(request, "has-account", row))
    login.account = row.links().get(user=login.user)
    messages.success(request, _("Welcome. You are in."))
    initiative = invitation.initiative
    login.state["next"] = initiative.get_absolute_url() if initiative else reverse("home")


def _invitation_gone(request: HttpRequest) -> HttpResponse:
    return render(request, "projects/invitation_gone.html", status=410)


def explain_failure(
    request: HttpRequest, row: IdentityProvider, *, stopped: bool, error: Exception | None
) -> HttpResponse:
    """Answer when it did not come to an arrival; the log says why, without anything about a person."""
    if stopped:
        return sign_in_error(request, "cancelled", row)
    if error is None:
        return sign_in_error(request, "stale", row)
    reason = error.reason if isinstance(error, ProviderError) else type(error).__name__
    about = getattr(error, "about", "")
    logger.warning("signing in at identity provider %s failed: %s %r", row.pk, reason, about)
    return sign_in_error(request, reason if reason in {"unreachable", "unreadable"} else "refused", row)
