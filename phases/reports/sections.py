"""The parts of a report about people: who was asked, who was there, what they said, who decided."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Prefetch
from django.utils import timezone

from projects.initiatives.influence_map import MapMark, build_map
from projects.models import Initiative, Stakeholder

from ..models import Attendance, ChecklistItem, Feedback, Outcome, Phase, ToldOutcome, Workshop
from ..progress.gate_criteria import name_and_date
from .contents import (
    DecisionPart,
    FeedbackPart,
    OutcomePart,
    PlanPart,
    PromisePart,
    StakeholderPart,
    WorkshopPart,
)
from .origin import origin_of


def decisions_of(
    initiative: Initiative, phase: Phase | None, items: Iterable[ChecklistItem]
) -> Iterator[DecisionPart]:
    """Yield the decisions at the gates, oldest first, with the names of required `items` that were skipped by then."""
    decisions = initiative.gate_decisions.select_related("phase")
    labels = {item.code: str(item) for item in items if item.blocking}
    for row in decisions.filter(phase=phase) if phase else decisions:
        yield DecisionPart(
            phase=f"{row.phase.number} {row.phase}",
            kind=str(row.get_kind_display()),
            reason=row.reason,
            conditions=row.conditions,
            decided_by=row.decided_by,
            users_voice=row.users_voice,
            decided_on=row.decided_on,
            origin=origin_of(row),
            skipped=tuple(labels[code] for code in row.waived if code in labels),
        )


def plans_of(initiative: Initiative) -> dict[int, PlanPart]:
    """Return what is planned at the gates, by the key of the phase."""
    return {
        row.phase_id: PlanPart(
            planned_on=row.planned_on, decided_by=row.decided_by, ask=row.ask, origin=origin_of(row)
        )
        for row in initiative.phase_plans.all()
    }


def workshop_rows(initiative: Initiative, phase: Phase | None) -> list[Workshop]:
    """Return the workshops of one phase or of all, the earliest first, with who was counted."""
    counted = Prefetch("attendance", Attendance.objects.select_related("stakeholder"))
    rows = initiative.workshops.select_related("phase", "method").prefetch_related(counted)
    return list((rows.filter(phase=phase) if phase else rows).order_by("starts_at"))


def outcome_rows(initiative: Initiative) -> list[Outcome]:
    """Return what workshops brought out; quotes without consent are left out."""
    rows = Outcome.objects.filter(workshop__initiative=initiative).reportable()
    return list(rows.select_related("stakeholder"))


def workshops_of(
    workshops: Iterable[Workshop], outcomes: Iterable[Outcome]
) -> tuple[tuple[WorkshopPart, ...], tuple[WorkshopPart, ...]]:
    """Return what was held, with its outcomes, and what is planned."""
    brought_out: defaultdict[Any, list[OutcomePart]] = defaultdict(list)
    for outcome in outcomes:
        brought_out[outcome.workshop_id].append(_outcome(outcome))
    now = timezone.now()
    return (
        tuple(_workshop(row, tuple(brought_out[row.pk])) for row in workshops if row.ends_at < now),
        tuple(_workshop(row, ()) for row in workshops if row.ends_at >= now),
    )


def _outcome(outcome: Outcome) -> OutcomePart:
    return OutcomePart(
        id=str(outcome.pk),
        kind=str(outcome.get_kind_display()),
        text=outcome.text,
        is_quote=outcome.is_quote,
        by=outcome.speaker or outcome.group,
        origin=origin_of(outcome),
    )


def _workshop(row: Workshop, outcomes: tuple[OutcomePart, ...]) -> WorkshopPart:
    counted = list(row.attendance.all())
    return WorkshopPart(
        title=row.title,
        start=row.wall_start,
        other_clock=row.other_clock,
        place=row.place,
        phase=str(row.phase),
        method=str(row.method.name) if row.method else "",
        people=sum(line.people for line in counted) if counted else None,
        end_users=sum(line.people for line in counted if line.stakeholder.end_users),
        outcomes=outcomes,
        origin=origin_of(row),
    )


def promises_of(initiative: Initiative) -> Iterator[PromisePart]:
    """Yield the versions of the promise, the one in force first."""
    for row in initiative.promises.with_writer():
        yield PromisePart(
            version=row.version,
            level=str(row.get_level_display()),
            meaning=row.meaning,
            fixed=row.fixed,
            negotiable=row.negotiable,
            follow_up=row.follow_up,
            decided_by=row.decided_by,
            decided_on=row.decided_on,
            feedback_days=row.feedback_days,
            told=row.told,
            told_on=row.told_on,
            told_how=row.told_how,
            made=name_and_date(row.by, row.at),
            is_example=row.is_example,
        )


def feedback_of(initiative: Initiative, readable: Iterable[Outcome]) -> Iterator[FeedbackPart]:
    """Yield what is done with each theme, in their order, and then with single outcomes of those that may be read."""
    told = Prefetch("told", ToldOutcome.objects.select_related("telling"))
    standing = initiative.feedback.standing().select_related("theme", "outcome").prefetch_related(told)
    rows = list(standing.annotate(size=Count("theme__outcomes")))
    shown = {outcome.pk for outcome in readable}
    alone = [row for row in rows if row.outcome_id in shown]
    themes = [row for row in rows if row.theme_id]
    for row in sorted(themes, key=lambda row: row.theme.place if row.theme else 0):
        yield _feedback(row, row.theme, row.size)
    for row in sorted(alone, key=lambda row: row.at):
        yield _feedback(row, row.outcome, 1)


def _feedback(row: Feedback, target: Any, size: int) -> FeedbackPart:
    days = [told.telling.told_on for told in row.told.all()]
    is_theme = row.theme_id is not None
    return FeedbackPart(
        title=target.name if is_theme else target.text,
        outcome="" if is_theme else str(target.pk),
        is_quote=not is_theme and target.is_quote,
        size=size,
        told_as=row.told_as,
        passed_to=row.passed_to,
        because=row.because,
        told_on=max(days, default=None),
        origin=origin_of(row),
    )


def stakeholders_of(register: Iterable[Stakeholder]) -> Iterator[StakeholderPart]:
    """Yield the register in its order."""
    for row in register:
        yield StakeholderPart(
            name=row.name,
            kind=str(row.get_kind_display()),
            end_users=row.end_users,
            influence=str(row.get_influence_display()),
            interest=str(row.get_interest_display()),
            engagement=str(row.get_engagement_display()) if row.engagement else "",
            stake=row.stake,
            origin=origin_of(row),
        )


def map_of(register: Iterable[Stakeholder]) -> Any:
    """Return the map of influence and interest; None while no group has scores."""
    marks = [
        MapMark(row.name, row.end_users, row.influence, row.interest)
        for row in register
        if row.influence is not None and row.interest is not None
    ]
    return build_map(marks) if marks else None
