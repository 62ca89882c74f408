"""The form of what a workshop brought out."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.forms.models import ModelChoiceIterator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.forms import IdempotentForm, VersionedForm
from projects.forms.fields import CleanedField
from projects.forms.layout import Unsaved, form_helper
from projects.models import Stakeholder
from projects.personal_data_detector import find_personal_data
from projects.typed_text import isolated

from ...models import AGREED, Consent, Outcome, OutcomeKind, Question, Theme, Workshop
from ...progress.published_road import published_road
from .attendance import validate_workshop_date

ASKS = {None: "", True: "yes", False: "no"}
"""What stands in the form for yes, no, and what nobody said."""
ASKED = {text: value for value, text in ASKS.items()}
SEVERAL = "several"
"""Stands for more than one group, where a group is chosen."""


class GroupChoices(ModelChoiceIterator):
    """Nothing, several groups, and the groups of the register."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        yield SEVERAL, _("Several groups")
        field: Any = self.field
        yield from map(self.choice, self.queryset if field.at_hand is None else field.at_hand)

    def __len__(self) -> int:
        return self.queryset.count() + 2


class GroupField(forms.ModelChoiceField):
    """The group that an outcome comes from: one, several, or none when nobody said so."""

    iterator = GroupChoices
    at_hand: Sequence[Stakeholder] | None = None
    """The groups, where the page has read them already."""

    def label_from_instance(self, obj: Any) -> str:
        return isolated(obj.name)

    def to_python(self, value: Any) -> Any:
        """Return the group, SEVERAL, or None."""
        return SEVERAL if value == SEVERAL else super().to_python(value)


class QuestionChoices(ModelChoiceIterator):
    """Nothing, and the questions of the roadmap."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        yield from map(self.choice, published_road().offered_questions)

    def __len__(self) -> int:
        return len(published_road().offered_questions) + 1


class QuestionField(forms.ModelChoiceField):
    """A question of the roadmap, grouped by nothing: its label (1.2) says the phase."""

    iterator = QuestionChoices

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.label} {obj.prompt}"


class ThemeField(forms.ModelChoiceField):
    """A theme of the initiative."""

    def label_from_instance(self, obj: Any) -> str:
        return isolated(obj.name)


class OutcomeForm(forms.Form):
    """What was said or thought up, of what kind, by which group. Only a quote has consent and a speaker."""

    kind = forms.ChoiceField(
        label=_("What kind of outcome is it?"), choices=OutcomeKind.choices, widget=forms.RadioSelect
    )
    text = CleanedField(
        label=_("What did people say or come up with?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    consent = forms.ChoiceField(
        label=_("May this quote be in the report?"),
        help_text=_(
            "Ask it of the person who said it. Without consent the quote stays out of every report, "
            "and only who works in the team sees it."
        ),
        choices=[("", _("Choose an answer")), *Consent.choices],
        required=False,
    )
    speaker = CleanedField(
        label=_("Name of the speaker"),
        help_text=_("Only when the speaker agreed to it."),
        max_length=120,
        required=False,
    )
    on_page = forms.ChoiceField(
        label=_("May it be on the page for those who took part?"),
        help_text=_(
            "Anyone who has the address can read that page. Of a quote, ask it of the person who said it; the name never "
            "stands there."
        ),
        choices=[("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))],
        required=False,
    )
    stakeholder = GroupField(
        label=_("From which group?"),
        queryset=Stakeholder.objects.none(),
        required=False,
        empty_label=_("Not filled in"),
    )
    question = QuestionField(
        label=_("Which question is it about?"),
        queryset=Question.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("No question in particular"),
    )

    asks_quotes_only = False
    """Whether only of a quote is asked if it may be on the page for those who took part."""
    if_traced: ClassVar[tuple[str, Any]]
    """What is said, at which field, where the text seems to tell who somebody is."""

    def __init__(
        self, *args: Any, workshop: Workshop, groups: Sequence[Stakeholder] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.workshop = workshop
        fields: dict[str, Any] = self.fields
        fields["stakeholder"].queryset = workshop.initiative.stakeholders.only("name", "initiative")
        fields["stakeholder"].at_hand = groups
        fields["question"].queryset = Question.objects.published().only("code", "label", "prompt")

    def clean(self) -> dict[str, Any]:
        """Ask for consent with a quote, keep it only there, and a name only where it was agreed to."""
        cleaned: dict[str, Any] = super().clean() or {}
        validate_workshop_date(self.workshop, self.data)
        if self.asks_quotes_only and cleaned.get("kind") != OutcomeKind.QUOTE:
            cleaned["on_page"] = ""
        self._check_the_page(cleaned)
        if cleaned.get("kind") != OutcomeKind.QUOTE:
            return cleaned | {"consent": "", "speaker": ""}
        if "consent" in cleaned and not cleaned["consent"]:
            self.add_error(
                "consent",
                _("Say what the speaker agreed to. Do you not know yet? Choose “Still to ask”."),
            )
        self._check_the_name(cleaned)
        return cleaned

    def _check_the_page(self, cleaned: dict[str, Any]) -> None:
        """Let only what a speaker agreed to on the page, and nothing that tells who somebody is before someone looked."""
        if cleaned.get("on_page") != "yes":
            return
        if cleaned.get("kind") == OutcomeKind.QUOTE and cleaned.get("consent") not in AGREED:
            self.add_error("on_page", _("The speaker did not agree that this quote is shown."))
        found = find_personal_data(cleaned.get("text", ""))
        if found and not cleaned.get("looked"):
            field, words = self.if_traced
            self.add_error(field, words.format(found=", ".join(str(each.value) for each in found)))

    def _check_the_name(self, cleaned: dict[str, Any]) -> None:
        with_name = cleaned.get("consent") == Consent.WITH_NAME
        if cleaned.get("speaker") and not with_name:
            self.add_error("speaker", _("Take the name away, or choose “Yes, with the name”."))
        if with_name and "speaker" in cleaned and not cleaned["speaker"]:
            self.add_error("speaker", _("Fill in the name, or choose “Yes, without a name”."))

    def outcome(self) -> dict[str, Any]:
        """Return the cleaned values by the name of the model's field."""
        values = {name: self.cleaned_data[name] for name in OutcomeForm.base_fields}
        several = values["stakeholder"] == SEVERAL
        return values | {
            "on_page": ASKED[values["on_page"]],
            "several_groups": several,
            "stakeholder": None if several else values["stakeholder"],
        }


