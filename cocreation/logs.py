"""What the logs say: which route, which person by number, with what result; no path, no name, no text.

A path may hold the token of an invitation, and the message of an error what somebody typed.
"""

import logging
import traceback
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

security = logging.getLogger("security")
REFUSALS = (403, 429)


def route_of(request: Any) -> str:
    """Give the name of the route that was asked for; a dash where there is none."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else "-"


def person_of(request: Any) -> str:
    """Give the number of who asked."""
    user = getattr(request, "user", None)
    return f"person {user.pk}" if user is not None and user.is_authenticated else "nobody"


class RefusalLog:
    """Writes a line for every request that was refused because of who sent it, or how often.

    The doors say so on the request (`refused`), also where a stranger gets the same answer as for what is not there.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and note a refusal."""
        response = self.get_response(request)
        reason = getattr(request, "refused", "")
        if reason or response.status_code in REFUSALS:
            security.warning(
                "refused %s: %s %s by %s (%s)",
                response.status_code,
                request.method,
                route_of(request),
                person_of(request),
                reason or "no reason given",
            )
        return response


class RoutesNotPaths(logging.Filter):
    """Says of a request which route it was, and by whom; Django's own lines name its path."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the line of a request; what is no fault of ours needs no traceback."""
        request, status = getattr(record, "request", None), getattr(record, "status_code", 0)
        if hasattr(request, "method"):
            record.msg = "%s: %s %s by %s"
            record.args = (status, request.method, route_of(request), person_of(request))
            if status < 500:
                record.exc_info = None
        return True


class Line(logging.Formatter):
    """Writes errors as their kinds and the lines of code they went through, without their messages."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """Leave the message out: the database repeats in it what somebody typed."""
        pieces, error = [], ei[1]
        while error is not None:
            where = "".join(traceback.format_tb(error.__traceback__))
            pieces.append(f"{where}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\ncaused by\n".join(pieces)
