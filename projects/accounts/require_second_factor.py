"""Leads people to their second factor where their organisation asks for one."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ..http import PublicRequest
from ..models.encryption import UnreadableSecretError
from .oidc.providers import organisations_with_second_factor
from .second_factor import lacks_second_factor

logger = logging.getLogger(__name__)
Handler = Callable[[PublicRequest], HttpResponse]
EXEMPT_PATHS = ("/account/", "/language/", "/health/", "/static/", "/.well-known/")


class SecondFactorRequiredMiddleware:
    """Until the second factor is there, a person of such an organisation, or of a team there, sees their own account only."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: PublicRequest) -> HttpResponse:
        if (
            request.user.is_authenticated
            and not request.path.startswith(EXEMPT_PATHS)
            and (request.session.row is None or request.session.row.may_lack_second_factor)
            and lacks_second_factor(
                request.user, proven_for=organisations_with_second_factor(request, request.user)
            )
        ):
            if not getattr(request, "htmx", False):
                return redirect("mfa_index")
            response = HttpResponse(status=401)
            response.headers["HX-Redirect"] = reverse("mfa_index")
            return response
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Say in words that a secret cannot be read any more, and what to do then."""
        if not isinstance(fault, UnreadableSecretError):
            return None
        logger.error(
            "a secret cannot be read: SECRET_KEY was changed and the one of before is no fallback any more"
        )
        return render(request, "projects/accounts/unreadable.html", status=409)
