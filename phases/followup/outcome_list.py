"""The outcomes of an initiative as a list: what waits for feedback first, filtered, a page at a time by key."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import Coalesce

from projects.models import Initiative, Role
from projects.typed_text import has_words
from toolkit.search import SearchWords

from ..models import ASKS, UNANSWERED, Outcome
from ..progress.feedback_debt import with_telling

PAGE_SIZE = 50
WAITING, UNTOLD, TOLD, UNASKED = "waiting", "untold", "told", "unasked"
STATES: dict[str, Q] = {
    WAITING: ASKS & UNANSWERED,
    UNTOLD: ~UNANSWERED & Q(was_told=False),
    TOLD: ~UNANSWERED & Q(was_told=True),
    UNASKED: ~ASKS & UNANSWERED,
}
"""What each choice of the filter keeps."""
ORDER = ("rank", "due", "created_at", "pk")


@dataclass(frozen=True)
class OutcomeFilter:
    """What a list of outcomes is narrowed to; an empty value narrows nothing. `group` is an id, or several."""

    words: SearchWords
    state: str = ""
    kind: str = ""
    group: UUID | None = None
    workshop: UUID | None = None
    question: str = ""

    @property
    def is_set(self) -> bool:
        return bool(
            self.words.used or self.state or self.kind or self.group or self.workshop or self.question
        )

    def apply(self, rows: Any) -> Any:
        """Narrow `rows`, a queryset of outcomes with feedback."""
        exact = {
            "kind": self.kind,
            "stakeholder": self.group,
            "workshop": self.workshop,
            "question__code": self.question,
        }
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        if self.state:
            rows = rows.filter(STATES[self.state])
        if self.words.used:
            texts = rows.order_by().values_list("pk", "text")
            rows = rows.filter(pk__in=[pk for pk, text in texts if has_words(text, self.words.used)])
        return rows


def outcomes_in_order(initiative: Initiative, role: Role) -> Any:
    """Return the outcomes that `role` may read, what waits first, soonest first."""
    rows = with_telling(Outcome.objects.filter(workshop__initiative=initiative).readable_by(role))
    waits = Case(When(STATES[WAITING], then=0), default=1, output_field=IntegerField())
    due = Coalesce(F("workshop__feedback_due"), Value(date.max))
    return rows.annotate(rank=waits, due=due).order_by(*ORDER)


@dataclass(frozen=True)
class OutcomePage:
    """A page of a list of outcomes, after the outcome `after` (an id), or from the beginning."""

    rows: Any
    after: str = ""

    @cached_property
    def _found(self) -> list[Any]:
        related = ("workshop", "stakeholder", "question", "theme")
        rows = self._later().select_related(*related).prefetch_related("feedback", "theme__feedback")
        if not self.after:
            rows = rows.annotate(of_all=Window(Count("pk")))
        return list(rows[: PAGE_SIZE + 1])

    def _later(self) -> Any:
        """Keep what comes after the outcome the page before ended with; one that is not there begins anew."""
        try:
            last = self.rows.filter(pk=UUID(self.after)).values(*ORDER).first() if self.after else None
        except ValueError:
            last = None
        if last is None:
            return self.rows
        later, same = Q(), Q()
        for name in ORDER:
            later |= same & Q(**{f"{name}__gt": last[name]})
            same &= Q(**{name: last[name]})
        return self.rows.filter(later)

    @property
    def outcomes(self) -> list[Outcome]:
        return self._found[:PAGE_SIZE]

    @property
    def next_after(self) -> str:
        """Return after which outcome the next page begins; empty on the last page."""
        return str(self.outcomes[-1].pk) if len(self._found) > PAGE_SIZE else ""

    @cached_property
    def count(self) -> int:
        """Return how many outcomes all pages have; the first page knows it by itself."""
        if self.after:
            return int(self.rows.count())
        return int(self._found[0].of_all) if self._found else 0
