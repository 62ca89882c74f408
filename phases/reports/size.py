"""How large a report would be, known before it is made."""

from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce, Length

from projects.models import Initiative

from ..models import Outcome, Phase

LETTERS_OF_ROW, LETTERS_OF_GROUP = 200, 1_000
"""What a row costs beside its letters, as so many letters of running text.

Measured in processor seconds of the printing process, on two busy cores. Outcomes of 1,900 and of 200 letters: 990,000
letters took 17 and 43 seconds; outcomes of 40 letters: 300,000 took 43 seconds (900 MB); 250 groups took 11 seconds.
Just at the limit are 500,000 letters in outcomes of 200: 23 seconds, and 120 by the clock while others used the machine.
On a machine that is always that busy, set a lower limit.
"""


class TooLargeError(Exception):
    """There is more in it than fits in one document."""


def letters_of(initiative: Initiative, phase: Phase | None) -> int:
    """Return how many letters people typed stand in a report of the initiative, or of one phase of it."""
    letters, *_others = _measure(initiative, phase)
    return letters


def is_too_large(initiative: Initiative, phase: Phase | None) -> bool:
    """Tell whether a report would be larger than can be made: too many letters, or too many rows beside them."""
    letters, rows, groups = _measure(initiative, phase)
    size = letters + LETTERS_OF_ROW * rows + LETTERS_OF_GROUP * groups
    return size > settings.REPORT_MOST_LETTERS


def _measure(initiative: Initiative, phase: Phase | None) -> tuple[int, int, int]:
    """Return how many letters, rows and groups stand in a report."""
    parts = [_letters_and_rows(rows, *fields) for rows, fields in _rows(initiative, phase)]
    letters, groups = _letters_and_rows(initiative.stakeholders.all(), "name", "stake")
    return letters + sum(letters for letters, _n in parts), sum(rows for _l, rows in parts), groups


def _rows(initiative: Initiative, phase: Phase | None) -> tuple[tuple[QuerySet[Any], tuple[str, ...]], ...]:
    """Return what stands in a report beside the groups, with the fields that people typed."""
    outcomes = Outcome.objects.filter(workshop__initiative=initiative).reportable()
    answers, items = initiative.answers.all(), initiative.completions.all()
    decisions = initiative.gate_decisions.all()
    if phase:
        outcomes, decisions = outcomes.filter(workshop__phase=phase), decisions.filter(phase=phase)
        answers, items = answers.filter(question__phase=phase), items.filter(item__phase=phase)
    return (
        (outcomes, ("text",)),
        (answers, ("text",)),
        (items, ("note",)),
        (decisions, ("reason", "conditions")),
    )


def _letters_and_rows(rows: QuerySet[Any], *fields: str) -> tuple[int, int]:
    sums = {f"letters_{field}": Coalesce(Sum(Length(field)), 0) for field in fields}
    counted = rows.order_by().aggregate(rows=Count("pk"), **sums)
    return sum(counted[name] for name in sums), counted["rows"]
