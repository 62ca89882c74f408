"""What happens to every request and every answer."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

Handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_OFF = ", ".join(
    f"{feature}=()"
    for feature in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
)


class RefuseBrokenText:
    """Refuse null bytes and lone surrogates in path, query and form, which no database can store."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 to broken text, before anything else looks at it."""
        if self._is_broken(request.path) or self._query_is_broken(request):
            return self._refusal(request)
        if request.method == "POST" and request.content_type == "application/x-www-form-urlencoded":
            values = (text for key, texts in request.POST.lists() for text in (key, *texts))
            if any(self._is_broken(text) for text in values):
                return self._refusal(request)
        return self.get_response(request)

    @staticmethod
    def _is_broken(text: str) -> bool:
        return "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text)

    def _query_is_broken(self, request: HttpRequest) -> bool:
        return any(self._is_broken(text) for key, texts in request.GET.lists() for text in (key, *texts))

    @staticmethod
    def _refusal(request: HttpRequest) -> HttpResponse:
        return HttpResponseBadRequest(render_to_string("400.html"))


NOT_A_PAGE = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The content policy of everything that is not a page: opened by itself it may do nothing."""


class ResponseHeaders:
    """Headers that every answer carries, refusals and files too; pages of signed-in people are never stored."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_OFF)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("HX-Request", "Cookie", "Accept-Language"))
        else:
            response.headers["Content-Security-Policy"] = NOT_A_PAGE
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response


class PersonalLanguage:
    """Speak the language that a signed-in person chose; others get their browser's, then Dutch."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the person's language for this request."""
        language = getattr(request.user, "language", "")
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return self.get_response(request)


class SignInRequired(LoginRequiredMiddleware):
    """Close every page that is not declared public; an expired sign-in inside a page reloads it whole."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """Send to the sign-in page, and then back to the page: by redirect, or for a fragment by htmx's own header."""
        if not getattr(request, "htmx", False):
            return super().handle_no_permission(request, view_func)
        back = urlencode({"next": request.htmx.current_url_abs_path or "/"})  # type: ignore[attr-defined]
        response = HttpResponse(status=401)
        response.headers["HX-Redirect"] = f"{resolve_url(settings.LOGIN_URL)}?{back}"
        return response
