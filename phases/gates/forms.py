"""The forms of a gate: what is planned beforehand, and the decision."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.forms import IdempotentForm, VersionedForm
from projects.forms.base import MAX_VERSION
from projects.forms.dates import ThreePartDateField
from projects.forms.fields import CleanedField, WholeNumberField
from projects.forms.layout import form_helper
from projects.models import Initiative

from ..models import GateKind, Phase, PhasePlan

PLANNED = ("planned_on", "decided_by", "ask")


class GateForm(IdempotentForm):
    """What is decided at a gate, why and by whom. A decision is never changed, only followed by another."""

    kind = forms.ChoiceField(
        label=_("What do you decide together?"), choices=GateKind.choices, widget=forms.RadioSelect
    )
    reason = CleanedField(
        label=_("Why?"),
        help_text=_("Two or three sentences, for those who took part."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    conditions = CleanedField(
        label=_("Which conditions?"),
        help_text=_("Only when you go on with conditions: what, who and when."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    decided_by = CleanedField(
        label=_("Who decided?"), help_text=_("For example: the sponsor, team leader work."), max_length=200
    )
    users_voice = CleanedField(
        label=_("Who spoke for the users?"),
        help_text=_("Someone from the people it is about. They need no account."),
        max_length=200,
        required=False,
    )
    decided_on = ThreePartDateField(label=_("When?"), initial=timezone.localdate)

    def __init__(self, *args: Any, initiative: Initiative, phase: Phase, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = form_helper(
            _("Record the decision"),
            cancel_url=reverse("phases:phase", args=[initiative.pk, phase.code]),
            depends=("conditions", "users_voice"),
        )

    def clean(self) -> dict[str, Any]:
        """Ask for conditions with a conditional go, and for the users' voice with every go."""
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("kind")
        if kind == GateKind.GO_WITH_CONDITIONS and not cleaned.get("conditions"):
            self.add_error("conditions", _("Write down the conditions."))
        if kind in {GateKind.GO, GateKind.GO_WITH_CONDITIONS} and not cleaned.get("users_voice"):
            self.add_error("users_voice", _("Going on is decided together with a user. Who was that?"))
        if cleaned.get("decided_on") and cleaned["decided_on"] > timezone.localdate():
            self.add_error(
                "decided_on", _("This day is still to come. Fill in the day on which you decided.")
            )
        return cleaned

    def decision(self) -> dict[str, Any]:
        """Return the cleaned values by the name of the model's field."""
        names = ("kind", "reason", "conditions", "decided_by", "users_voice", "decided_on")
        return {name: self.cleaned_data[name] for name in names}


class PlanForm(VersionedForm):
    """What is said beforehand about a gate. `version` is the one that stood when it was filled in; 0 is none."""

    version = WholeNumberField(widget=forms.HiddenInput, min_value=0, max_value=MAX_VERSION)
    planned_on = ThreePartDateField(label=_("When is the gate?"), required=False)
    decided_by = CleanedField(
        label=_("Who decides?"),
        help_text=_("For example: the city council, or the alderman for work."),
        max_length=200,
        required=False,
    )
    ask = CleanedField(
        label=_("What do you ask, in one sentence?"),
        help_text=_("For example: may the desk in the library stay open next year?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, initiative: Initiative, phase: Phase, plan: PhasePlan | None, **options: Any
    ) -> None:
        stands = {name: getattr(plan, name) for name in PLANNED} if plan else {}
        options["initial"] = {**stands, "version": plan.version if plan else 0}
        super().__init__(*args, **options)
        gate = reverse("phases:gate", args=[initiative.pk, phase.code])
        self.helper = form_helper(_("Save the plan"), cancel_url=gate, depends=PLANNED)
        self.helper.layout = Layout(*PLANNED, "version")

    def clean_ask(self) -> str:
        """Write the sentence on one line."""
        return " ".join(str(self.cleaned_data["ask"]).split())

    def clean(self) -> dict[str, Any]:
        """Ask for one of the three; nothing more is needed."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned[name] for name in PLANNED):
            self.add_error(
                None, _("Fill in at least one of the three: the day, who decides, or what you ask.")
            )
        return cleaned

    def plan(self) -> dict[str, Any]:
        """Return the cleaned values by the name of the model's field."""
        return {name: self.cleaned_data[name] for name in PLANNED}

    def add_stale_error(self, now: PhasePlan) -> None:
        """Say that a colleague was earlier, also with the very first plan; `now` is the row as it stands."""
        self.initial.update({name: getattr(now, name) for name in PLANNED})
        super().add_stale_error(now)
