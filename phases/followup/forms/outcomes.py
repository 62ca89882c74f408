"""What a list of outcomes is narrowed to."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms.fields import CleanedField
from projects.models import Initiative
from projects.typed_text import isolated
from toolkit.search import SearchWords

from ...models import OutcomeKind
from ...progress.published_road import published_road
from ..outcome_list import TOLD, UNASKED, UNTOLD, WAITING, OutcomeFilter


class OutcomeFilterForm(forms.Form):
    """Words and limits; nothing is remembered, and odd input limits nothing."""

    q = CleanedField(label=_("Search"), required=False)
    state = forms.ChoiceField(
        label=_("Feedback"),
        choices=[
            ("", _("All")),
            (WAITING, _("Still waiting")),
            (UNTOLD, _("Not told yet")),
            (TOLD, _("Told")),
            (UNASKED, _("Asks for none")),
        ],
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *OutcomeKind.choices], required=False
    )
    group = forms.ChoiceField(label=_("Group"), required=False)
    workshop = forms.ChoiceField(label=_("Workshop"), required=False)
    question = forms.ChoiceField(label=_("Question"), required=False)

    def __init__(self, *args: Any, initiative: Initiative, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = initiative.stakeholders.order_by("name").values_list("pk", "name")
        workshops = initiative.workshops.order_by("-starts_at").values_list("pk", "title")
        questions = [(each.code, each.label) for each in published_road().offered_questions]
        for name, first, rows in (
            ("group", _("All groups"), [(pk, isolated(text)) for pk, text in groups]),
            ("workshop", _("All workshops"), [(pk, isolated(text)) for pk, text in workshops]),
            ("question", _("All questions"), questions),
        ):
            field: Any = self.fields[name]
            field.choices = [("", first), *rows]

    def limits(self) -> OutcomeFilter:
        """Return what was chosen, as far as it can be chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        group, workshop = chosen.get("group"), chosen.get("workshop")
        return OutcomeFilter(
            words=SearchWords.of(self.data),
            state=chosen.get("state", ""),
            kind=chosen.get("kind", ""),
            group=UUID(group) if group else None,
            workshop=UUID(workshop) if workshop else None,
            question=chosen.get("question", ""),
        )
