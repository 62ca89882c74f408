"""The themes of an initiative as a list, each with what is known of its outcomes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, Subquery
from django.utils import timezone

from projects.models import Initiative

from ..models import ASKS, UNANSWERED, Feedback, FeedbackKind, Outcome, Theme
from ..progress.feedback_debt import with_telling


@dataclass(frozen=True)
class ThemeRow:
    """A theme with how many outcomes it holds, how many of these wait until `due`, and of how many people were not told.

    `kind` says what is done with it, empty where nobody said so yet. The outcomes were said from `first` to `last`.
    """

    theme: Theme
    kind: str = ""
    size: int = 0
    waiting: int = 0
    untold: int = 0
    due: date | None = None
    first: Any = None
    last: Any = None

    @property
    def days_late(self) -> int:
        late = (timezone.localdate() - self.due).days if self.due else 0
        return max(0, late)

    @property
    def kind_words(self) -> str:
        return str(FeedbackKind(self.kind).label) if self.kind else ""

    @property
    def is_told(self) -> bool:
        return not self.untold

    @property
    def is_one_day(self) -> bool:
        """Tell whether all of it was said on one day."""
        return bool(self.first) and timezone.localdate(self.first) == timezone.localdate(self.last)


def theme_rows(initiative: Initiative) -> list[ThemeRow]:
    """Return the themes in their order, in two queries."""
    standing = Feedback.objects.standing().filter(theme=OuterRef("pk"))
    themes = list(initiative.themes.annotate(kind=Subquery(standing.values("kind")[:1])))
    waits = ASKS & UNANSWERED
    counted: Any = (
        with_telling(Outcome.objects.filter(theme__in=themes))
        .order_by()
        .values("theme")
        .annotate(
            size=Count("pk"),
            waiting=Count("pk", filter=waits),
            untold=Count("pk", filter=~UNANSWERED & Q(was_told=False)),
            due=Min("workshop__feedback_due", filter=waits),
            first=Min("workshop__starts_at"),
            last=Max("workshop__starts_at"),
        )
    )
    of = {row.pop("theme"): row for row in counted}
    return [ThemeRow(theme, theme.kind or "", **of.get(theme.pk, {})) for theme in themes]