def _layout(*rest: Any, of_a_quote: tuple[Any, ...] = ()) -> Layout:
    return Layout(
        Field("kind", template="nlds/chips.html"),
        "text",
        Div("consent", "speaker", css_class="two only-quote"),
        *of_a_quote,
        Div("stakeholder", "question", css_class="two"),
        *rest,
    )


class AddOutcomeForm(OutcomeForm, IdempotentForm):
    asks_quotes_only = True
    if_traced = (
        "on_page",
        _("The text seems to hold {found}. Take it out, or choose “Not asked” and look at it later."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        url = reverse("phases:outcome-add", args=[self.workshop.initiative_id, self.workshop.pk])
        kept: Unsaved = "draft" if self.workshop.initiative.organisation.drafts_on_devices else "ask"
        self.helper = form_helper("", action=url, depends=("consent", "speaker", "on_page"), unsaved=kept)
        self.fields["on_page"].help_text = _("Ask this too. The name never stands there.")
        page = Div("on_page", css_class="only-quote")
        bar = HTML('{% include "phases/workshops/_add_bar.html" %}')
        self.helper.layout = _layout("submission_key", bar, of_a_quote=(page,))
        self.helper.inputs = []
        self.helper.attrs |= {"id": "outcome-form"}
        self.fields["text"].widget.attrs |= {"placeholder": " ", "class": "writing"}

    @staticmethod
    def is_typed_in(data: QueryDict) -> bool:
        """Tell whether there are words in a posted form; a kind or a group alone are none."""
        return any(data.get(name, "").strip() for name in ("text", "speaker"))


class EditOutcomeForm(OutcomeForm, VersionedForm):
    if_traced = ("looked", _("The text seems to hold {found}. Take it out, or tick that you looked."))
    asks = forms.ChoiceField(
        label=_("Does it ask for feedback?"),
        help_text=_("Then it waits until you say what you do with it, and why."),
        choices=[("", _("As others of its kind")), ("yes", _("Yes")), ("no", _("No"))],
        required=False,
    )
    looked = forms.BooleanField(label=_("I looked: nobody can be recognised in this text."), required=False)
    theme = ThemeField(
        label=_("Theme"), queryset=Theme.objects.none(), required=False, empty_label=_("No theme")
    )

    def __init__(self, *args: Any, outcome: Outcome, **options: Any) -> None:
        initial = {name: getattr(outcome, name) for name in ("kind", "text", "consent", "speaker", "version")}
        initial["asks"], initial["theme"] = ASKS[outcome.asks], outcome.theme_id
        initial["on_page"] = ASKS[outcome.on_page]
        initial["stakeholder"] = SEVERAL if outcome.several_groups else outcome.stakeholder_id
        initial["question"] = outcome.question.code if outcome.question else ""
        super().__init__(*args, workshop=outcome.workshop, initial=initial, **options)
        fields: dict[str, Any] = self.fields
        fields["theme"].queryset = self.workshop.initiative.themes.all()
        place = [self.workshop.initiative_id, self.workshop.pk]
        self.helper = form_helper(
            _("Save"),
            cancel_url=reverse("phases:workshop-log", args=place),
            action=reverse("phases:outcome", args=[*place, outcome.pk]),
            depends=("consent", "speaker"),
            takes_all=True,
        )
        self.helper.layout = _layout(Div("asks", "theme", css_class="two"), "on_page", "looked", "version")

    def outcome(self) -> dict[str, Any]:
        """Return the cleaned values by the name of the model's field."""
        cleaned = self.cleaned_data
        return super().outcome() | {"asks": ASKED[cleaned["asks"]], "theme": cleaned["theme"]}
