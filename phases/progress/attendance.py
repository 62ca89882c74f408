"""Who was in the room: people per group and workshop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from projects.models import Initiative, Stakeholder

from ..models import Attendance, Workshop

LATEST = 6
CELL = ("stakeholder", "workshop")
MAX_ROWS_ON_A_PAGE = 12
MAX_GROUPS = 20
"""So many groups stand in the table on the overview."""


@dataclass(frozen=True)
class AttendanceCell:
    """How many people of a group were there. `step` is the darkness from 0 to 5; None was not counted."""

    people: int | None
    step: str


@dataclass(frozen=True)
class AttendanceTable:
    """A table of groups by workshops; empty while nobody was counted."""

    workshops: list[Workshop]
    rows: list[tuple[Stakeholder, list[AttendanceCell]]]

    @property
    def is_short(self) -> bool:
        """Tell whether it can stand on one page of a report."""
        return len(self.rows) <= MAX_ROWS_ON_A_PAGE


def attendance_table_of(initiative: Initiative, groups: Sequence[Stakeholder]) -> AttendanceTable:
    """Return the table of these groups at the latest workshops in which people were counted, in two queries."""
    counted = Workshop.objects.filter(initiative=initiative, attendance__isnull=False)
    workshops = list(counted.distinct().order_by("-starts_at")[:LATEST])[::-1]
    if not workshops:
        return AttendanceTable([], [])
    counted_there = Attendance.objects.filter(workshop__in=workshops, stakeholder__in=groups)
    people = {tuple(at): number for *at, number in counted_there.values_list(*CELL, "people")}
    return _table(workshops, groups, people)


def attendance_table_from(workshops: Sequence[Workshop], groups: Sequence[Stakeholder]) -> AttendanceTable:
    """Return the same of workshops, the earliest first, whose `attendance` was read along."""
    latest = [workshop for workshop in workshops if workshop.attendance.all()][-LATEST:]
    people = {
        (row.stakeholder_id, row.workshop_id): row.people
        for workshop in latest
        for row in workshop.attendance.all()
    }
    return _table(latest, groups, people) if latest else AttendanceTable([], [])


def _table(
    workshops: list[Workshop], groups: Sequence[Stakeholder], people: Mapping[Any, int]
) -> AttendanceTable:
    most = max(people.values(), default=0)
    rows = [
        (
            stakeholder,
            [_cell(people.get((stakeholder.pk, workshop.pk)), most) for workshop in workshops],
        )
        for stakeholder in groups
    ]
    return AttendanceTable(workshops, rows)


def _cell(people: int | None, most: int) -> AttendanceCell:
    if people is None:
        return AttendanceCell(None, "h0")
    if people == 0:
        return AttendanceCell(0, "hx")
    return AttendanceCell(people, f"h{min(5, 1 + 5 * people // (most + 1))}")
