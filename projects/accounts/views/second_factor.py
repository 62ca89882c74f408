"""The second factor: codes of an app, spare codes and passkeys. Each change signs other browsers out."""

from typing import Any
from uuid import UUID

from allauth.decorators import rate_limit
from allauth.mfa.base.views import AuthenticateView, IndexView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView, GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.http import Http404, HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import FormView

from ...models.encryption import UnreadableSecretError
from ..events import credential_change, record_failed_sign_in, restart_session
from ..oidc.providers import organisations_with_second_factor
from ..second_factor import lacks_second_factor, passkey_id, passkeys_of
from ..sign_in_flow import UnprocessableFormMixin

# Each change is told by mail: nobody has themselves, or who left a browser open, sent a hundred.
limited = method_decorator(rate_limit(action="change_second_factor"), name="dispatch")


class SecondFactorIndexView(IndexView):
    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Name passkeys by ids that may be seen, and say whether an organisation waits for a second factor."""
        person = self.request.user
        asked = lacks_second_factor(person, proven_for=organisations_with_second_factor(self.request, person))
        return {**super().get_context_data(**options), "passkeys": passkeys_of(person), "asked": asked}


class CodeView(UnprocessableFormMixin, AuthenticateView):
    def form_invalid(self, form: Any) -> HttpResponse:
        record_failed_sign_in(self.stage.login.user.email)
        return super().form_invalid(form)


class CodeReauthenticateView(UnprocessableFormMixin, ReauthenticateView):
    """Asks for the code once more before something risky."""

    def form_invalid(self, form: Any) -> HttpResponse:
        record_failed_sign_in(self.request.user.email)
        return super().form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        restart_session(self.request)
        response: HttpResponse = super().form_valid(form)
        return response


@limited
class ActivateTotpView(UnprocessableFormMixin, ActivateTOTPView):
    """Switches the code of an app on, with the picture that the app reads."""

    def form_valid(self, form: Any) -> HttpResponse:
        with credential_change(self.request, "account.second-factor-on"):
            response: HttpResponse = super().form_valid(form)
        return response


@limited
class DeactivateTotpView(DeactivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        with credential_change(self.request, "account.second-factor-off"):
            response: HttpResponse = super().form_valid(form)
        return response


@limited
class RecoveryCodesView(UnprocessableFormMixin, GenerateRecoveryCodesView):
    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Show the page also when the codes of before cannot be read: it is the way out of that."""
        try:
            context: dict[str, Any] = super().get_context_data(**options)
        except UnreadableSecretError:
            context = {**FormView.get_context_data(self, **options), "unused_codes": []}
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        with credential_change(self.request, "account.spare-codes-made"):
            response: HttpResponse = super().form_valid(form)
        return response


class RecoveryCodesFileView(DownloadRecoveryCodesView):
    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        """Name the file in the language of the page."""
        response: HttpResponse = super().render_to_response(context, **options)
        name = slugify(_("spare codes"))
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.txt"'
        return response


@limited
class AddPasskeyView(UnprocessableFormMixin, AddWebAuthnView):
    """Adds a passkey: a key in a phone, a computer or a stick, that its owner opens with a finger or a PIN."""

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Keep the form that was sent, with its faults."""
        return {**super().get_context_data(**options), **options}

    def form_valid(self, form: Any) -> HttpResponse:
        with credential_change(self.request, "account.passkey-added"):
            response: HttpResponse = super().form_valid(form)
        return response


@limited
class RemovePasskeyView(RemoveWebAuthnView):
    """Removes a passkey; it is named in the address by an id that is nobody else's."""

    success_url = reverse_lazy("mfa_index")

    def get_object(self, queryset: Any = None) -> Authenticator:
        wanted: UUID = self.kwargs["passkey"]
        found = (row for row in self.get_queryset() if passkey_id(row) == wanted)
        if (passkey := next(found, None)) is None:
            raise Http404
        return passkey

    def form_valid(self, form: Any) -> HttpResponse:
        with credential_change(self.request, "account.passkey-removed"):
            response: HttpResponse = super().form_valid(form)
        return response


class PasskeySignInView(LoginWebAuthnView):
    """Signs in with a passkey and nothing else: having it and opening it are two factors."""


class PasskeyReauthenticateView(ReauthenticateWebAuthnView):
    """Asks for the passkey once more before something risky."""

    def form_valid(self, form: Any) -> HttpResponse:
        restart_session(self.request)
        response: HttpResponse = super().form_valid(form)
        return response
