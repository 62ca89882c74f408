"""The filter of the toolkit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Cost, Family, Format, Method
from .published import SearchableQuerySet


class MethodFilterForm(forms.Form):
    """Words and limits; everything is optional and nothing is remembered."""

    q = forms.CharField(label=_("What do you want to achieve?"), max_length=100, required=False)
    family = forms.MultipleChoiceField(
        label=_("Kind"), choices=Family.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    minutes = forms.TypedChoiceField(
        label=_("Time you have"),
        choices=[
            ("", _("Any time")),
            (30, _("Half an hour")),
            (60, _("1 hour")),
            (120, _("2 hours")),
            (240, _("Half a day")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    people = forms.IntegerField(label=_("Number of people"), min_value=1, max_value=10_000, required=False)
    skill = forms.TypedChoiceField(
        label=_("Experience needed"),
        choices=[("", _("Any")), (1, _("None")), (2, _("Some at most"))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    cost = forms.MultipleChoiceField(
        label=_("Costs"), choices=Cost.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    format = forms.ChoiceField(
        label=_("Where"),
        choices=[
            ("", _("Anywhere")),
            (Format.ONSITE, Format.ONSITE.label),
            (Format.ONLINE, Format.ONLINE.label),
        ],
        required=False,
    )

    def methods(self) -> SearchableQuerySet:
        """Give the methods that fit; a field that does not hold a sensible value does not limit."""
        self.is_valid()
        wanted = self.cleaned_data
        found = Method.objects.published().matching(wanted.get("q") or "")
        limits: dict[str, Any] = {}
        if wanted.get("family"):
            limits["family__in"] = wanted["family"]
        if wanted.get("minutes"):
            limits["minutes_min__lte"] = wanted["minutes"]
        if wanted.get("people"):
            limits["group_min__lte"] = wanted["people"]
            limits["group_max__gte"] = wanted["people"]
        if wanted.get("skill"):
            limits["skill__lte"] = wanted["skill"]
        if wanted.get("cost"):
            limits["cost__in"] = wanted["cost"]
        if wanted.get("format"):
            limits["format__in"] = [wanted["format"], Format.BOTH]
        return found.filter(**limits)
