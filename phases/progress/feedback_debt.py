"""How much feedback an initiative owes to those who took part: the single definition."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from projects.fixed_sql import as_day, fetch_all, places
from projects.models import Initiative

from ..models import ASKING, ASKS, UNANSWERED, Outcome, ToldOutcome


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
    """Count the debt of one initiative, in one query; written out, since many pages ask for it."""
    values = (timezone.localdate(), initiative.pk, *ASKING)
    asking, waiting, late, untold, due = fetch_all(_DEBT_OF_ONE, *values)[0]
    return FeedbackDebt(asking=asking, waiting=waiting, late=late, untold=untold, due=as_day(due))


STANDING_SQL = """
    JOIN phases_workshop w ON w.id = o.workshop_id
    LEFT JOIN phases_feedback own ON own.outcome_id = o.id AND own.superseded_at IS NULL
    LEFT JOIN phases_feedback of_theme ON of_theme.theme_id = o.theme_id AND of_theme.superseded_at IS NULL
"""
"""What joins to outcomes `o` their workshop and the feedback that stands for each."""
ASKS_SQL = f"""(
    o.asks OR (o.asks IS NULL AND w.feedback_due IS NOT NULL AND o.kind IN ({places(ASKING)}))
)"""
"""Whether such an outcome asks for feedback; the kinds of `ASKING` are its values."""
TOLD_SQL = """EXISTS (
    SELECT 1 FROM phases_toldoutcome told
    WHERE told.outcome_id = o.id AND told.feedback_id = COALESCE(own.id, of_theme.id)
)"""
"""Whether people were told the feedback that stands for it."""
_WAITS = "own.id IS NULL AND of_theme.id IS NULL"
_DEBT_OF_ONE = f"""
    SELECT COUNT(*), COUNT(*) FILTER (WHERE {_WAITS}),
      COUNT(*) FILTER (WHERE {_WAITS} AND w.feedback_due < %s),
      COUNT(*) FILTER (WHERE NOT ({_WAITS}) AND NOT {TOLD_SQL}),
      MIN(w.feedback_due) FILTER (WHERE {_WAITS})
    FROM phases_outcome o
    {STANDING_SQL}
    WHERE w.initiative_id = %s AND {ASKS_SQL}
"""  # noqa: S608 - nothing of it was typed


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
