"""From the database to the contents of a report, in the language that is active."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Initiative
from toolkit.published import active_language

from ..models import Answer, ChecklistItem, ItemCompletion, ItemState, Phase, Question
from ..progress.attendance import attendance_table_from
from ..progress.cycle import cycle_of, state_text
from ..progress.feedback_debt import debt_of
from ..progress.gate_criteria import name_and_date
from ..progress.progress import PhaseProgress, progress_in
from ..progress.published_road import PublishedRoad, published_road
from .contents import ItemPart, PhasePart, PlanPart, QuestionPart, ReportContents, Section
from .house_style import house_style_of
from .origin import origin_of
from .sections import (
    decisions_of,
    feedback_of,
    map_of,
    outcome_rows,
    plans_of,
    promises_of,
    stakeholders_of,
    workshop_rows,
    workshops_of,
)


def gather(initiative: Initiative, phase: Phase | None, *, made_by: str) -> ReportContents:
    """Return what a report says now, of one phase or (None) of the whole initiative."""
    progress, road = progress_in(initiative), published_road()
    register = list(initiative.stakeholders.all())
    rows = [row for row in progress.phases if phase is None or row.phase.pk == phase.pk]
    plans, written = plans_of(initiative), _written(initiative)
    phases = tuple(_phase(road, row, written, plans.get(row.phase.pk)) for row in rows)
    workshops, outcomes = workshop_rows(initiative, phase), outcome_rows(initiative)
    held, planned = workshops_of(workshops, outcomes)
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
        "decisions": tuple(decisions_of(initiative, phase, road.items)),
        "promises": tuple(promises_of(initiative)),
        "feedback": tuple(feedback_of(initiative, outcomes)),
        "waiting": debt_of(initiative).waiting,
        "workshops": held,
        "planned": planned,
        "stakeholders": tuple(stakeholders_of(register)),
    }
    code = hashlib.sha256(repr(sorted(body.items())).encode()).hexdigest()
    return ReportContents(
        **body,
        code=code,
        made_by=made_by,
        made_at=timezone.localtime(),
        cycle=cycle_of(initiative, progress, linked=False),
        attendance=attendance_table_from(workshops, register),
        influence_map=map_of(register),
        house_style=house_style_of(initiative.organisation),
    )


def _kind(phase: Phase | None) -> str:
    if phase is None:
        return _("Progress report of an initiative")
    return _("Progress report of phase {n}: {name}").format(n=phase.number, name=phase)


@dataclass(frozen=True)
class _Written:
    """The answers by the key of their question, and the records of items by that of their item."""

    answers: Mapping[int, Answer]
    completions: Mapping[int, ItemCompletion]


def _written(initiative: Initiative) -> _Written:
    answers = initiative.answers.select_related("finished_by")
    completions = initiative.completions.select_related("updated_by", "item__phase")
    return _Written(
        answers={row.question_id: row for row in answers},
        completions={row.item_id: row for row in completions},
    )


def _phase(road: PublishedRoad, row: PhaseProgress, written: _Written, plan: PlanPart | None) -> PhasePart:
    return PhasePart(
        number=row.phase.number,
        name=str(row.phase),
        summary=str(row.phase.summary),
        standing=state_text(row),
        done_count=row.done_count,
        all_count=row.all_count,
        plan=plan,
        questions=tuple(_questions(road.questions_of(row.phase), written.answers)),
        items=tuple(_items(road.items_of(row.phase), written.completions)),
    )


def _questions(questions: Iterable[Question], answers: Mapping[int, Answer]) -> Iterator[QuestionPart]:
    for question in questions:
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


def _items(items: Iterable[ChecklistItem], completions: Mapping[int, ItemCompletion]) -> Iterator[ItemPart]:
    for item in items:
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
