"""The form of an organisation's own method: in Dutch, in English, or in both."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.forms import IdempotentForm, VersionedForm
from projects.forms.fields import CleanedField, WholeNumberField, validate_distinct
from projects.forms.layout import form_helper
from projects.models import Organisation
from toolkit.models import Cost, Duration, Family, Format, Gives, Method, Skill
from toolkit.rich_text import enrich
from toolkit.search import method_stems

from ...models import OwnMethod

LANGUAGES = {"nl": _("in Dutch"), "en": _("in English")}
LONG_TEXTS = {
    "purpose": _("What is it for?"),
    "steps": _("How do you do it? One step on each line"),
    "use_when": _("When do you use it?"),
    "avoid_when": _("When not?"),
    "preparation": _("What do you prepare?"),
    "materials": _("What do you need?"),
    "tips": _("Tips for the facilitator"),
    "inclusion": _("How can everyone join?"),
    "pitfalls": _("What often goes wrong?"),
}
REQUIRED = ("name", "purpose", "steps")
MAX_STEPS = 12


class OwnMethodForm(forms.Form):
    """A method in one language or in both; a language with a name also needs its purpose and its steps."""

    family = forms.ChoiceField(label=_("Kind"), choices=Family.choices)
    gives = forms.ChoiceField(
        label=_("What does it bring?"), choices=Gives.choices, widget=forms.RadioSelect, initial=Gives.NEITHER
    )
    minutes_min = WholeNumberField(
        label=_("Minutes at least"),
        help_text=_("Only for one session. Leave it empty when it takes longer than a day."),
        min_value=1,
        max_value=960,
        required=False,
    )
    minutes_max = WholeNumberField(label=_("Minutes at most"), min_value=1, max_value=960, required=False)
    group_min = WholeNumberField(label=_("People at least"), min_value=1, max_value=10_000, required=False)
    group_max = WholeNumberField(label=_("People at most"), min_value=1, max_value=10_000, required=False)
    skill = forms.TypedChoiceField(
        label=_("Experience of the facilitator"), choices=Skill.choices, coerce=int, widget=forms.RadioSelect
    )
    cost = forms.ChoiceField(label=_("Costs"), choices=Cost.choices, widget=forms.RadioSelect)
    format = forms.ChoiceField(label=_("Where"), choices=Format.choices, widget=forms.RadioSelect)
    without_reading = forms.BooleanField(label=_("Works without reading or writing"), required=False)
    without_digital = forms.BooleanField(label=_("Works without digital skills"), required=False)

    def __init__(
        self, *args: Any, organisation: Organisation, own: OwnMethod | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.organisation, self.own = organisation, own
        for code, language in LANGUAGES.items():
            self.fields[f"name_{code}"] = CleanedField(
                label=_("Name {language}").format(language=language), max_length=120, required=False
            )
            for name, label in LONG_TEXTS.items():
                self.fields[f"{name}_{code}"] = CleanedField(
                    label=f"{label} ({language})",
                    max_length=2_000,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 6 if name == "steps" else 3, "lang": code}),
                )

    def clean(self) -> dict[str, Any]:
        """Ask for a name, a purpose and steps in at least one language, and for pairs in order."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("name_nl") and not cleaned.get("name_en") and not self.errors:
            self.add_error("name_nl", _("Give the method a name, in Dutch or in English."))
        for code in LANGUAGES:
            self._clean_language(code, cleaned)
        for low, high in (("minutes_min", "minutes_max"), ("group_min", "group_max")):
            self._clean_pair(low, high, cleaned)
        return cleaned

    def _clean_language(self, code: str, cleaned: dict[str, Any]) -> None:
        filled = {name for name in ("name", *LONG_TEXTS) if cleaned.get(f"{name}_{code}")}
        self._refuse_a_known_name(code, str(cleaned.get(f"name_{code}") or ""))
        for name in REQUIRED if filled else ():
            if name not in filled and f"{name}_{code}" not in self.errors:
                self.add_error(f"{name}_{code}", _("Fill this in too, or leave this language empty."))
        if len(_lines(cleaned.get(f"steps_{code}"))) > MAX_STEPS:
            self.add_error(f"steps_{code}", _("Write at most {n} steps.").format(n=MAX_STEPS))

    def _refuse_a_known_name(self, code: str, name: str) -> None:
        if not name or (self.own is not None and name == self.own.method.name.get(code)):
            return
        mine = [self.own.pk] if self.own else []
        others = self.organisation.own_methods.in_use().exclude(pk__in=mine)
        names = [own.method.name.get(code) or "" for own in others]
        try:
            validate_distinct(name, names, _("There is an own method with this name already."))
        except ValidationError as known:
            self.add_error(f"name_{code}", known)

    def _clean_pair(self, low: str, high: str, cleaned: dict[str, Any]) -> None:
        least, most = cleaned.get(low), cleaned.get(high)
        if most is not None and least is None:
            self.add_error(low, _("Fill in the least as well."))
        elif least is not None and most is not None and most < least:
            self.add_error(high, _("The most is less than the least."))

    def values(self) -> dict[str, Any]:
        """Return the field values of the `Method`, its texts with their clean HTML."""
        data = self.cleaned_data
        names = ("family", "gives", "group_min", "group_max", "skill", "cost", "format")
        least = data["minutes_min"]
        texts: dict[str, Any] = {
            name: {code: data[f"{name}_{code}"] for code in LANGUAGES} for name in ("name", *LONG_TEXTS)
        }
        dutch, english = (_lines(texts["steps"][code]) for code in LANGUAGES)
        texts["steps"] = [
            {"nl": _at(dutch, place), "en": _at(english, place)}
            for place in range(max(len(dutch), len(english)))
        ]
        return {
            **{name: data[name] for name in (*names, "without_reading", "without_digital")},
            "duration": Duration.SESSION if least else Duration.PERIOD,
            "minutes_min": least,
            "minutes_max": (data["minutes_max"] or least) if least else None,
            **{name: enrich(text) if name in Method.RICH else text for name, text in texts.items()},
            "stems": method_stems(texts),
        }


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _at(lines: list[str], place: int) -> str:
    return lines[place] if place < len(lines) else ""


