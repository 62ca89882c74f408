"""Signing in and out and choosing a new password, with answers that say by their status whether it worked."""

from typing import Any

from allauth.account.views import (
    LogoutView,
    PasswordChangeView,
    PasswordResetFromKeyView,
    PasswordResetView,
    ReauthenticateView,
)
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from ...http import Request
from ..deferred_mail import defer_mails
from ..events import credential_change, restart_session, revoke_other_credentials
from ..second_factor import passkeys_of
from ..sign_in_flow import UnprocessableFormMixin


class SignOutView(LogoutView):
    """Signs out, and lets the browser forget what it kept of the pages."""

    def post(self, *args: Any, **options: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **options)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class ChangePasswordView(UnprocessableFormMixin, PasswordChangeView):
    def form_valid(self, form: Any) -> HttpResponse:
        with credential_change(self.request, "account.password-changed"):
            response: HttpResponse = super().form_valid(form)
        return response


class RequestResetView(UnprocessableFormMixin, PasswordResetView):
    """Asks for an address; the answer is the same whether it is known or not, and takes as long."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Answer; the mail goes when the answer is gone."""
        with defer_mails() as mails:
            response: HttpResponse = super().form_valid(form)
        response._resource_closers.extend(mails)  # type: ignore[attr-defined]  # the stubs leave it out
        return response


class SetNewPasswordView(UnprocessableFormMixin, PasswordResetFromKeyView):
    """Chooses a new password after a link in a mail; the page tells no other site its address and is kept nowhere."""

    def dispatch(self, request: Request, *args: Any, **options: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **options)
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Say what a new password takes along."""
        context: dict[str, Any] = super().get_context_data(**options)
        if self.reset_user:
            context["linked"] = SocialAccount.objects.filter(user=self.reset_user).exists()
            context["passkeys"] = bool(passkeys_of(self.reset_user))
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it; who reads the mail of this address has the account, and nobody else."""
        with credential_change(self.request, "account.password-reset", self.reset_user):
            response: HttpResponse = super().form_valid(form)
            revoke_other_credentials(self.reset_user)
        return response


class PasswordReauthenticateView(UnprocessableFormMixin, ReauthenticateView):
    """Asks for the password once more before something risky, or when the whole term is over."""

    def form_valid(self, form: Any) -> HttpResponse:
        restart_session(self.request)
        response: HttpResponse = super().form_valid(form)
        return response
