"""How much feedback an initiative owes to those who took part: the single definition."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Window
from django.db.models.functions import Coalesce
from django.utils import timezone

from projects.fixed_sql import as_day, fetch_all, places
from projects.models import Initiative

from ..models import ASKING, Outcome, ToldOutcome


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


@dataclass(frozen=True)
class WaitingFeedback:
    """How many things in an initiative wait for feedback, and the first day by which people hear back."""

    initiative: Initiative
    waiting: int
    due: date


SHOWN = ("id", "title", "language")
"""What is read of such an initiative."""


def longest_waiting(initiatives: Any, most: int) -> tuple[list[WaitingFeedback], int]:
    """Return the first of `initiatives` (a queryset) in which people wait for feedback, the longest first; and how many there are.

    Where nothing has a day nobody waits.
    """
    keys = list(
        initiatives.order_by().values_list("pk", flat=True)
    )  # else all outcomes there are would be joined
    outcomes = Outcome.objects.filter(workshop__initiative__in=keys).waiting().order_by()
    columns = [f"workshop__initiative__{name}" for name in SHOWN]
    counted = outcomes.values(*columns).annotate(waiting=Count("pk"), due=Min("workshop__feedback_due"))
    dated = counted.filter(due__isnull=False).annotate(of_all=Window(Count("workshop__initiative__id")))
    rows = dated.order_by("due", columns[0]).values_list(*columns, "waiting", "due", "of_all")[:most]
    found = [(Initiative.from_db(None, SHOWN, row[:3]), *row[3:]) for row in rows]
    return [WaitingFeedback(*each) for *each, _of_all in found], found[0][-1] if found else 0
