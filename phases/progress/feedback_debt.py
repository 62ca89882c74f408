"""How much feedback an initiative owes to those who took part: the single definition."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from projects.models import Initiative

from ..models import ASKS, UNANSWERED, Outcome, ToldOutcome


@dataclass(frozen=True)
class FeedbackDebt:
    """Of the outcomes that ask for feedback (`asking`) so many have none yet (`waiting`), and are too late (`late`).

    Of the others, people were not told of so many (`untold`).

    `due` is the first day by which people were to hear back about one that waits; None where no day was promised.
    """

    asking: int
    waiting: int
    late: int
    untold: int
    due: date | None

    @property
    def given(self) -> int:
        return self.asking - self.waiting

    @property
    def done(self) -> int:
        """Return how many people heard back about."""
        return self.asking - self.waiting - self.untold

    @property
    def is_urgent(self) -> bool:
        """Tell whether something waits that people hear about today at the latest."""
        return self.due is not None and self.due <= timezone.localdate()

    @property
    def days_late(self) -> int:
        """Return by how many days the longest of them is late; 0 when nothing is."""
        return (timezone.localdate() - self.due).days if self.late and self.due else 0


def with_telling(outcomes: Any) -> Any:
    """Annotate, with the feedback that stands for each, whether people were told of it, as `was_told`."""
    rows = outcomes.with_feedback().annotate(standing_id=Coalesce("own__pk", "of_theme__pk"))
    told = ToldOutcome.objects.filter(outcome=OuterRef("pk"), feedback=OuterRef("standing_id"))
    return rows.annotate(was_told=Exists(told))


def debt_of(initiative: Initiative) -> FeedbackDebt:
    """Count the debt of one initiative, in one query."""
    rows = Outcome.objects.filter(workshop__initiative=initiative)
    return FeedbackDebt(**with_telling(rows).aggregate(**_counts()))


def debts_of(initiatives: Any) -> dict[Any, FeedbackDebt]:
    """Count the debt of `initiatives` (a queryset), in one query; an initiative without outcomes is left out."""
    rows = with_telling(Outcome.objects.filter(workshop__initiative__in=initiatives))
    counted: Any = rows.order_by().values("workshop__initiative").annotate(**_counts())
    return {row.pop("workshop__initiative"): FeedbackDebt(**row) for row in counted}


def _counts() -> dict[str, Any]:
    waiting = ASKS & UNANSWERED
    return {
        "asking": Count("pk", filter=ASKS),
        "waiting": Count("pk", filter=waiting),
        "untold": Count("pk", filter=ASKS & ~UNANSWERED & Q(was_told=False)),
        "late": Count("pk", filter=waiting & Q(workshop__feedback_due__lt=timezone.localdate())),
        "due": Min("workshop__feedback_due", filter=waiting),
    }
