"""Long lists in pages by key: the last page costs what the first one costs, however long the list is."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q


@dataclass(frozen=True)
class KeyPage:
    """A page of `queryset`, in the order of the moment `by` and then of the id: latest first, or soonest first.

    `after` is the place that `next_after` of the page before gave; with anything else the list begins anew.
    """

    SIZE: ClassVar[int] = 50

    queryset: Any
    by: str
    after: str = ""
    soonest_first: bool = False

    @property
    def rows(self) -> list[Any]:
        return self._found[: self.SIZE]

    @property
    def next_after(self) -> str:
        """Return the place at which the next page begins; empty on the last page."""
        if len(self._found) <= self.SIZE:
            return ""
        last = self.rows[-1]
        return f"{getattr(last, self.by).isoformat()}_{last.pk}"

    @cached_property
    def _found(self) -> list[Any]:
        sign = "" if self.soonest_first else "-"
        rows = self.queryset.order_by(f"{sign}{self.by}", f"{sign}pk")
        if self._place is not None:
            rows = rows.filter(self._later(*self._place))
        return list(rows[: self.SIZE + 1])

    def _later(self, moment: datetime, key: UUID) -> Q:
        """Say it so that an index by moment and id leads straight to the place."""
        beyond = "gt" if self.soonest_first else "lt"
        later = Q(**{f"{self.by}__{beyond}": moment}) | Q(**{self.by: moment, f"pk__{beyond}": key})
        return Q(**{f"{self.by}__{beyond}e": moment}) & later

    @cached_property
    def _place(self) -> tuple[datetime, UUID] | None:
        moment, _, key = self.after.partition("_")
        try:
            place = datetime.fromisoformat(moment), UUID(key)
        except ValueError:
            return None
        return place if place[0].tzinfo else None
