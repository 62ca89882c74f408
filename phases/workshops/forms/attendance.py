"""How many people of each group were at a workshop."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from projects.forms import DryRunForm
from projects.forms.fields import WholeNumberField
from projects.models import Stakeholder

from ...models import Workshop


def validate_workshop_date(workshop: Workshop, data: Mapping[str, Any]) -> None:
    """Refuse what happened at a workshop of a later day, unless the post says `sure`.

    Raises ValidationError with the question; the page that shows it posts `sure` the next time.
    """
    if workshop.is_of_a_later_day and data.get("sure") != "yes":
        day = date_format(workshop.local_start, "l j F Y")
        raise ValidationError(
            _(
                "According to the plan this workshop is on %(day)s. "
                "Has it already taken place? Then save once more, or change the plan."
            ),
            code="later_day",
            params={"day": day},
        )


ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CONCURRENT_CHANGE = "counted_meanwhile"
"""The code of the error that a colleague changed the same number."""


@dataclass(frozen=True, slots=True)
class Count:
    """A group with its number: `value` as it stands in the field, `initial` as the page first showed it."""

    group: Stakeholder
    field: BoundField
    value: Any
    initial: Any
    error: str


class AttendanceForm(DryRunForm):
    """A number for each group of the register; empty means that nobody counted.

    A page posts each number as `people-<id>`, with `initial-<id>` for what stood there. A number that did not
    change on this page is left alone, so that two people can count in one room; where both changed the same
    number, the later one is asked.
    """

    def __init__(
        self,
        *args: Any,
        workshop: Workshop,
        stakeholders: Iterable[Stakeholder],
        counts: dict[Any, int],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.workshop, self.counts = workshop, counts
        self.stakeholders = list(stakeholders)
        for row in self.stakeholders:
            self.fields[f"people-{row.pk}"] = WholeNumberField(
                label=row.name,
                min_value=0,
                max_value=10_000,
                required=False,
                initial=counts.get(row.pk),
                widget=forms.TextInput({"class": "utrecht-textbox num"}),
                error_messages={"range": _("Fill in a whole number. It is from %(least)s to %(most)s.")},
            )

    @staticmethod
    def groups_in(data: Mapping[str, Any]) -> set[UUID]:
        """Return the ids of the groups of which a number was sent."""
        sent = (name.removeprefix("people-") for name in data if name.startswith("people-"))
        return {UUID(key) for key in sent if ID.fullmatch(key)}

    def clean(self) -> dict[str, Any]:
        """Ask when the day is still to come, and when a colleague counted another number meanwhile."""
        cleaned: dict[str, Any] = super().clean() or {}
        changed = self.changed_counts()
        if changed or self.errors:
            validate_workshop_date(self.workshop, self.data)
        for row, people in changed.items():
            seen, stored = self.data.get(f"initial-{row.pk}"), self.counts.get(row.pk)
            now = "" if stored is None else str(stored)
            if seen is not None and now not in {seen.strip(), "" if people is None else str(people)}:
                words = _(
                    "A colleague filled in %(now)s meanwhile. Which number is right? Save it once more."
                )
                nothing = _("A colleague emptied this meanwhile. Which number is right? Save it once more.")
                told = (words % {"now": now}) if now else nothing
                self.add_error(f"people-{row.pk}", ValidationError(told, code=CONCURRENT_CHANGE))
        return cleaned

    def rows(self) -> list[Count]:
        return [self._row(row, f"people-{row.pk}", f"initial-{row.pk}") for row in self.stakeholders]

    def posted_rows(self) -> list[Count]:
        return [row for row in self.rows() if row.field.name in self.data]

    def _row(self, group: Stakeholder, name: str, initial: str) -> Count:
        stored = self.counts.get(group.pk)
        errors: Any = self.errors.get(name, [])
        asked = self.has_error(name, CONCURRENT_CHANGE)
        return Count(
            group=group,
            field=self[name],
            value=self.data.get(name, stored),
            initial=self.data.get(initial, stored) if self.errors and not asked else stored,
            error=str(errors[0]) if errors else "",
        )

    def changed_counts(self) -> dict[Stakeholder, int | None]:
        """Return the numbers that were changed on the page; None takes a group's number away."""
        changed = {}
        for row in self.stakeholders:
            name, initial = f"people-{row.pk}", f"initial-{row.pk}"
            given = name in self.data and name in self.cleaned_data
            if given and self.data.get(initial) != self.data[name]:
                changed[row] = self.cleaned_data[name]
        return changed