def _laid_out(helper: Any, hidden: str = "submission_key") -> Any:
    """Put the texts of each language together, and what the method asks for after them."""
    helper.layout = Layout(
        hidden,
        Fieldset(_("In Dutch"), "name_nl", *(f"{name}_nl" for name in LONG_TEXTS)),
        Fieldset(_("In English"), "name_en", *(f"{name}_en" for name in LONG_TEXTS)),
        Fieldset(_("For whom and how long"), *OwnMethodForm.base_fields),
    )
    return helper


class AddOwnMethodForm(OwnMethodForm, IdempotentForm):
    def __init__(self, *args: Any, cancel_url: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = _laid_out(
            form_helper(_("Add the method"), cancel_url=cancel_url, depends=tuple(self.fields))
        )


class EditOwnMethodForm(OwnMethodForm, VersionedForm):
    def __init__(self, *args: Any, own: OwnMethod, **options: Any) -> None:
        method = own.method
        initial: dict[str, Any] = {name: getattr(method, name) for name in OwnMethodForm.base_fields}
        for code in LANGUAGES:
            initial |= {
                f"{name}_{code}": getattr(method, name).get(code, "")
                for name in ("name", *LONG_TEXTS)
                if name != "steps"
            }
            initial[f"steps_{code}"] = "\n".join(step[code] for step in method.steps if step.get(code))
        options["initial"] = {**initial, "version": own.version}
        super().__init__(*args, organisation=own.organisation, own=own, **options)
        helper = form_helper(_("Save"), cancel_url=own.get_absolute_url(), depends=tuple(self.fields))
        self.helper = _laid_out(helper, "version")
