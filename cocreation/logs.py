"""What a log line says: never who, by name or address; never a path, since paths hold tokens; never what was typed."""

import logging
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

Handler = Callable[[HttpRequest], HttpResponse]

REFUSED = frozenset({403, 404, 410, 429})
security = logging.getLogger("security")


def route_of(request: Any) -> str:
    """Give the name of the route that was asked for; addresses that nothing stands at have none."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else "none"


def actor_of(request: Any) -> str:
    """Give the id of who asked."""
    user = getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject) and not hasattr(request, "_cached_user"):
        return "unknown"  # nobody asked yet, and a log line does not ask the database
    return str(user.pk) if user is not None and user.is_authenticated else "nobody"


class WithoutPath(logging.Filter):
    """Writes the route in place of the path in the lines of Django that are about a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the line."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            record.msg = "%s route=%s actor=%s"
            status = str(getattr(record, "status_code", record.levelname))
            record.args = (status, route_of(request), actor_of(request))
        return True


class Line(logging.Formatter):
    """Writes a fault as where it happened and of what kind, without its message: databases put values in that."""

    def formatException(  # noqa: N802 - the name that logging calls
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Give the frames of each fault in the chain, and its kind."""
        fault, told = ei[1], []
        while fault is not None:
            told.append(type(fault).__name__ + "\n" + "".join(traceback.format_tb(fault.__traceback__)))
            fault = fault.__cause__ or fault.__context__
        return "\n".join(told).rstrip()


class RefusalsLogged:
    """Writes a line for each refusal at a route: which one, by whom it was asked, with what result."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and note a refusal."""
        response = self.get_response(request)
        if response.status_code in REFUSED and getattr(request, "resolver_match", None):
            security.warning(
                "refused %s route=%s actor=%s", response.status_code, route_of(request), actor_of(request)
            )
        return response
