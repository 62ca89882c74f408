"""When and how people were told what is done with what they said, and to which groups."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.forms import IdempotentForm
from projects.forms.dates import ThreePartDateField, validate_past
from projects.forms.fields import CleanedField
from projects.forms.layout import form_helper
from projects.models import Initiative, Stakeholder
from projects.typed_text import isolated

from ...progress.report_back import Sheet


class GroupsField(forms.ModelMultipleChoiceField):
    """Groups of the register, to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return isolated(obj.name)


class TellingForm(IdempotentForm):
    """That people were told what stands on a sheet. `shown` is the hash of what stood there: only that was told."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
    told_on = ThreePartDateField(label=_("When did you tell it?"), initial=timezone.localdate)
    how = CleanedField(
        label=_("How did you tell it?"),
        help_text=_("For example: on paper, by mail, or in the room."),
        max_length=200,
    )
    groups = GroupsField(label=_("To which groups?"), queryset=Stakeholder.objects.none(), required=False)

    def __init__(self, *args: Any, initiative: Initiative, sheet: Sheet, **options: Any) -> None:
        options["initial"] = {"shown": sheet.digest}
        super().__init__(*args, **options)
        self.sheet, self.is_stale = sheet, False
        fields: dict[str, Any] = self.fields
        fields["groups"].queryset = initiative.stakeholders.all()
        self.helper = form_helper(_("Write down that it was told"))

    def clean_told_on(self) -> Any:
        words = _("This day is still to come. Fill in the day on which you told it.")
        return validate_past(self.cleaned_data["told_on"], words)

    def clean(self) -> dict[str, Any]:
        """Refuse once what was not seen like this: somebody changed the feedback meanwhile."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.is_stale = cleaned.pop("shown", "") not in {"", self.sheet.digest}
        if self.is_stale:
            typed: Any = self.data.copy()  # type: ignore[attr-defined]  # a form that was sent
            typed[self.add_prefix("shown")] = self.sheet.digest
            self.data = typed
            words = _(
                "What stands on this sheet changed meanwhile. Is this what you told? Then send it once more."
            )
            self.add_error(None, words)
        return cleaned

    @property
    def status(self) -> int:
        return (409 if self.is_stale else 422) if self.is_bound else 200

    def told(self) -> dict[str, Any]:
        """Return the cleaned values by the name of the model's field."""
        return {name: self.cleaned_data[name] for name in ("told_on", "how", "groups")}
