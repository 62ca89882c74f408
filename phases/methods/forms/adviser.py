"""The form of the method adviser: from which question, and within which limits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms.fields import WholeNumberField
from toolkit.models import Cost, Format, Skill

from ...models import Phase, Question
from ..adviser import Limits


class AdviserForm(forms.Form):
    """Everything is optional; a value that makes no sense does not limit."""

    question = forms.ModelChoiceField(
        label=_("For which question?"),
        queryset=Question.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All questions of this phase"),
    )
    minutes = WholeNumberField(label=_("Minutes you have"), min_value=5, max_value=960, required=False)
    people = WholeNumberField(label=_("Number of people"), min_value=1, max_value=10_000, required=False)
    skill = forms.TypedChoiceField(
        label=_("Experience of the facilitator"),
        choices=[
            ("", _("Any")),
            *((value, label) for value, label in Skill.choices if value < Skill.EXPERIENCED),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    cost = forms.ChoiceField(
        label=_("Costs at most"),
        choices=[("", _("Any")), *(pair for pair in Cost.choices if pair[0] != Cost.HIGH)],
        required=False,
    )
    place = forms.ChoiceField(
        label=_("Where"),
        choices=[
            ("", _("Anywhere")),
            (Format.ONSITE, Format.ONSITE.label),
            (Format.ONLINE, Format.ONLINE.label),
        ],
        required=False,
    )
    without_reading = forms.BooleanField(label=_("Some people do not read or write easily"), required=False)
    without_digital = forms.BooleanField(label=_("Some people have no digital skills"), required=False)

    def __init__(self, *args: Any, phase: Phase, **options: Any) -> None:
        super().__init__(*args, **options)
        question: Any = self.fields["question"]
        question.queryset = phase.questions.published()

    def asked(self) -> tuple[Question | None, Limits]:
        self.is_valid()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        question = wanted.pop("question", None)
        return question, Limits(**wanted)
