"""What happens to every request and every answer."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers

from .typed import can_come_back, come_back, told_in_the_page

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


METHODS = ("GET", "HEAD", "POST")
NOT_A_PAGE = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The content policy of everything that is not a page: opened by itself it may do nothing."""


def may_be_kept(response: HttpResponse) -> bool:
    """Tell whether an answer says of itself that the person's own browser may keep it; no page may."""
    wanted = response.headers.get("Cache-Control", "").startswith("private, max-age=")
    return wanted and not response.headers.get("Content-Type", "").startswith("text/html")


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
            patch_vary_headers(
                response, ("HX-Request", "HX-History-Restore-Request", "Cookie", "Accept-Language")
            )
        else:
            response.headers["Content-Security-Policy"] = NOT_A_PAGE
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not may_be_kept(response):
            response.headers["Cache-Control"] = "no-store"
        return response


class WholePageForHistory:
    """Let htmx have the whole page when it restores one that the person goes back to.

    It asks for that like for a fragment; whoever answers fragments need not know of it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Make it a request as the browser itself would send it."""
        if request.META.get("HTTP_HX_HISTORY_RESTORE_REQUEST") == "true":
            request.META.pop("HTTP_HX_REQUEST", None)
        return self.get_response(request)


class OnlyReadAndPost:
    """Refuse every method but reading and posting, whatever a view of a library would take."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse, or go on."""
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


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
    """Close every page that is not declared public; what was typed in a page whose sign-in is over stays there."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """Send to the sign-in page and then back, give back what was typed, or let a fragment say it in its page."""
        if getattr(request, "htmx", False):
            return told_in_the_page(request)
        if can_come_back(request):
            return come_back(request, status=401)
        return super().handle_no_permission(request, view_func)
