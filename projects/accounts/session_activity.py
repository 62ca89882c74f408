"""Lets a signed-in browser go on for as long as it is used."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from ..access import access_of, declare
from ..http import PublicRequest

Handler = Callable[[PublicRequest], HttpResponse]


def passive(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that a page asks by itself: it is no sign of somebody being there."""
    return declare(view, passive=True)


class SessionActivityMiddleware:
    """Writes down that a signed-in browser is used, except by what a page does by itself."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: PublicRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: PublicRequest, view: Any, args: Any, options: Any) -> None:
        if request.user.is_authenticated and not access_of(view).passive:
            request.session.touch()
