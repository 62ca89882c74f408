"""What happens to every request and every answer."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth import middleware as auth
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers

from phases.progress.progress import NoContentError
from projects.access import READING
from projects.typed_text import is_broken
from toolkit.published import content_at

from . import views
from .form_recovery import can_recover_form, recover_form, session_notice

Handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_OFF = ", ".join(
    f"{feature}=()"
    for feature in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
)


class RejectInvalidTextMiddleware:
    """Refuse null bytes and half letters wherever a request can hold them, and forms that are too large to read.

    Path, query, every field of a form however it was sent, names of files, cookies and headers: no database can store
    such text, and no field may take what another refuses.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 to broken text and 413 to too much of it, in words, before anything else looks at it."""
        try:
            broken = any(is_broken(text) for text in self._texts(request))
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return self._refusal(request, status=413)
        except (MultiPartParserError, UnreadablePostError):
            broken = True
        return self._refusal(request, status=400) if broken else self.get_response(request)

    @staticmethod
    def _texts(request: HttpRequest) -> Iterator[str]:
        yield request.path
        yield from (text for pair in request.COOKIES.items() for text in pair)
        yield from (value for name, value in request.META.items() if name.startswith("HTTP_"))
        sent = [request.GET, request.POST] if request.method == "POST" else [request.GET]
        yield from (text for data in sent for name, texts in data.lists() for text in (name, *texts))
        if request.method == "POST":
            for name, files in request.FILES.lists():
                yield from (name, *(file.name or "" for file in files))

    @staticmethod
    def _refusal(request: HttpRequest, *, status: int) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            page = render_to_string("400.html", {"too_much": status == 413})
        return HttpResponse(page, status=status)


METHODS = ("GET", "HEAD", "POST")
NOT_A_PAGE = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The content policy of everything that is not a page: opened by itself it may do nothing."""


def may_be_kept(response: HttpResponse) -> bool:
    """Tell whether an answer says of itself that the person's own browser may keep it; no page may."""
    wanted = response.headers.get("Cache-Control", "").startswith("private, max-age=")
    return wanted and not response.headers.get("Content-Type", "").startswith("text/html")


class ResponseHeadersMiddleware:
    """Headers that every answer carries, refusals and files too; pages of signed-in people are never stored."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
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


class HtmxHistoryRestoreMiddleware:
    """Let htmx have the whole page when it restores one that the person goes back to.

    It asks for that like for a fragment; whoever answers fragments need not know of it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("HTTP_HX_HISTORY_RESTORE_REQUEST") == "true":
            request.META.pop("HTTP_HX_REQUEST", None)
        return self.get_response(request)


class AllowedMethodsMiddleware:
    """Refuse every method but reading and posting, whatever a view of a library would take."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


class HealthCheckMiddleware:
    """Answers who watches over the app: under any name, without a session, and before anything that could wait."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = {"/health/live": views.live, "/health/ready": views.ready}.get(request.path)
        if view is None:
            return self.get_response(request)
        response = view(request)
        response.headers["Cache-Control"] = "no-store"
        return response


class UserLanguageMiddleware:
    """Speak the language that a signed-in person chose; others get their browser's, then Dutch."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", "")
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return self.get_response(request)


SECRETS = frozenset({"key", "page_token", "token", "uidb36"})
"""The parts of an address that only one person has."""


class CompressPublicPagesMiddleware(GZipMiddleware):
    """Compress pages that anybody gets alike. By the length of others a secret in them could be guessed, piece by piece.

    What answers a form may give back what somebody typed, such as a page whose session is over.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        user, match = getattr(request, "user", None), request.resolver_match
        if request.method not in READING or user is None or user.is_authenticated:
            return response
        if match is None or SECRETS & match.kwargs.keys():
            return response
        return super().process_response(request, response)


class ContentRevisionMiddleware:
    """Let a request of a signed-in person use what was read before of the content, if it is still the same.

    Visitors have no session that would tell, and read it each time.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        row = getattr(request.session, "row", None)
        with content_at(row.content_revision if row else None):
            return self.get_response(request)


class MissingContentMiddleware:
    """Says plainly that the content is not loaded yet, on every page that needs it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer the one fault that only who runs the site can mend."""
        if not isinstance(fault, NoContentError):
            return None
        response = render(request, "cocreation/web/no_content.html", status=404)
        response.headers["Cache-Control"] = "no-store"
        return response


class LoginRequiredMiddleware(auth.LoginRequiredMiddleware):
    """Close every page that is not declared public; what was typed in a page whose sign-in is over stays there."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """Send to the sign-in page and then back, give back what was typed, or let a fragment say it in its page."""
        if getattr(request, "htmx", False):
            return session_notice(request)
        if can_recover_form(request):
            return recover_form(request, status=401)
        return super().handle_no_permission(request, view_func)
