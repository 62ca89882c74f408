"""Forms of the stakeholder register."""

from typing import Any

from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ...forms.base import IdempotentForm, VersionedForm
from ...forms.fields import CleanedField, validate_distinct
from ...forms.layout import form_helper
from ...models import Engagement, Initiative, Kind, Level, Stakeholder
from ...typed_text import INDEXED_ROOM

FIELDS = ("name", "kind", "end_users", "stake", "influence", "interest", "engagement")


class StakeholderForm(forms.Form):
    """A group or body: what it is, what is at stake for it, and how it takes part."""

    name = CleanedField(
        label=_("What is the group or body called?"),
        help_text=_("No names of private persons."),
        max_length=120,
        room=INDEXED_ROOM,
    )
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=[("", _("Not filled in")), *Kind.choices], required=False
    )
    end_users = forms.BooleanField(
        label=_("These are end users: the service is meant for them"), required=False
    )
    stake = CleanedField(
        label=_("What is at stake for them?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    influence = forms.TypedChoiceField(
        label=_("How much can they change?"),
        choices=[("", _("Not filled in")), *Level.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    interest = forms.TypedChoiceField(
        label=_("How much does it affect them?"),
        choices=[("", _("Not filled in")), *Level.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    engagement = forms.ChoiceField(
        label=_("How do they take part?"),
        choices=[("", _("Still to choose")), *Engagement.choices],
        required=False,
    )

    def __init__(self, *args: Any, initiative: Initiative, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initiative = initiative
        self.stakeholder: Stakeholder | None = None

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if self.stakeholder is not None and name == self.stakeholder.name:
            return name
        mine = [self.stakeholder.pk] if self.stakeholder else []
        others = self.initiative.stakeholders.exclude(pk__in=mine)
        validate_distinct(
            name, others.values_list("name", flat=True), _("This group is on the register already.")
        )
        return name

    def particulars(self) -> dict[str, Any]:
        """Return the cleaned values by the name of the model's field."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class AddStakeholderForm(StakeholderForm, IdempotentForm):
    def __init__(self, *args: Any, back: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = form_helper(_("Add to the register"), cancel_url=back or _register(self.initiative))
        self.helper.add_input(Submit("another", _("Add, and fill in another one"), css_class="secondary"))


class EditStakeholderForm(StakeholderForm, VersionedForm):
    def __init__(self, *args: Any, stakeholder: Stakeholder, **options: Any) -> None:
        initial = {name: getattr(stakeholder, name) for name in (*FIELDS, "version")}
        super().__init__(*args, initiative=stakeholder.initiative, initial=initial, **options)
        self.stakeholder = stakeholder
        self.helper = form_helper(_("Save"), cancel_url=_register(self.initiative))


def _register(initiative: Initiative) -> str:
    return reverse("projects:stakeholders", args=[initiative.pk])
