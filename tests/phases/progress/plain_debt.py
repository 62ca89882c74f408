"""The debt of feedback, counted with plain queries for several initiatives."""

from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from phases.models import ASKS, UNANSWERED, Outcome
from phases.progress.feedback_debt import FeedbackDebt, with_telling


def debts_of(initiatives: Any) -> dict[Any, FeedbackDebt]:
    """Count the debt of `initiatives` (a queryset); an initiative without outcomes is left out."""
    waiting = ASKS & UNANSWERED
    counts = {
        "asking": Count("pk", filter=ASKS),
        "waiting": Count("pk", filter=waiting),
        "untold": Count("pk", filter=ASKS & ~UNANSWERED & Q(was_told=False)),
        "late": Count("pk", filter=waiting & Q(workshop__feedback_due__lt=timezone.localdate())),
        "due": Min("workshop__feedback_due", filter=waiting),
    }
    rows = with_telling(Outcome.objects.filter(workshop__initiative__in=initiatives))
    counted: Any = rows.order_by().values("workshop__initiative").annotate(**counts)
    return {row.pop("workshop__initiative"): FeedbackDebt(**row) for row in counted}
