"""A form that was refused can be read in the other language, with all that was typed in it.

The switch on such a page carries what was sent, without secrets, and where to. `language` sends the browser on to that
address, and the form is tried there once more: everything that it would store is undone, and no mail goes out.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.messages.storage import default_storage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve

from projects.dry_run import dry_run

from .form_recovery import (
    is_of_this_site,
    is_recoverable,
    render_recovered,
    sent_fields,
    typed_by_hand,
    without_secrets,
)

Handler = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class SentForm:
    """What was typed in a form, as JSON, and where it was sent to."""

    typed: str
    address: str


def sent_form(request: HttpRequest) -> SentForm | None:
    """Return the form that a page answers, for its switch; None where nothing was typed, or it may not be tried again."""
    if request.method != "POST" or not _may_be_tried(request.path_info) or not is_of_this_site(request):
        return None
    fields = without_secrets(sent_fields(request))
    if not typed_by_hand(fields):
        return None
    return SentForm(json.dumps(fields, ensure_ascii=False), request.get_full_path())


def read_typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a switch carries of what was typed."""
    try:
        pairs: Any = json.loads(request.POST.get("typed", "[]"))
        return [(str(name), str(value)) for name, value in pairs]
    except (ValueError, TypeError):
        return []


class SwitchedFormMiddleware:
    """Answers a form that only the language switch sent: the page comes back, and nothing else happens."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Try the form as it was sent; when it would be taken now, show it without taking it."""
        if request.method != "POST" or request.POST.get("sent_to", "") != request.get_full_path():
            return self.get_response(request)
        fields = without_secrets(read_typed(request))
        if not fields or not _may_be_tried(request.path_info):
            return self.get_response(request)
        request.POST = _posted(request, fields)  # type: ignore[assignment]  # written once more, for this answer only
        for refusing in (False, True):
            response = self._tried(request, refusing=refusing)
            if response.status_code >= 400:
                return response
        return render_recovered(request, fields, action=request.get_full_path(), status=200)

    def _tried(self, request: HttpRequest, *, refusing: bool) -> HttpResponse:
        with transaction.atomic(), dry_run(refusing=refusing):
            response = self.get_response(request)
            transaction.set_rollback(True)
        if response.status_code < 400:
            request._messages = default_storage(request)  # type: ignore[attr-defined]  # where the middleware keeps them
            if request.user.is_authenticated:
                request.user.refresh_from_db()
        return response


def _posted(request: HttpRequest, fields: list[tuple[str, str]]) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, value in [*fields, ("csrfmiddlewaretoken", request.POST.get("csrfmiddlewaretoken", ""))]:
        posted.appendlist(name, value)
    posted._mutable = False
    return posted


def _may_be_tried(path: str) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return is_recoverable(match)
