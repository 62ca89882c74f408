"""What stands on a page for those who took part, in four queries with the page itself."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone

from projects.models import Initiative

from ..models import (
    AGREED,
    TOLD_AS,
    FeedbackKind,
    Outcome,
    OutcomeKind,
    ParticipantPage,
    Promise,
    Workshop,
)
from ..progress.feedback_debt import debt_of
from ..progress.report_back import ICONS

FEWEST = 5
"""A number of people under this is not shown."""
MAX_OUTCOMES = 500
FEEDBACK = ("kind", "passed_to", "because")


@dataclass
class Point:
    """Something that was said, with what is done with it: a theme with words of people, or one thing that was said."""

    title: str
    is_quote: bool = False
    said: list[tuple[str, bool]] = field(default_factory=list)
    kind: str = ""
    passed_to: str = ""
    because: str = ""

    @property
    def told_as(self) -> str:
        return str(TOLD_AS[self.kind]) if self.kind else ""

    @property
    def icon(self) -> str:
        """Return the name of the picture beside what is done with it."""
        return ICONS[self.kind]


@dataclass(frozen=True)
class ParticipantContents:
    """A page for those who took part. `people` is None where nobody was counted, or too few.

    `ends_on` is None when the page is there only until people have heard back. `is_cut` tells whether more was said than
    fits on the page.
    """

    page: ParticipantPage
    promise: Promise | None
    points: list[Point]
    people: int | None
    upcoming: Workshop | None
    ends_on: date | None
    is_cut: bool

    @property
    def done(self) -> list[Point]:
        return [point for point in self.points if point.kind and point.kind != FeedbackKind.WILL_NOT]

    @property
    def not_done(self) -> list[Point]:
        return [point for point in self.points if point.kind == FeedbackKind.WILL_NOT]

    @property
    def heard(self) -> list[Point]:
        """Return what was said about which one hears later."""
        return [point for point in self.points if not point.kind]

    @property
    def due(self) -> date | None:
        """Return by which day people hear more, as long as that is to come."""
        due = self.page.workshop.feedback_due if self.page.workshop else None
        return due if due and due >= timezone.localdate() else None


def contents_of(page: ParticipantPage) -> ParticipantContents | None:
    """Return what stands on the page; None when its time is over."""
    workshops = list(
        page.initiative.workshops.annotate(people=Sum("attendance__people")).order_by("starts_at")
    )
    ends_at = page.end_of_term(workshop.ends_at for workshop in workshops)
    is_over = ends_at < timezone.now()
    if is_over and not owes_feedback(page.initiative):
        return None
    said = _said(page)
    return ParticipantContents(
        page=page,
        promise=page.initiative.promises.first(),
        points=_points(said[:MAX_OUTCOMES]),
        is_cut=len(said) > MAX_OUTCOMES,
        people=_people(page, workshops),
        upcoming=_upcoming(page, workshops),
        ends_on=None if is_over else timezone.localdate(ends_at),
    )


def owes_feedback(initiative: Initiative) -> bool:
    """Tell whether people wait for feedback, or were not told of it yet."""
    debt = debt_of(initiative)
    return bool(debt.waiting or debt.untold)


def _people(page: ParticipantPage, workshops: list[Any]) -> int | None:
    """Return how many people came to the workshop of the page, where that tells nothing of anybody."""
    people = next((row.people for row in workshops if row.pk == page.workshop_id), None)
    return people if people is not None and people >= FEWEST else None


def _upcoming(page: ParticipantPage, workshops: list[Any]) -> Workshop | None:
    """Return the workshop of the page while it is to come, else the next one."""
    now: datetime = timezone.now()
    coming = [row for row in workshops if row.ends_at >= now]
    own = [row for row in coming if row.pk == page.workshop_id]
    return next(iter([*own, *coming]), None)


def _said(page: ParticipantPage) -> list[dict[str, Any]]:
    """Return what was said, in the order of the themes, with what is done with it; one more at most than fits."""
    may_be_shown = Q(on_page=True) & (~Q(kind=OutcomeKind.QUOTE) | Q(consent__in=AGREED))
    rows = Outcome.objects.filter(workshop__initiative=page.initiative).with_feedback()
    if page.workshop_id:
        rows = rows.filter(workshop=page.workshop_id)
    shown = may_be_shown | Q(of_theme__isnull=False)
    fields = [f"{each}__{name}" for each in ("own", "of_theme") for name in FEEDBACK]
    found = rows.filter(shown).order_by("theme__place", "created_at", "pk")
    said = found.values("text", "kind", "on_page", "consent", "theme", "theme__name", *fields)
    return list(said[: MAX_OUTCOMES + 1])


def _points(said: list[dict[str, Any]]) -> list[Point]:
    """Gather what was said by what is done with it; words of people only as far as they may be shown."""
    points: list[Point] = []
    themes: dict[Any, Point] = {}
    for row in said:
        is_quote = row["kind"] == OutcomeKind.QUOTE
        may = row["on_page"] is True and (not is_quote or row["consent"] in AGREED)
        if row["own__kind"] or not row["theme"]:
            if may:
                points.append(Point(row["text"], is_quote, **_given(row, "own")))
            continue
        if row["theme"] not in themes:
            themes[row["theme"]] = Point(row["theme__name"], **_given(row, "of_theme"))
            points.append(themes[row["theme"]])
        if may:
            themes[row["theme"]].said.append((row["text"], is_quote))
    return points


def _given(row: dict[str, Any], each: str) -> dict[str, Any]:
    return {name: row[f"{each}__{name}"] or "" for name in FEEDBACK}
