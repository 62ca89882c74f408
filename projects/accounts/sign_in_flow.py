"""What the pages of signing in have in common."""

from typing import Any

from allauth.account.views import LoginView
from django.http import HttpResponse


class UnprocessableFormMixin:
    """What was refused comes back as 422, like every other form here."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # of the view it stands before
        response.status_code = 422
        return response


class SignInView(UnprocessableFormMixin, LoginView):
    """The sign-in page of allauth."""
