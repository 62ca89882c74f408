"""The page of one phase: the open question first, then its questions, checklist, methods, workshops and gate."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from projects.access import requires_role
from projects.http import Request
from projects.models import Initiative, Role
from toolkit.models import Method
from toolkit.search import published_methods

from ...models import AnswerRevision, ItemState, Phase, Problem
from ...progress.next_step import phase_url
from ...progress.progress import progress_in
from ...progress.published_road import published_road
from ..context import phase_context

MAX_METHODS = 6
FIRST_ITEMS = 5
"""How many open items of a checklist are seen without unfolding; all required ones are."""


@require_safe
@requires_role(Role.OBSERVER)
def phases(request: Request, initiative: Initiative) -> HttpResponse:
    """Lead to the phase the team is in."""
    here = progress_in(initiative).current
    return redirect(phase_url(initiative, here.phase))


@require_safe
@requires_role(Role.OBSERVER)
def phase(request: Request, initiative: Initiative, phase_code: str) -> HttpResponse:
    """Show a phase with one question open: the one asked for, or the first that is not finished.

    With `finished` in the address, the answer that was just finished is named, and the next question is offered.
    """
    progress = progress_in(initiative)
    page_phase = next((each.phase for each in progress.phases if each.phase.code == phase_code), None)
    if page_phase is None:
        raise Http404
    questions = questions_of(initiative, page_phase)
    finished = _just_finished(questions, request.GET.get("finished", ""))
    opened = None if finished else _opened(questions, request.GET.get("question", ""))
    shown = finished or opened
    items = items_of(initiative, page_phase)
    still_open = [*items["first"], *items["others"]]
    missing = sum(item.required for item in still_open)
    context = {
        **phase_context(initiative, page_phase, progress=progress, missing=missing),
        "questions": questions,
        "opened": opened,
        "finished": finished,
        "next_up": _next_up(questions, shown),
        "methods": _methods(page_phase, shown),
        "refused": _refused(opened, request.user) if opened else None,
        "items": items,
        "belonging": sum(item.question == finished for item in still_open) if finished else 0,
        "asked_item": request.GET.get("item", ""),
        "plan": initiative.phase_plans.filter(phase=page_phase).first() if page_phase.has_gate else None,
        "workshops": list(initiative.workshops.filter(phase=page_phase)),
        "problems": [] if page_phase.has_gate else list(Problem.objects.published()),
    }
    return render(request, "phases/answers/phase.html", context)


def questions_of(initiative: Initiative, page_phase: Phase) -> list[Any]:
    """Return the questions of the phase, each with its `answer` or None; retired ones only when answered."""
    answers = {
        answer.question_id: answer
        for answer in initiative.answers.filter(question__phase=page_phase).select_related(
            "updated_by", "finished_by"
        )
    }
    questions: list[Any] = []
    question: Any
    for question in published_road().questions_of(page_phase):
        question.answer = answers.get(question.pk)
        if question.retired_at is None or (question.answer and question.answer.text):
            questions.append(question)
    return questions


def items_of(initiative: Initiative, page_phase: Phase) -> dict[str, list[Any]]:
    """Return the checklist as `first`, `others`, `settled` and `earlier`, each item with its `completion` or None.

    What is required stands first. Earlier items are retired ones that this team settled: what was written stays
    readable, and counts for nothing.
    """
    completions = {
        row.item_id: row
        for row in initiative.completions.filter(item__phase=page_phase).select_related("updated_by")
    }
    lists: dict[str, list[Any]] = {"open": [], "settled": [], "earlier": []}
    item: Any
    for item in published_road().items_of(page_phase):
        item.completion = completions.get(item.pk)
        settled = item.completion is not None and item.completion.state != ItemState.OPEN
        if item.retired_at is None:
            lists["settled" if settled else "open"].append(item)
        elif settled:
            lists["earlier"].append(item)
    still_open = sorted(lists.pop("open"), key=lambda item: not item.required)
    seen = max(FIRST_ITEMS, sum(item.required for item in still_open))
    return {"first": still_open[:seen], "others": still_open[seen:], **lists}


def _methods(page_phase: Phase, shown: Any) -> list[Method]:
    """Return the methods advised first: for the question shown or, without questions, for the phase."""
    methods = published_methods()
    if shown:
        by_key = {method.pk: method for method in methods}
        keys = published_road().advised.get(shown.pk, ())
        return [by_key[key] for key in keys if key in by_key][:MAX_METHODS]
    by_code = {method.code: method for method in methods}
    return [by_code[code] for code in page_phase.methods if code in by_code][:MAX_METHODS]


def _unfinished(question: Any) -> bool:
    return question.retired_at is None and not (question.answer and question.answer.finished_at)


def _opened(questions: list[Any], code: str) -> Any:
    asked = [question for question in questions if question.code == code]
    return next(iter([*asked, *filter(_unfinished, questions), *questions]), None)


def _just_finished(questions: list[Any], code: str) -> Any:
    """Return the question named, if its answer is still finished: nothing untrue is said of an old address."""
    named = (row for row in questions if row.code == code and row.answer and row.answer.finished_at)
    return next(named, None)


def _next_up(questions: list[Any], shown: Any) -> Any:
    """Return the question to answer after the one shown: the next that is not finished, else an earlier one."""
    if shown is None:
        return None
    place = questions.index(shown)
    return next(filter(_unfinished, [*questions[place + 1 :], *questions[:place]]), None)


def _refused(question: Any, user: Any) -> AnswerRevision | None:
    """Return a text of this person that came too late and is newer than the answer that stands."""
    if question.answer is None:
        return None
    late = question.answer.revisions.filter(accepted=False, by=user, at__gt=question.answer.updated_at)
    return late.exclude(text=question.answer.text).first()
