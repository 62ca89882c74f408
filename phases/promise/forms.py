"""The form of a promise: a change is a new version, and asks what people were told about it."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.forms import IdempotentForm, VersionedForm
from projects.forms.base import MAX_VERSION, DryRunForm
from projects.forms.dates import ThreePartDateField, validate_past
from projects.forms.fields import CleanedField, WholeNumberField
from projects.forms.layout import form_helper
from projects.models import MAX_FEEDBACK_DAYS, MIN_FEEDBACK_DAYS, Engagement, Initiative

from ..models import MEANING, Promise

PROMISED = ("level", "fixed", "negotiable", "decided_by", "decided_on", "follow_up", "feedback_days")
COUNTED_ON = ("level", "decided_by", "decided_on", "feedback_days")
"""What people count on: they are told of every change of it. In the rest a word may be put right silently."""
TOLD = ("told", "told_on", "told_how")
STILL_TO_COME = _("This day is still to come. Fill in the day on which you told it.")


class LevelSelect(forms.RadioSelect):
    """The five levels, each with what it means below it."""

    descriptions = MEANING


class TellingForm(DryRunForm):
    """When and how people heard of a change."""

    told_on = ThreePartDateField(label=_("When did you tell it?"), initial=timezone.localdate)
    told_how = CleanedField(label=_("How, and to whom?"), max_length=200)

    def __init__(self, *args: Any, initiative: Initiative, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = form_helper(_("Save"), cancel_url=reverse("phases:promise", args=[initiative.pk]))

    def clean_told_on(self) -> date | None:
        return validate_past(self.cleaned_data["told_on"], STILL_TO_COME)


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PromiseForm(IdempotentForm, VersionedForm):
    """What people may expect. `version` is the one that was in force when it was filled in; 0 is none."""

    version = WholeNumberField(widget=forms.HiddenInput, min_value=0, max_value=MAX_VERSION)
    level = forms.ChoiceField(
        label=_("How much influence do people get?"), choices=Engagement.choices, widget=LevelSelect
    )
    fixed = CleanedField(
        label=_("What is fixed, and why?"),
        help_text=_("What was decided already. Say it honestly, so that nobody expects too much."),
        max_length=1_000,
        widget=_lines(3),
    )
    negotiable = CleanedField(
        label=_("What is still open?"),
        help_text=_("What people can really still change."),
        max_length=1_000,
        widget=_lines(3),
    )
    decided_by = CleanedField(
        label=_("Who decides in the end?"),
        help_text=_("For example: the city council, or the alderman for work."),
        max_length=200,
    )
    decided_on = ThreePartDateField(label=_("When is it decided?"), required=False)
    follow_up = CleanedField(
        label=_("What happens with what people say?"), max_length=1_000, widget=_lines(3)
    )
    feedback_days = WholeNumberField(
        label=_("Within how many days do people hear back?"),
        help_text=_("Counted from the day of each workshop."),
        min_value=MIN_FEEDBACK_DAYS,
        max_value=MAX_FEEDBACK_DAYS,
    )
    told = CleanedField(
        label=_("What do you tell people about this change?"),
        help_text=_("As they will read it. Say what changes, and why."),
        max_length=1_000,
        required=False,
        widget=_lines(3),
    )
    told_on = ThreePartDateField(label=_("When did you tell it?"), required=False)
    told_how = CleanedField(label=_("How, and to whom?"), max_length=200, required=False)

    def __init__(self, *args: Any, initiative: Initiative, latest: Promise | None, **options: Any) -> None:
        initial = {name: getattr(latest, name) for name in PROMISED} if latest else {}
        days = {"feedback_days": initiative.organisation.feedback_days}
        options["initial"] = {**days, **initial, "version": latest.version if latest else 0}
        super().__init__(*args, **options)
        self.latest = latest
        hidden = ("version", "submission_key")
        told = [Div(*TOLD, template="phases/promise/_told.html")] if latest else []
        if not latest:
            for name in TOLD:
                del self.fields[name]
        self.helper = form_helper(
            _("Save the promise"), cancel_url=initiative.get_absolute_url(), depends=("told",)
        )
        self.helper.layout = Layout(*PROMISED, *told, *hidden)

    def clean(self) -> dict[str, Any]:
        """Refuse a version that changes nothing; a change of what people count on says what they are told about it.

        Who wrote on an older version is shown what stands there by now, before anything is asked about a change.
        """
        cleaned: dict[str, Any] = super().clean() or {}
        if self.latest is None or self.errors or cleaned["version"] != self.latest.version:
            return cleaned
        changed = {name for name in PROMISED if cleaned[name] != getattr(self.latest, name)}
        if not changed:
            self.add_error(None, _("This is the promise that is in force already. Change something first."))
        elif not cleaned["told"] and (changed & set(COUNTED_ON) or cleaned["told_on"] or cleaned["told_how"]):
            self.add_error("told", _("Write down what you tell people about this change."))
        elif cleaned["told_how"] and not cleaned["told_on"]:
            self.add_error("told_on", _("Fill in the day too, or leave both empty until you told it."))
        return cleaned

    def clean_told_on(self) -> date | None:
        return validate_past(self.cleaned_data["told_on"], STILL_TO_COME)

    def promise(self) -> dict[str, Any]:
        """Return the cleaned values by the name of the model's field."""
        return {name: self.cleaned_data[name] for name in (*PROMISED, *TOLD) if name in self.cleaned_data}
