"""The themes of an initiative as a list, each with what is known of its outcomes."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from projects.drawn import drawn_once
from projects.fixed_sql import as_day, as_id, as_moment, fetch_all
from projects.models import Initiative

from ..models import ASKING, Feedback, Theme
from ..progress.feedback_debt import ASKS_SQL, STANDING_SQL, TOLD_SQL
from .outcome_list import drawn_stand


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
    def is_told(self) -> bool:
        return not self.untold

    @property
    def about(self) -> str:
        """Draw how many outcomes it holds, and of which days."""
        days = [timezone.localdate(each) if each else None for each in (self.first, self.last)]
        return drawn_once("phases/followup/_theme_about.html", size=self.size, first=days[0], last=days[1])

    @property
    def stand(self) -> str:
        """Draw what is done with it, or until when it waits."""
        if self.kind:
            return drawn_stand(kind=self.kind, told=self.is_told)
        late = self.days_late if self.waiting else 0
        due = self.due if self.waiting and not late else None
        return drawn_stand(waits=bool(self.waiting), days_late=late, due=due)


@dataclass(frozen=True)
class ThemePage:
    """Some of the themes in their order: `typed` is how many themes stand before them, as an address says it."""

    SIZE: ClassVar[int] = 20

    all_rows: list[ThemeRow]
    typed: str = ""

    @property
    def start(self) -> int:
        """Return how many themes stand before these; an odd number begins anew."""
        given = int(self.typed) if re.fullmatch("[0-9]{1,5}", self.typed) else 0
        return given if given < len(self.all_rows) else 0

    @property
    def rows(self) -> list[ThemeRow]:
        return self.all_rows[self.start : self.start + self.SIZE]

    @property
    def count(self) -> int:
        return len(self.all_rows)

    @property
    def before(self) -> int | None:
        """Return where the page before begins."""
        return max(0, self.start - self.SIZE) if self.start else None

    @property
    def after(self) -> int | None:
        """Return where the next page begins."""
        end = self.start + self.SIZE
        return end if end < self.count else None


def place_in_list(theme: Theme, **query: str) -> str:
    """Return the address at which a theme stands in the list."""
    before = theme.initiative.themes.filter(place__lt=theme.place).count()
    query |= {"themes": str(before // ThemePage.SIZE * ThemePage.SIZE)} if before >= ThemePage.SIZE else {}
    where = reverse("phases:feedback", args=[theme.initiative_id])
    return f"{where}?{urlencode(query)}#theme-{theme.pk}" if query else f"{where}#theme-{theme.pk}"


def theme_rows(initiative: Initiative) -> list[ThemeRow]:
    """Return the themes in their order, in two queries; of what they hold one that is written out."""
    standing = Feedback.objects.standing().filter(theme=OuterRef("pk"))
    themes = list(initiative.themes.annotate(kind=Subquery(standing.values("kind")[:1])))
    of = themes_held(initiative) if themes else {}
    return [ThemeRow(theme, theme.kind or "", *of.get(theme.pk, ())) for theme in themes]


def themes_held(initiative: Initiative) -> dict[UUID, tuple[Any, ...]]:
    """Return what each theme holds: how many outcomes, waiting and untold ones, until when, and the first and last day."""
    rows = fetch_all(_HELD, *ASKING, *ASKING, initiative.pk)
    return {
        as_id(theme): (*counts, as_day(due), as_moment(first), as_moment(last))
        for theme, *counts, due, first, last in rows
    }


_WAITS = f"own.id IS NULL AND of_theme.id IS NULL AND {ASKS_SQL}"
_HELD = f"""
    SELECT o.theme_id, COUNT(*), COUNT(*) FILTER (WHERE {_WAITS}),
      COUNT(*) FILTER (WHERE (own.id IS NOT NULL OR of_theme.id IS NOT NULL) AND NOT {TOLD_SQL}),
      MIN(w.feedback_due) FILTER (WHERE {_WAITS}), MIN(w.starts_at), MAX(w.starts_at)
    FROM phases_outcome o
    {STANDING_SQL}
    WHERE w.initiative_id = %s AND o.theme_id IS NOT NULL
    GROUP BY o.theme_id
"""  # noqa: S608 - nothing of it was typed
