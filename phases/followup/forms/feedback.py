"""The form of feedback: what is done with an outcome or a theme, and why."""

from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.forms import IdempotentForm, VersionedForm
from projects.forms.base import MAX_VERSION
from projects.forms.fields import CleanedField, WholeNumberField
from projects.forms.layout import form_helper
from projects.models import StaleError

from ...models import TOLD_AS, Feedback, FeedbackKind, Outcome, Theme

GIVEN_FIELDS = ("kind", "passed_to", "because", "note")


class KindSelect(forms.RadioSelect):
    """What is done with it; each choice carries how it is told, for the text beside the form."""

    def create_option(self, *args: Any, **options: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **options)
        option["attrs"]["data-meaning"] = TOLD_AS[str(option["value"])]
        return option


class FeedbackForm(IdempotentForm, VersionedForm):
    """What is done with an outcome or a theme. `version` is the one that stood when it was filled in; 0 is none."""

    version = WholeNumberField(widget=forms.HiddenInput, min_value=0, max_value=MAX_VERSION)
    kind = forms.ChoiceField(
        label=_("What do you do with it?"), choices=FeedbackKind.choices, widget=KindSelect
    )
    passed_to = CleanedField(label=_("Who did you pass it on to?"), max_length=120, required=False)
    because = CleanedField(
        label=_("Because"),
        help_text=_("Finish the sentence, as you would say it to them."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    note = CleanedField(
        label=_("Note for the team"),
        help_text=_("Those who took part do not read this."),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, target: Outcome | Theme, **options: Any) -> None:
        if isinstance(target, Theme):
            initiative, action = target.initiative, target.get_absolute_url()
        else:
            initiative = target.workshop.initiative
            place = [initiative.pk, target.workshop_id, target.pk]
            action = reverse("phases:outcome-feedback", args=place)
        standing = target.feedback.with_writer().first()
        cancel_url = reverse("phases:feedback", args=[initiative.pk])
        initial = {name: getattr(standing, name) for name in GIVEN_FIELDS} if standing else {}
        options["initial"] = {**initial, "version": standing.version if standing else 0}
        super().__init__(*args, **options)
        self.target, self.standing = target, standing
        self.is_stale = False
        self.helper = form_helper(
            _("Save the feedback"), action=action, cancel_url=cancel_url, depends=("passed_to",)
        )
        self.helper.layout = Layout(
            Field("kind", template="nlds/chips.html"),
            Div("passed_to", css_class="only-not-ours"),
            "because",
            "note",
            "version",
            "submission_key",
        )

    def clean(self) -> dict[str, Any]:
        """Ask who has it where it is not ours, and keep that only there. Refuse a version that changes nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == FeedbackKind.NOT_OURS:
            if "passed_to" in cleaned and not cleaned["passed_to"]:
                self.add_error("passed_to", _("Say who has it now. Then people know whom to ask."))
        elif "kind" in cleaned and "passed_to" not in self.errors:
            cleaned["passed_to"] = ""
        if not self.errors and self._changes_nothing(cleaned):
            self.add_error(None, _("This is what stands there already. Change something first."))
        return cleaned

    def _changes_nothing(self, cleaned: dict[str, Any]) -> bool:
        standing = self.standing
        return (
            standing is not None
            and cleaned["version"] == standing.version
            and all(cleaned[name] == getattr(standing, name) for name in GIVEN_FIELDS)
        )

    def give(self, *, by: Any) -> str:
        """Store what was filled in, once, and return the address that follows; empty where it was refused."""
        if earlier := self.already_done(by=by):
            return earlier
        if not self.is_valid():
            return ""

        def create() -> str:
            version = self.cleaned_data["version"]
            values = {name: self.cleaned_data[name] for name in GIVEN_FIELDS}
            Feedback.give(self.target, by=by, based_on=version, **values)
            return str(self.helper.cancel_url)

        try:
            return self.run_once(by=by, route="phases:feedback", create=create)
        except StaleError:
            self.is_stale = True
            self._show_what_stands(self.target.feedback.with_writer().first())
            return ""

    def _show_what_stands(self, now: Feedback | None) -> None:
        if now is not None:
            self.add_stale_error(now)
            return
        typed: Any = self.data.copy()  # type: ignore[attr-defined]  # a form that was sent
        typed[self.add_prefix("version")] = "0"
        self.data = typed
        self.add_error(None, _("What stood here is gone. Your text is still here. Save it once more."))

    @property
    def status(self) -> int:
        return (409 if self.is_stale else 422) if self.is_bound else 200
