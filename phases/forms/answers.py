"""What is posted while answering a question or ticking an item."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms import MOST_VERSIONS

from ..models import ItemState


class AnswerForm(forms.Form):
    """A text written on top of a version; `keep` says which of two texts stays after a conflict."""

    text = forms.CharField(max_length=10_000, required=False, strip=False)
    version = forms.IntegerField(min_value=0, max_value=MOST_VERSIONS)
    keep = forms.ChoiceField(
        choices=[("mine", "mine"), ("theirs", "theirs"), ("combined", "combined")], required=False
    )
    standing = forms.IntegerField(min_value=0, max_value=MOST_VERSIONS, required=False)
    combined = forms.CharField(max_length=20_000, required=False, strip=False)

    def clean(self) -> dict[str, Any]:
        """Use one kind of line end, so that equal texts are equal."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("text", "combined"):
            cleaned[name] = str(cleaned.get(name) or "").replace("\r\n", "\n")
        if cleaned.get("keep") == "combined":
            cleaned["text"] = cleaned["combined"]
            if len(cleaned["text"]) > 10_000:
                self.add_error("text", _("The text is too long. At most 10,000 characters fit."))
        return cleaned

    def based_on(self) -> int:
        """Give the version the text is to replace: after a choice, the one that was shown."""
        chosen = self.cleaned_data.get("keep") and self.cleaned_data.get("standing")
        return int(chosen or self.cleaned_data["version"])


class ItemNoteForm(forms.Form):
    """The note beside an item: evidence, or why it does not apply."""

    note = forms.CharField(max_length=500, required=False)


class ItemForm(ItemNoteForm):
    """Marks an item as done, or as not applicable with the reason."""

    state = forms.ChoiceField(
        choices=[(ItemState.DONE, ItemState.DONE), (ItemState.NOT_APPLICABLE, ItemState.NOT_APPLICABLE)]
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason when an item is set aside."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("state") == ItemState.NOT_APPLICABLE and not cleaned.get("note"):
            self.add_error("note", _("Say in a few words why this does not apply to you."))
        return cleaned
