"""From the database to the contents of a report, in the language that is active."""

import hashlib
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Initiative
from toolkit.published import active_language

from ..models import ItemState, Phase
from ..progress.attendance import attendance_table_of
from ..progress.cycle import cycle_of, state_text
from ..progress.feedback_debt import debt_of
from ..progress.gate_criteria import name_and_date
from ..progress.progress import PhaseProgress, progress_in
from .contents import ItemPart, PhasePart, PlanPart, QuestionPart, ReportContents, Section
from .house_style import house_style_of
from .origin import origin_of
from .sections import (
    decisions_of,
    feedback_of,
    map_of,
    plans_of,
    promises_of,
    stakeholders_of,
    workshops_of,
)


def gather(initiative: Initiative, phase: Phase | None, *, made_by: str) -> ReportContents:
    """Return what a report says now, of one phase or (None) of the whole initiative."""
    progress = progress_in(initiative)
    rows = [row for row in progress.phases if phase is None or row.phase.pk == phase.pk]
    plans = plans_of(initiative)
    phases = tuple(_phase(initiative, row, plans.get(row.phase.pk)) for row in rows)
    held, planned = workshops_of(initiative, phase)
    body: dict[str, Any] = {
        "kind": _kind(phase),
        "title": initiative.title,
        "problem": initiative.problem,
        "service": initiative.service,
        "audience": initiative.audience,
        "values": tuple(initiative.value_names()),
        "start_date": initiative.start_date,
        "organisation": initiative.organisation.name,
        "language": active_language(),
        "text_language": initiative.language,
        "is_example": initiative.is_example,
        "source": initiative.source,
        "phases": phases,
        "sections": _sections(phases, whole=phase is None),
        "decisions": tuple(decisions_of(initiative, phase)),
        "promises": tuple(promises_of(initiative)),
        "feedback": tuple(feedback_of(initiative)),
        "waiting": debt_of(initiative).waiting,
        "workshops": held,
        "planned": planned,
        "stakeholders": tuple(stakeholders_of(initiative)),
    }
    code = hashlib.sha256(repr(sorted(body.items())).encode()).hexdigest()
    return ReportContents(
        **body,
        code=code,
        made_by=made_by,
        made_at=timezone.localtime(),
        cycle=cycle_of(initiative, progress, linked=False),
        attendance=attendance_table_of(initiative, phase=phase),
        influence_map=map_of(initiative),
        house_style=house_style_of(initiative.organisation),
    )


def _kind(phase: Phase | None) -> str:
    if phase is None:
        return _("Progress report of an initiative")
    return _("Progress report of phase {n}: {name}").format(n=phase.number, name=phase)


def _phase(initiative: Initiative, row: PhaseProgress, plan: PlanPart | None) -> PhasePart:
    return PhasePart(
        number=row.phase.number,
        name=str(row.phase),
        summary=str(row.phase.summary),
        standing=state_text(row),
        done_count=row.done_count,
        all_count=row.all_count,
        plan=plan,
        questions=tuple(_questions(initiative, row.phase)),
        items=tuple(_items(initiative, row.phase)),
    )


def _questions(initiative: Initiative, phase: Phase) -> Any:
    given = initiative.answers.filter(question__phase=phase).select_related("finished_by")
    answers = {answer.question_id: answer for answer in given}
    for question in phase.questions.all():
        answer = answers.get(question.pk)
        if question.retired_at and not (answer and answer.text):
            continue
        yield QuestionPart(
            label=question.label,
            prompt=str(question.prompt),
            answer=answer.text if answer else "",
            finished=name_and_date(answer.finished_by, answer.finished_at)
            if answer and answer.finished_at
            else "",
            origin=origin_of(answer),
            retired=question.retired_at is not None,
        )


def _items(initiative: Initiative, phase: Phase) -> Any:
    completions = {
        row.item_id: row
        for row in initiative.completions.filter(item__phase=phase).select_related(
            "updated_by", "item__phase"
        )
    }
    for item in phase.items.all():
        row = completions.get(item.pk)
        settled = row is not None and row.state != ItemState.OPEN
        if item.retired_at and not settled:
            continue
        yield ItemPart(
            label=str(item.label),
            required=item.required,
            is_open=not settled,
            state=row.words if row else str(ItemState.OPEN.label),
            note=row.note if row else "",
            settled=name_and_date(row.updated_by, row.updated_at) if row and settled else "",
            origin=origin_of(row),
            retired=item.retired_at is not None,
        )


def _sections(phases: tuple[PhasePart, ...], *, whole: bool) -> tuple[Section, ...]:
    """Number the headings: where it stands, what was promised, done and decided, each phase, then who was there and what came out."""
    first = [("standing", _("Where the initiative stands"), None)] if whole else []
    first.append(("promise", _("What was promised to those who take part"), None))
    if whole:
        first.append(("feedback", _("What is done with what people said"), None))
    first.append(("decisions", _("Decisions at the gates"), None))
    middle = [
        ("phase", _("Phase {n}: {name}").format(n=part.number, name=part.name), part) for part in phases
    ]
    last = [
        ("attendance", _("Who was in the room"), None),
        ("workshops", _("Workshops and their outcomes"), None),
        ("stakeholders", _("Stakeholders"), None),
    ]
    return tuple(
        Section(number, kind, title, part)
        for number, (kind, title, part) in enumerate([*first, *middle, *last], 1)
    )
