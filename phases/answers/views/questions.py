"""Answering a question: saving while one writes, finishing, and the history of what was written."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from projects.access import requires_role
from projects.http import Request
from projects.models import Initiative, Role

from ...progress.published_road import published_road
from ..notes import refusal, store_changed_notes
from ..saving import question_url, stored
from ..text_diff import differences


@require_safe
@requires_role(Role.OBSERVER)
def question(request: Request, initiative: Initiative, code: str) -> HttpResponse:
    """Show every version of an answer, each with its differences from the one before."""
    asked = _asked(code)
    answer = initiative.answers.filter(question=asked).select_related("updated_by").first()
    revisions: list[Any] = list(answer.revisions.select_related("by").order_by("at", "pk")) if answer else []
    before = ""
    for revision in revisions:
        revision.differences = differences(before, revision.text)
        before = revision.text if revision.accepted else before
    context = {
        "initiative": initiative,
        "part": "phases",
        "question": asked,
        "answer": answer,
        "revisions": revisions[::-1],
        "back": question_url(initiative, asked),
    }
    return render(request, "phases/answers/question_history.html", context)


@require_POST
@requires_role(Role.FACILITATOR)
def answer(request: Request, initiative: Initiative, code: str) -> HttpResponse:
    """Store what was typed; by htmx only the state and the version come back, never the text area."""
    return _save(request, initiative, code)


@require_POST
@requires_role(Role.FACILITATOR)
def finish(request: Request, initiative: Initiative, code: str) -> HttpResponse:
    """Store what was typed and mark the answer as finished."""
    return _save(request, initiative, code, finish=True)


@require_POST
@requires_role(Role.FACILITATOR)
def resume(request: Request, initiative: Initiative, code: str) -> HttpResponse:
    """Mark the answer as not finished after all; what was typed meanwhile is stored too."""
    return _save(request, initiative, code, resume=True)


def _save(
    request: Request, initiative: Initiative, code: str, *, finish: bool = False, resume: bool = False
) -> HttpResponse:
    """Store the answer and, without scripts, the notes that were typed on its page."""
    asked = _asked(code)
    response = stored(request, initiative, asked, finish=finish, resume=resume)
    if request.htmx or response.status_code != 302:
        return response
    refused = store_changed_notes(request, initiative)
    return refusal(request, initiative, asked.phase, refused) if refused else response


def _asked(code: str) -> Any:
    asked = published_road().question(code)
    if asked is None:
        raise Http404
    return asked
