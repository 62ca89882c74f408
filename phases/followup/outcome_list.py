"""The outcomes of an initiative as a list: what waits for feedback first, filtered, a page at a time by key."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypedDict
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext

from projects.drawn import SOME_ID, drawn_once
from projects.models import Initiative, Role
from projects.typed_text import has_words
from toolkit.search import SearchWords

from ..models import ASKS, UNANSWERED, FeedbackKind, Outcome, OutcomeKind, asks_for_feedback
from ..progress.feedback_debt import with_telling
from ..progress.report_back import ICONS

PAGE_SIZE = 50
MAX_WORDS, MAX_LETTERS = 60, 60
"""So much of an outcome stands in a list, and in the name of a link."""
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


class OutcomeRow(TypedDict):
    """An outcome as it stands in a list: what was said, and what is done with it.

    `words` is the text up to what a list shows (of a quote only the template knows), `short` as a link names it.
    """

    key: str
    text: str
    words: str
    short: str
    is_quote: bool
    kind: str
    group: str
    group_is_typed: bool
    theme: str
    said_on: date
    stand: str
    has_feedback: bool
    feedback_url: str


COLUMNS = (
    *("pk", "text", "kind", "asks", "several_groups", "workshop_id", "was_told", "created_at", "rank", "due"),
    *("stakeholder__name", "theme__name", "own__kind", "of_theme__kind"),
    *("workshop__initiative_id", "workshop__starts_at", "workshop__time_zone", "workshop__feedback_due"),
)
"""What a row is made of: fewer columns than the models of an outcome and of all it points to."""


@dataclass(frozen=True)
class OutcomePage:
    """A page of a list of outcomes, after the outcome `after` (an id), or from the beginning."""

    rows: Any
    after: str = ""

    @cached_property
    def _found(self) -> list[dict[str, Any]]:
        rows = self._later().values(*COLUMNS)
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

    @cached_property
    def outcomes(self) -> list[OutcomeRow]:
        found = self._found[:PAGE_SIZE]
        if not found:
            return []
        places = [found[0]["workshop__initiative_id"], SOME_ID, SOME_ID]
        address = reverse("phases:outcome-feedback", args=places).split(str(SOME_ID))
        today = timezone.localdate()
        return [_row(values, address, today) for values in found]

    @property
    def next_after(self) -> str:
        """Return after which outcome the next page begins; empty on the last page."""
        return self.outcomes[-1]["key"] if len(self._found) > PAGE_SIZE else ""

    @cached_property
    def count(self) -> int:
        """Return how many outcomes all pages have; the first page knows it by itself."""
        if self.after:
            return int(self.rows.count())
        return int(self._found[0]["of_all"]) if self._found else 0


def _row(values: dict[str, Any], address: list[str], today: date) -> OutcomeRow:
    before, between, after = address
    key, text, group = str(values["pk"]), values["text"], values["stakeholder__name"] or ""
    is_quote = values["kind"] == OutcomeKind.QUOTE
    feedback = values["own__kind"] or values["of_theme__kind"] or ""
    return OutcomeRow(
        key=key,
        text=text,
        words="" if is_quote else _first_words(text),
        short=_first_letters(text),
        is_quote=is_quote,
        kind=str(OutcomeKind(values["kind"]).label),
        group=group or (gettext("Several groups") if values["several_groups"] else ""),
        group_is_typed=bool(group),
        theme=values["theme__name"] or "",
        said_on=values["workshop__starts_at"].astimezone(ZoneInfo(values["workshop__time_zone"])).date(),
        stand=_stand(values, feedback, today),
        has_feedback=bool(feedback),
        feedback_url=f"{before}{values['workshop_id']}{between}{key}{after}",
    )


def _first_words(text: str) -> str:
    return text if len(text) < MAX_WORDS else Truncator(text).words(MAX_WORDS)


def _first_letters(text: str) -> str:
    return text if len(text) <= MAX_LETTERS else f"{text[: MAX_LETTERS - 1]}…"


def _stand(values: dict[str, Any], feedback: str, today: date) -> str:
    """Draw what is done with an outcome, or until when it waits."""
    due = values["workshop__feedback_due"]
    if feedback:
        return drawn_stand(kind=feedback, told=values["was_told"])
    if not asks_for_feedback(values["kind"], values["asks"], due):
        return drawn_stand()
    days_late = max(0, (today - due).days) if due else 0
    return drawn_stand(waits=True, days_late=days_late, due=None if days_late else due)


def drawn_stand(
    *, kind: str = "", told: bool = False, waits: bool = False, days_late: int = 0, due: date | None = None
) -> str:
    """Draw the feedback of a `kind` and whether it was `told`; or that it `waits`, and until when or how long."""
    words = str(FeedbackKind(kind).label) if kind else ""
    icon = ICONS[kind] if kind else ""
    values = {"icon": icon, "words": words, "told": told, "waits": waits, "days_late": days_late, "due": due}
    return drawn_once("phases/followup/_stand.html", **values)
