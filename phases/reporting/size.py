"""How large a report would be, known before it is made."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce, Length

from projects.models import Initiative

from ..models import Outcome, Phase


class TooLargeError(Exception):
    """There is more in it than fits in one document."""


def letters_of(initiative: Initiative, phase: Phase | None) -> int:
    """Return how many letters people typed stand in a report of the initiative, or of one phase of it."""
    outcomes = Outcome.objects.filter(workshop__initiative=initiative).reportable()
    answers, items = initiative.answers.all(), initiative.completions.all()
    decisions = initiative.gate_decisions.all()
    if phase:
        outcomes, decisions = outcomes.filter(workshop__phase=phase), decisions.filter(phase=phase)
        answers, items = answers.filter(question__phase=phase), items.filter(item__phase=phase)
    return (
        _letters(outcomes, "text")
        + _letters(answers, "text")
        + _letters(items, "note")
        + _letters(decisions, "reason", "conditions")
        + _letters(initiative.stakeholders.all(), "name", "stake")
    )


def is_too_large(initiative: Initiative, phase: Phase | None) -> bool:
    """Tell whether a report would be larger than can be made."""
    return letters_of(initiative, phase) > settings.REPORT_MOST_LETTERS


def _letters(rows: QuerySet[Any], *fields: str) -> int:
    sums = {field: Coalesce(Sum(Length(field)), 0) for field in fields}
    return sum(rows.order_by().aggregate(**{f"letters_{name}": each for name, each in sums.items()}).values())
