"""Signing in with the account of one's work: going to the provider, coming back, linking and taking a link off."""

from typing import Any
from uuid import UUID

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...http import PublicRequest, Request
from ...models import IdentityProvider, Invitation, NoWayInError
from ...typed_text import isolated
from ..events import credential_change
from ..reauthentication import reauthenticate
from ..sign_in_flow import SignInView
from . import callback
from .adapter import OidcAdapter, redirect_to_provider
from .client import ProviderError
from .errors import sign_in_error
from .providers import allow_form_action, available_providers, find, providers_for


class LoginView(SignInView):
    """The sign-in page, with the sign-ins of organisations beside the password."""

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**options)
        return context | {"providers": available_providers()}

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        return allow_form_action(super().render_to_response(context, **options), context["providers"])


@login_not_required
@require_POST
def start(request: PublicRequest, provider_id: UUID) -> HttpResponse:
    row = find(provider_id)
    if row is None:
        return sign_in_error(request, "gone")
    if request.user.is_authenticated:
        return redirect("home")
    return _go(request, row, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request) or "")


def _go(request: PublicRequest, row: IdentityProvider, **way: Any) -> HttpResponse:
    try:
        return redirect_to_provider(request, row, **way)
    except ProviderError as error:
        return callback.explain_failure(request, row, stopped=False, error=error)


class CallbackView(OAuth2CallbackView):
    """Knows the number used once with which the sign-in was begun."""

    adapter: OidcAdapter

    def _get_state(self, request: Request, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


@login_not_required
@require_safe
def finish(request: PublicRequest, provider_id: UUID) -> HttpResponse:
    """Come back from the provider; only the session that went there goes on."""
    row = find(provider_id)
    if row is None:
        return sign_in_error(request, "gone")
    if request.GET.get("iss", row.issuer) != row.issuer:
        return callback.explain_failure(request, row, stopped=False, error=ProviderError("another-issuer"))
    try:
        response: HttpResponse = CallbackView.adapter_view(OidcAdapter(request, row))(request)
    except ProviderError as error:
        response = callback.explain_failure(request, row, stopped=False, error=error)
    response.headers["Cache-Control"] = "no-store"
    return response


@login_not_required
@require_POST
def accept(request: PublicRequest, token: str, provider_id: UUID) -> HttpResponse:
    """Go there to accept an invitation; it is accepted only when one comes back with the invited address."""
    invitation = Invitation.objects.by_token(token)
    if invitation is None:
        return render(request, "projects/invitation_gone.html", status=410)
    row = find(provider_id)
    if row is None or row.organisation_id != invitation.organisation_id:
        return sign_in_error(request, "gone")
    if request.user.is_authenticated:
        return redirect("invitation", token)
    known = {"invitation": str(invitation.pk), "token_hash": invitation.token_hash}
    back = request.path.partition("/with/")[0] + "/"
    return _go(request, row, process=AuthProcess.LOGIN, next_url=back, **known)


@require_safe
@reauthenticate(discard_post=True)
def links(request: Request) -> HttpResponse:
    rows = providers_for(request.user)
    mine = set(SocialAccount.objects.filter(user=request.user).values_list("provider", flat=True))
    context = {"providers": [(row, str(row.pk) in mine) for row in rows]}
    return allow_form_action(render(request, "projects/accounts/links.html", context), rows)


@require_POST
def link(request: Request, provider_id: UUID) -> HttpResponseBase:
    row = next((row for row in providers_for(request.user) if row.pk == provider_id), None)
    if row is None:
        return sign_in_error(request, "gone")
    return _link(request, row)


@reauthenticate(discard_post=True, then="account_links")
def _link(request: Request, row: IdentityProvider) -> HttpResponse:
    return _go(request, row, process=AuthProcess.CONNECT, by=str(request.user.pk))


@require_POST
def unlink(request: Request, provider_id: UUID) -> HttpResponseBase:
    """Take a link off, unless it is the only way in."""
    row = IdentityProvider.objects.live().filter(pk=provider_id).first()
    if row is None or not row.links().filter(user=request.user).exists():
        return sign_in_error(request, "gone")
    return _unlink(request, row)


@reauthenticate(discard_post=True, then="account_links")
def _unlink(request: Request, row: IdentityProvider) -> HttpResponse:
    try:
        with credential_change(request, "account.provider-unlinked"):
            row.unlink(request.user, by=request.user)
    except NoWayInError:
        messages.warning(
            request,
            _("This is your only way to sign in. Choose a password first: sign out, and ask for a new one."),
        )
    else:
        messages.success(
            request,
            _("The link is gone. {provider} does not let you in any more.").format(
                provider=isolated(row.name)
            ),
        )
    return redirect("account_links")
