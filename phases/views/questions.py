"""Answering a question: saving while one writes, finishing, and the history of what was written."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from projects.access import requires_role
from projects.models import Initiative, Role

from ..differences import differences
from ..forms import AnswerForm
from ..models import Answer, Question, Recorded
from ..next_step import phase_url
from .phase import phase_context


@require_safe
@requires_role(Role.OBSERVER)
def question(request: HttpRequest, initiative: Initiative, code: str) -> HttpResponse:
    """Show every version of an answer, each with its differences from the one before."""
    asked = get_object_or_404(Question.objects.select_related("phase"), code=code)
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
        "back": _question_url(initiative, asked),
    }
    return render(request, "phases/question_history.html", context)


@require_POST
@requires_role(Role.FACILITATOR)
def answer(request: HttpRequest, initiative: Initiative, code: str) -> HttpResponse:
    """Store what was typed; by htmx only the state and the version come back, never the text area."""
    return _save(request, initiative, code)


@require_POST
@requires_role(Role.FACILITATOR)
def finish(request: HttpRequest, initiative: Initiative, code: str) -> HttpResponse:
    """Store what was typed and mark the answer as finished."""
    return _save(request, initiative, code, finish=True)


@require_POST
@requires_role(Role.FACILITATOR)
def resume(request: HttpRequest, initiative: Initiative, code: str) -> HttpResponse:
    """Mark the answer as not finished after all; what was typed meanwhile is stored too."""
    return _save(request, initiative, code, resume=True)


def _save(
    request: HttpRequest, initiative: Initiative, code: str, *, finish: bool = False, resume: bool = False
) -> HttpResponse:
    asked: Any = get_object_or_404(Question.objects.select_related("phase"), code=code)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _reply(request, initiative, asked, {"errors": form.errors.values()}, status=422)
    if form.cleaned_data["keep"] == "theirs":
        return _whole_page(request, _question_url(initiative, asked))
    recorded = Answer.record(
        initiative, asked, form.cleaned_data["text"], by=request.user, version=form.based_on()
    )
    if recorded.refused is not None:
        return _conflict(request, initiative, asked, recorded)
    if finish:
        recorded.answer.finish(by=request.user)
    elif resume:
        recorded.answer.resume(by=request.user)
    if finish or resume or form.cleaned_data["keep"]:
        return _whole_page(request, _question_url(initiative, asked))
    asked.answer = recorded.answer
    return _reply(request, initiative, asked, {"saved_now": True})


def _conflict(request: HttpRequest, initiative: Initiative, asked: Any, recorded: Recorded) -> HttpResponse:
    standing, refused = recorded.answer, recorded.refused
    assert refused is not None  # noqa: S101 - the caller asked
    asked.answer = standing
    pieces = differences(standing.text, refused.text)
    context = {
        "conflict": {
            "mine": refused,
            "theirs": standing,
            "mine_pieces": [piece for piece in pieces if piece.kind != "old"],
            "their_pieces": [piece for piece in pieces if piece.kind != "new"],
            "combined": f"{refused.text}\n\n{standing.text}",
        },
        "base_version": refused.version,
    }
    return _reply(request, initiative, asked, context, status=409)


def _reply(
    request: HttpRequest, initiative: Initiative, asked: Any, extra: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Answer an autosave with the state; a post without scripts with the page, or back to it."""
    if not request.htmx and status == 200:  # type: ignore[attr-defined]
        return redirect(_question_url(initiative, asked))
    if not hasattr(asked, "answer"):
        asked.answer = initiative.answers.filter(question=asked).first()
    context = {"initiative": initiative, "question": asked, **extra}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "phases/_save_state.html", context, status=status)
    context |= {**phase_context(initiative, asked.phase), "typed": request.POST.get("text", "")}
    return render(request, "phases/answer_refused.html", context, status=status)


def _whole_page(request: HttpRequest, url: str) -> HttpResponse:
    """Load the page again, because more than the state changed."""
    if request.htmx:  # type: ignore[attr-defined]
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url)


def _question_url(initiative: Initiative, asked: Question) -> str:
    return f"{phase_url(initiative, asked.phase)}?question={asked.code}#question-{asked.code}"
