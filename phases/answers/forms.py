"""What is posted while answering a question or ticking an item."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms import MAX_VERSION, DryRunForm
from projects.forms.fields import CleanedField, WholeNumberField

from ..models import ItemState


class AnswerForm(DryRunForm):
    """A text written on top of a version; `keep` says which of two texts stays after a conflict."""

    text = CleanedField(max_length=10_000, required=False, strip=False, widget=forms.Textarea)
    version = WholeNumberField(min_value=0, max_value=MAX_VERSION)
    keep = forms.ChoiceField(
        choices=[("mine", "mine"), ("theirs", "theirs"), ("combined", "combined")], required=False
    )
    standing = WholeNumberField(min_value=0, max_value=MAX_VERSION, required=False)
    combined = CleanedField(max_length=10_000, required=False, strip=False, widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        """Take the combined text where that is kept; else it may be as long as two texts are."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("keep") == "combined":
            cleaned["text"] = cleaned.get("combined", "")
        else:
            self.errors.pop("combined", None)
        return cleaned

    def typed(self) -> str:
        """Return the text that was sent to be kept, whatever is wrong with it."""
        return str(self.data.get("combined" if self.data.get("keep") == "combined" else "text", ""))

    def based_on(self) -> int:
        """Return the version the text is to replace: after a choice, the one that was shown."""
        chosen = self.cleaned_data.get("keep") and self.cleaned_data.get("standing")
        return int(chosen or self.cleaned_data["version"])


class ItemForm(DryRunForm):
    """Marks an item as done, or as not applicable with the reason."""

    state = forms.ChoiceField(
        choices=[(ItemState.DONE, ItemState.DONE), (ItemState.NOT_APPLICABLE, ItemState.NOT_APPLICABLE)]
    )
    note = CleanedField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a reason when an item is set aside."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("state") == ItemState.NOT_APPLICABLE and not cleaned.get("note"):
            self.add_error("note", _("Say in a few words why this does not apply to you."))
        return cleaned
