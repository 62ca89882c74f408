"""Signing in and choosing a new password, with answers that say by their status whether it worked."""

from typing import Any

from allauth.account.views import (
    LoginView,
    PasswordChangeView,
    PasswordResetFromKeyView,
    PasswordResetView,
    ReauthenticateView,
)
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect


class Refusing:
    """What was refused comes back as 422, like every other form here."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again with what was wrong."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response


class SignIn(Refusing, LoginView):
    """The sign-in page of allauth."""


class PasswordChange(Refusing, PasswordChangeView):
    """Changes the password of who is signed in."""


class PasswordReset(Refusing, PasswordResetView):
    """Asks for an address; the answer is the same whether it is known or not."""


class PasswordResetFromKey(Refusing, PasswordResetFromKeyView):
    """Chooses a new password after a link in a mail; the page tells nobody its address and is kept nowhere."""

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Add the headers."""
        response: HttpResponseBase = super().dispatch(request, *args, **options)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response


class PasswordAgain(Refusing, ReauthenticateView):
    """Asks for the password once more before something risky."""


class Code(Refusing, AuthenticateView):
    """Asks for the code of the second factor while signing in."""

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Look at what was sent; a post without its one field is asked for it again."""
        if self.auth_form is None:
            return redirect("mfa_authenticate")
        response: HttpResponse = super().post(request, *args, **options)
        return response


class CodeAgain(Refusing, CodeAgainView):
    """Asks for the code once more before something risky."""


class SwitchOn(Refusing, ActivateTOTPView):
    """Switches the second factor on, with the picture that the app reads."""
