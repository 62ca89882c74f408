"""The filter of the toolkit."""

import re
import unicodedata
from operator import attrgetter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import Cost, Family, Format, Method, Skill
from .search import (
    Condition,
    Found,
    SearchWords,
    closeness,
    counts,
    filter_methods,
    is_named,
    published_methods,
    suits_people,
    suits_place,
    time_of,
)
from .stems import in_order

MANY: dict[str, Any] = {
    "family": lambda method: method.family,
    "time": time_of,
    "skill": lambda method: str(method.skill),
    "cost": lambda method: method.cost,
}
"""The filters in which more than one choice can be ticked, with the value each method has there."""

ORDERS: dict[str, Any] = {
    "shortest": lambda method: (method.minutes_min or 100_000, method.position),
    "name": lambda method: in_order(str(method.name)),
}


def _one_of(value_of: Any, chosen: set[str]) -> Condition:
    return lambda method: value_of(method) in chosen


class PeopleField(forms.IntegerField):
    """A number of people in a text field, with figures of every script, and a space or a dot between thousands."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Fill in a number from 1 to 10,000.")}

    def to_python(self, value: Any) -> int | None:
        typed = unicodedata.normalize("NFKC", str(value or "")).strip()
        digits = re.sub(r"(?<=\d)[ .,](?=\d{3}(?!\d))", "", typed)
        if digits and not (re.fullmatch(r"\d{1,6}", digits) and 1 <= int(digits) <= 10_000):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(digits) if digits else None


class MethodFilterForm(forms.Form):
    """Words and limits; everything is optional, nothing is remembered, and odd input limits nothing."""

    q = forms.CharField(label=_("What do you want to achieve?"), required=False)
    family = forms.MultipleChoiceField(
        label=_("Kind"), choices=Family.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    time = forms.MultipleChoiceField(
        label=_("Time"),
        choices=[("hour", _("Up to an hour")), ("half-day", _("Half a day")), ("longer", _("Longer"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    skill = forms.MultipleChoiceField(
        label=_("Experience of the facilitator"),
        choices=[(str(value), label) for value, label in Skill.choices],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    cost = forms.MultipleChoiceField(
        label=_("Costs"), choices=Cost.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    place = forms.ChoiceField(
        label=_("Where"),
        choices=[
            ("", _("Anywhere")),
            (Format.ONSITE, Format.ONSITE.label),
            (Format.ONLINE, Format.ONLINE.label),
        ],
        required=False,
    )
    people = PeopleField(label=_("Number of people"), required=False)
    without_reading = forms.BooleanField(label=_("Works without reading or writing"), required=False)
    without_digital = forms.BooleanField(label=_("Works without digital skills"), required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        choices=[("", _("Fits best")), ("shortest", _("Shortest first")), ("name", _("Name"))],
        required=False,
    )

    @property
    def search_words(self) -> SearchWords:
        """Return the words that are searched for; too many letters are no error."""
        return SearchWords.of(self.data)

    def words(self) -> str:
        return self.search_words.used

    def conditions(self) -> dict[str, Condition]:
        self.is_valid()
        wanted = self.cleaned_data
        asked: dict[str, Condition] = {}
        if words := self.words():
            matching = set(Method.objects.published().matching(words).values_list("pk", flat=True))
            asked["q"] = lambda method: method.pk in matching
        for name, value_of in MANY.items():
            if chosen := wanted.get(name):
                asked[name] = _one_of(value_of, set(chosen))
        if place := wanted.get("place"):
            asked["place"] = lambda method: suits_place(method, place)
        if people := wanted.get("people"):
            asked["people"] = lambda method: suits_people(method, people)
        for name in ("without_reading", "without_digital"):
            if wanted.get(name):
                asked[name] = attrgetter(name)
        return asked

    def search(self) -> tuple[Found, dict[str, dict[str, int]], int]:
        """Return what is found, how many each choice would give, and how many methods there are."""
        everything = published_methods()
        conditions = self.conditions()
        found = filter_methods(everything, conditions)
        words, order = self.words(), self.cleaned_data.get("order")
        if not found.methods and words:
            stems = {method.pk: method.stems for method in everything}
            found = filter_methods(everything, conditions, closeness(words, stems))
        if order:
            found.methods.sort(key=ORDERS[order])
        elif words:
            found.methods.sort(key=lambda method: (not is_named(method, words), method.position))
        numbers = {
            name: dict(counts(everything, conditions, name, value_of)) for name, value_of in MANY.items()
        }
        return found, numbers, len(everything)

    def name_of(self, condition: str) -> str:
        return gettext("Your words") if condition == "q" else str(self.fields[condition].label)

    def chosen(self) -> list[str]:
        """Return the labels of the limits that are set, for the line that says what is chosen."""
        wanted, labels = self.cleaned_data, []
        for name in MANY:
            names = dict(self.fields[name].choices)  # type: ignore[attr-defined]  # a field of choices
            labels += [str(names[value]) for value in wanted.get(name) or []]
        if place := wanted.get("place"):
            labels.append(str(Format(place).label))
        if people := wanted.get("people"):
            labels.append(f"{self.fields['people'].label}: {people}")
        labels += [
            str(self.fields[name].label)
            for name in ("without_reading", "without_digital")
            if wanted.get(name)
        ]
        return labels
