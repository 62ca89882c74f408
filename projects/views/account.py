"""Signing in, with an answer that says by its status whether it worked."""

from typing import Any

from allauth.account.views import LoginView
from django.http import HttpResponse


class SignIn(LoginView):
    """The sign-in page of allauth; what was refused comes back as 422, like every other form here."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again with what was wrong."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response
