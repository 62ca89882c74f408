"""What people see when a request fails: the database is locked or away, a disk is full, or the fault is ours.

Django asks `server_error` for the answer to every fault, wherever it happened: in a view, a template or a middleware.
Nothing here asks the database for anything. What was typed comes back on a page that can send it again: forms that make
something carry a key and forms that change something a version, so that what was stored after all is not stored twice.
A fragment leaves the page as it is and says so in it. Who has to choose a file, or typed a secret, is asked to go back.
"""

import errno
import logging
import sys
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from .form_recovery import (
    is_of_this_site,
    is_recoverable,
    sent_fields,
    typed_by_hand,
    without_secrets,
    worth_showing,
)

RETRY_SECONDS = 30
DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EMFILE})
OUTAGE_SQLSTATES = frozenset({"25006", "25P03", "25P04"})
"""States in which PostgreSQL is there but does not work for us: read-only, or a transaction that it ended."""
PROGRAM_ERRORS = ("no such", "near ", "unrecognized token", "incomplete input", "too many SQL variables")
"""How SQLite begins what is a fault in the program, for which it has no kind of its own."""

logger = logging.getLogger(__name__)


def is_outage(fault: BaseException | None) -> bool:
    """Tell whether a fault, or one it came of, is that something outside the program is away for a while."""
    return any(_is_away(each) for each in _chain(fault))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer the fault that is being handled: 503 for an outage, 500 for what is wrong in the program."""
    away = is_outage(sys.exc_info()[1])
    _close_connections(request)
    try:
        response = _fragment(request) if request.headers.get("HX-Request") else _page(request, away=away)
    except Exception:
        logger.exception("the page about a fault could not be made")
        response = HttpResponse(render_to_string("500.html"))
    response.status_code = 503 if away else 500
    if away:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or fault.__context__


def _is_away(fault: BaseException) -> bool:
    if isinstance(fault, OperationalError):
        return not str(fault).startswith(PROGRAM_ERRORS)
    if isinstance(fault, InternalError):
        return getattr(fault.__cause__, "sqlstate", None) in OUTAGE_SQLSTATES
    return isinstance(fault, InterfaceError) or (isinstance(fault, OSError) and fault.errno in DISK)


def _close_connections(request: HttpRequest) -> None:
    """Let nothing that comes after ask who this is, or say that something went well which did not."""
    if not hasattr(request, "LANGUAGE_CODE"):
        translation.activate(translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()
    request.__dict__.pop("_messages", None)
    known = getattr(request, "_cached_user", None)
    if known is None and isinstance(getattr(request, "user", None), SimpleLazyObject | None):
        request.user = AnonymousUser()


def _fragment(request: HttpRequest) -> HttpResponse:
    polls = request.path.endswith("/account/session/")
    response = render(
        request, "cocreation/web/_outage.html", {"signed_in": "X-Page-Of" in request.headers, "polls": polls}
    )
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#session", "outerHTML"
    return response


def _page(request: HttpRequest, *, away: bool) -> HttpResponse:
    fields, recoverable = _typed(request)
    context: dict[str, Any] = {"away": away, "posted": request.method == "POST", "fields": fields}
    typed = typed_by_hand(fields)
    context |= {"recoverable": recoverable, "shown": worth_showing(fields) if recoverable else typed}
    context["typed"] = bool(typed)
    return render(request, "cocreation/web/outage.html", context)


def _typed(request: HttpRequest) -> tuple[list[tuple[str, str]], bool]:
    """Return what was sent, and whether it can be sent again from our page."""
    try:
        fields = sent_fields(request) if request.method == "POST" else []
        if request.method != "POST" or request.FILES or not is_of_this_site(request):
            return [], False
        match = resolve(request.path_info)
    except (Resolver404, Exception):  # noqa: BLE001 - whatever it was, nothing can be given back
        return [], False
    kept = without_secrets(fields)
    if len(kept) == len(fields):
        return fields, True
    return (kept, False) if is_recoverable(match) else ([], False)
