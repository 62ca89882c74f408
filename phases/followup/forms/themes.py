"""The forms of themes: outcomes that go into one or out of it, and its name, description and who confirmed it."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.forms import IdempotentForm, VersionedForm
from projects.forms.dates import ThreePartDateField, validate_past
from projects.forms.fields import CleanedField, validate_distinct
from projects.forms.layout import form_helper
from projects.models import Initiative
from projects.typed_text import isolated

from ...models import Outcome, Theme

MAX_THEMES = 100
"""So many themes an initiative may have; more cannot be overseen."""


def _distinct(name: str, initiative: Initiative, theme: Theme | None = None) -> None:
    others = initiative.themes.exclude(pk=theme.pk) if theme else initiative.themes.all()
    words = _("There is a theme with this name already. Give this one another name.")
    validate_distinct(name, others.values_list("name", flat=True), words)


class NewThemeForm(IdempotentForm):
    """Outcomes that were chosen, and the name of a new theme for them or a theme that is there already."""

    outcome = forms.ModelMultipleChoiceField(
        queryset=Outcome.objects.none(),
        error_messages={"required": _("Choose the outcomes that belong together.")},
    )
    name = CleanedField(label=_("What do you call this theme?"), max_length=120, required=False)
    theme = forms.ModelChoiceField(
        label=_("Or a theme that is there already"),
        queryset=Theme.objects.none(),
        required=False,
        empty_label=_("Choose a theme"),
    )

    def __init__(
        self,
        *args: Any,
        initiative: Initiative,
        outcomes: Any,
        themes: list[Theme] | None = None,
        **options: Any,
    ) -> None:
        """Offer the themes of the initiative; `themes` are these where they are at hand already."""
        super().__init__(*args, **options)
        self.initiative = initiative
        fields: dict[str, Any] = self.fields
        fields["outcome"].queryset = outcomes
        fields["theme"].queryset = initiative.themes.all()
        fields["theme"].label_from_instance = lambda theme: isolated(theme.name)
        if themes is not None:
            field = fields["theme"]
            offered = [(theme.pk, field.label_from_instance(theme)) for theme in themes]
            field.choices = [("", field.empty_label), *offered]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two: a name, or a theme."""
        cleaned: dict[str, Any] = super().clean() or {}
        name, theme = cleaned.get("name"), cleaned.get("theme")
        if name and theme:
            self.add_error("name", _("Fill in a name, or choose a theme that is there already. Not both."))
        elif not name and not theme and not {"name", "theme"} & self.errors.keys():
            self.add_error("name", _("Give the theme a name."))
        elif name:
            self._check_the_name(name)
        return cleaned

    def _check_the_name(self, name: str) -> None:
        if self.initiative.themes.count() >= MAX_THEMES:
            words = _("There are {n} themes already. Put these outcomes into one of them.")
            self.add_error("name", words.format(n=MAX_THEMES))
        try:
            _distinct(name, self.initiative)
        except ValidationError as error:
            self.add_error("name", error)


class EditThemeForm(VersionedForm):
    """The name and description of a theme, and who of those it is about confirmed it."""

    name = CleanedField(label=_("Name of the theme"), max_length=120)
    description = CleanedField(
        label=_("What is it about?"),
        help_text=_("One or two sentences, as those who took part would say it."),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    confirmed_by = CleanedField(
        label=_("Who confirmed that this is what they need?"),
        help_text=_(
            "People it is about, for example: eight job-seekers at the job café. Then this theme is a need."
        ),
        max_length=200,
        required=False,
    )
    confirmed_on = ThreePartDateField(label=_("When did they confirm it?"), required=False)

    NAMES = ("name", "description", "confirmed_by", "confirmed_on")

    def __init__(self, *args: Any, theme: Theme, **options: Any) -> None:
        options["initial"] = {name: getattr(theme, name) for name in (*self.NAMES, "version")}
        super().__init__(*args, **options)
        self.theme = theme
        self.helper = form_helper(_("Save"), cancel_url=theme.get_absolute_url())
        self.helper.layout = Layout(*self.NAMES, "version")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        _distinct(name, self.theme.initiative, self.theme)
        return name

    def clean_confirmed_on(self) -> Any:
        words = _("This day is still to come. Fill in the day on which they confirmed it.")
        return validate_past(self.cleaned_data["confirmed_on"], words)

    def clean(self) -> dict[str, Any]:
        """Ask for both, by whom and when, or for neither."""
        cleaned: dict[str, Any] = super().clean() or {}
        by, on = cleaned.get("confirmed_by"), cleaned.get("confirmed_on")
        if by and not on and "confirmed_on" not in self.errors:
            self.add_error("confirmed_on", _("Fill in the day as well."))
        if on and not by and "confirmed_by" not in self.errors:
            self.add_error("confirmed_by", _("Fill in who confirmed it as well."))
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Return the cleaned values by the name of the model's field."""
        return {name: self.cleaned_data[name] for name in self.NAMES}
