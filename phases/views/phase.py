"""The page of one phase: its questions, its checklist, its methods, its workshops, its gate."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from projects.access import may_write, requires_role
from projects.models import Initiative, Role
from toolkit.models import Method

from ..forms import ItemForm
from ..models import AnswerRevision, ChecklistItem, ItemCompletion, ItemState, Phase, Problem
from ..next_step import phase_url
from ..progress import progress_of

MOST_METHODS = 6


@require_safe
@requires_role(Role.OBSERVER)
def phases(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Lead to the phase the team is in."""
    here = progress_of([initiative])[initiative.pk].current
    return redirect(phase_url(initiative, here.phase))


@require_safe
@requires_role(Role.OBSERVER)
def phase(request: HttpRequest, initiative: Initiative, phase_code: str) -> HttpResponse:
    """Show a phase with one question open: the one asked for, or the first that is not finished."""
    page_phase = get_object_or_404(Phase.objects.published(), code=phase_code)
    questions = questions_of(initiative, page_phase)
    opened = _opened(questions, request.GET.get("question", ""))
    context = {
        **phase_context(initiative, page_phase),
        "questions": questions,
        "opened": opened,
        "methods": _methods(page_phase, opened),
        "refused": _refused(opened, request.user) if opened else None,
        "items": items_of(initiative, page_phase),
        "workshops": list(initiative.workshops.filter(phase=page_phase)),
        "problems": [] if page_phase.has_gate else list(Problem.objects.published()),
    }
    return render(request, "phases/phase.html", context)


def phase_context(initiative: Initiative, page_phase: Phase) -> dict[str, Any]:
    """Give what every page and fragment of a phase needs."""
    progress = progress_of([initiative])[initiative.pk]
    return {
        "initiative": initiative,
        "part": "phases",
        "phase": page_phase,
        "progress": progress,
        "here": progress.of(page_phase),
        "may_write": may_write(initiative),
        "may_lead": may_write(initiative, Role.LEAD),
    }


def questions_of(initiative: Initiative, page_phase: Phase) -> list[Any]:
    """Give the questions of the phase, each with its `answer` or None; retired ones only when answered."""
    answers = {
        answer.question_id: answer
        for answer in initiative.answers.filter(question__phase=page_phase).select_related(
            "updated_by", "finished_by"
        )
    }
    questions: list[Any] = []
    question: Any
    for question in page_phase.questions.all():
        question.answer = answers.get(question.pk)
        if question.retired_at is None or (question.answer and question.answer.text):
            questions.append(question)
    return questions


def items_of(initiative: Initiative, page_phase: Phase) -> dict[str, list[Any]]:
    """Give the checklist as `open`, `settled` and `earlier`, each item with its `completion` or None.

    Earlier items are retired ones that this team settled: what was written stays readable, and counts for nothing.
    """
    completions = {
        row.item_id: row
        for row in initiative.completions.filter(item__phase=page_phase).select_related("updated_by")
    }
    lists: dict[str, list[Any]] = {"open": [], "settled": [], "earlier": []}
    item: Any
    for item in page_phase.items.select_related("question"):
        item.completion = completions.get(item.pk)
        settled = item.completion is not None and item.completion.state != ItemState.OPEN
        if item.retired_at is None:
            lists["settled" if settled else "open"].append(item)
        elif settled:
            lists["earlier"].append(item)
    lists["open"].sort(key=lambda item: not item.blocking)
    return lists


def _methods(page_phase: Phase, opened: Any) -> list[Method]:
    """Give the methods advised first: for the open question or, without questions, for the phase."""
    if opened:
        return list(opened.advised()[:MOST_METHODS])
    rows = {row.code: row for row in Method.objects.published().filter(code__in=page_phase.methods)}
    return [rows[code] for code in page_phase.methods if code in rows][:MOST_METHODS]


def _opened(questions: list[Any], code: str) -> Any:
    asked = [question for question in questions if question.code == code]
    unfinished = [q for q in questions if not q.retired_at and not (q.answer and q.answer.finished_at)]
    return next(iter([*asked, *unfinished, *questions]), None)


def _refused(question: Any, user: Any) -> AnswerRevision | None:
    """Give a text of this person that came too late and is newer than the answer that stands."""
    if question.answer is None:
        return None
    late = question.answer.revisions.filter(accepted=False, by=user, at__gt=question.answer.updated_at)
    return late.exclude(text=question.answer.text).first()


@require_POST
@requires_role(Role.FACILITATOR)
def item(request: HttpRequest, initiative: Initiative, code: str) -> HttpResponse:
    """Mark an item as done, or as not applicable because."""
    checklist_item: Any = get_object_or_404(ChecklistItem.objects.published(), code=code)
    form = ItemForm(request.POST)
    if not form.is_valid():
        checklist_item.completion = initiative.completions.filter(item=checklist_item).first()
        return _item_refused(request, initiative, checklist_item, form)
    state = ItemState(form.cleaned_data["state"])
    ItemCompletion.settle(initiative, checklist_item, state, form.cleaned_data["note"], by=request.user)
    return _after_item(request, initiative, checklist_item)


@require_POST
@requires_role(Role.FACILITATOR)
def item_undo(request: HttpRequest, initiative: Initiative, code: str) -> HttpResponse:
    """Open an item again; its note stays."""
    checklist_item = get_object_or_404(ChecklistItem.objects.published(), code=code)
    ItemCompletion.take_back(initiative, checklist_item, by=request.user)
    return _after_item(request, initiative, checklist_item)


def _after_item(request: HttpRequest, initiative: Initiative, checklist_item: Any) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{phase_url(initiative, checklist_item.phase)}#item-{checklist_item.code}")
    context = phase_context(initiative, checklist_item.phase)
    context |= {"items": items_of(initiative, checklist_item.phase), "touched": checklist_item.code}
    return render(request, "phases/_checklist.html", context)


def _item_refused(
    request: HttpRequest, initiative: Initiative, checklist_item: Any, form: Any
) -> HttpResponse:
    context = phase_context(initiative, checklist_item.phase)
    context |= {"item": checklist_item, "form": form, "note": request.POST.get("note", "")}
    template = "phases/_item.html" if request.htmx else "phases/item_refused.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=422)
