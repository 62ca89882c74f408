"""Who was in the room: people per group and workshop."""

from dataclasses import dataclass
from typing import Any

from projects.models import Initiative, Stakeholder

from ..models import Attendance, Workshop

LATEST = 6
MAX_ROWS_ON_A_PAGE = 12


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


def attendance_table_of(
    initiative: Initiative, *, latest: int | None = LATEST, phase: Any = None
) -> AttendanceTable:
    """Return the table of the latest workshops in which people were counted (None: of all), in three queries."""
    counted = Workshop.objects.filter(initiative=initiative, attendance__isnull=False)
    if phase is not None:
        counted = counted.filter(phase=phase)
    newest = counted.distinct().order_by("-starts_at")
    workshops = list(newest[:latest] if latest else newest)[::-1]
    if not workshops:
        return AttendanceTable([], [])
    people = {
        (row.stakeholder_id, row.workshop_id): row.people
        for row in Attendance.objects.filter(workshop__in=workshops)
    }
    most = max(people.values(), default=0)
    rows = [
        (
            stakeholder,
            [_cell(people.get((stakeholder.pk, workshop.pk)), most) for workshop in workshops],
        )
        for stakeholder in initiative.stakeholders.all()
    ]
    return AttendanceTable(workshops, rows)


def _cell(people: int | None, most: int) -> AttendanceCell:
    if people is None:
        return AttendanceCell(None, "h0")
    if people == 0:
        return AttendanceCell(0, "hx")
    return AttendanceCell(people, f"h{min(5, 1 + 5 * people // (most + 1))}")
