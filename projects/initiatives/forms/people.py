"""Choosing a person: from a list or, where that would be too long, by a name or an e-mail address."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ...forms.fields import CleanedField
from ...models import User
from ...typed_text import dutch_order, has_words, isolated

MOST_IN_A_LIST = 100
MOST_NAMED = 5
"""So many are named when more than one has what was typed."""

People = Sequence[tuple[Any, Any]]
"""Groups, each with its name and its rows (a queryset of what has a `user`)."""


def person_field(groups: People, *, label: Any, nobody: Any) -> forms.Field:
    """Return the field for one of these people; its value is the `User`. `nobody` stands first in a list."""
    found = [(name, list(rows.select_related("user")[: MOST_IN_A_LIST + 1])) for name, rows in groups]
    if sum(len(rows) for _name, rows in found) > MOST_IN_A_LIST:
        return TypedPersonField(groups, label=label)
    return ListedPersonField(found, label=label, nobody=nobody)


def described(name: str, email: str) -> str:
    return f"{isolated(name)} ({email})"


class ListedPersonField(forms.ChoiceField):
    """A list of people; with more than one group it shows the names of the groups."""

    def __init__(self, groups: Sequence[tuple[Any, list[Any]]], *, label: Any, nobody: Any) -> None:
        self.people = {str(row.pk): row.user for _name, rows in groups for row in rows}
        lists = [(name, self._choices(rows)) for name, rows in groups if rows]
        choices = lists if len(groups) > 1 else [choice for _name, rows in lists for choice in rows]
        super().__init__(label=label, choices=[("", nobody), *choices])

    @staticmethod
    def _choices(rows: list[Any]) -> list[tuple[str, str]]:
        in_order = sorted(rows, key=lambda row: (dutch_order(row.user.name), row.user.email))
        return [(str(row.pk), described(row.user.name, row.user.email)) for row in in_order]

    def clean(self, value: Any) -> Any:
        return self.people.get(super().clean(value))


class TypedPersonField(CleanedField):
    """A name or an e-mail address that one of the people has."""

    def __init__(self, groups: People, *, label: Any) -> None:
        self.groups = groups
        super().__init__(label=label, help_text=_("Type the e-mail address, or the name."), max_length=254)

    def clean(self, value: Any) -> Any:
        """Return who has this address, else who alone has these words in name or address."""
        typed = super().clean(value)
        columns = ("user", "user__name", "user__email")
        rows = {row for _name, people in self.groups for row in people.values_list(*columns)}
        exact = [row for row in rows if row[2].casefold() == typed.casefold()]
        found = exact or [row for row in rows if has_words(f"{row[1]} {row[2]}", typed)]
        if len(found) == 1:
            return User.objects.get(pk=found[0][0])
        if not found:
            raise ValidationError(_("No colleague has this name or e-mail address."), code="unknown")
        in_order = sorted(found, key=lambda row: (dutch_order(row[1]), row[2]))
        named = ", ".join(described(name, email) for _pk, name, email in in_order[:MOST_NAMED])
        more = "…" if len(found) > MOST_NAMED else ""
        raise ValidationError(
            _("More than one colleague has this: %(people)s. Type the e-mail address."),
            code="several",
            params={"people": named + more},
        )
