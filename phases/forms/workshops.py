"""Forms of a workshop: its plan, and how many people of each group were there."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.forms import ChangingForm, CreatingForm
from projects.forms.dates import ThreePartDateField, TimeOfDayField
from projects.forms.fields import CleanedField, WholeNumberField
from projects.forms.layout import plain_helper
from projects.models import Initiative, Stakeholder
from toolkit.models import Method

from ..models import Phase, Workshop, methods_for
from ..wall_clock import NoSuchTimeError, moment, zones


class WorkshopForm(forms.Form):
    """When and where people meet, why, and how they work. Times are those on the clock of the room."""

    title = CleanedField(
        label=_("What is the workshop called?"),
        help_text=_("For example: conversation with job-seekers about the counter."),
        max_length=120,
    )
    purpose = CleanedField(
        label=_("What should it bring out?"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phase = forms.ModelChoiceField(
        label=_("In which phase?"), queryset=Phase.objects.none(), to_field_name="code", empty_label=None
    )
    method = forms.ModelChoiceField(
        label=_("With which method?"),
        queryset=Method.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("Still to choose"),
    )
    day = ThreePartDateField(label=_("On which day?"))
    start = TimeOfDayField(label=_("From what time?"))
    end = TimeOfDayField(label=_("Until what time?"))
    time_zone = forms.ChoiceField(label=_("Whose clock?"), initial="Europe/Amsterdam")
    place = CleanedField(
        label=_("Where?"),
        help_text=_("A place where people already come, or the link of a video meeting."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, initiative: Initiative, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["phase"].queryset = Phase.objects.published().order_by("number")  # type: ignore[attr-defined]
        self.fields["method"].queryset = methods_for([initiative.organisation_id])  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = [(name, name.replace("_", " ")) for name in zones()]  # type: ignore[attr-defined]
        self.initiative = initiative

    def clean(self) -> dict[str, Any]:
        """Turn day and times into moments; the end lies after the start, and both exist on that clock."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"day", "start", "end", "time_zone"} <= cleaned.keys():
            starts = self._moment("start")
            ends = self._moment("end")
            if starts and ends and ends <= starts:
                ends = self._moment("end", later=True)
            if starts and ends and ends <= starts:
                self.add_error("end", _("The end comes before the start. Fill in a later time."))
            cleaned["starts_at"], cleaned["ends_at"] = starts, ends
        return cleaned

    def _moment(self, name: str, *, later: bool = False) -> Any:
        data = self.cleaned_data
        try:
            return moment(data["day"], data[name], data["time_zone"], later=later)
        except NoSuchTimeError:
            self.add_error(
                name, _("This time does not exist: that night the clock goes forward. Fill in another time.")
            )
            return None

    def plan(self) -> dict[str, Any]:
        """Give the cleaned values by the name of the model's field."""
        names = ("title", "purpose", "phase", "method", "place", "starts_at", "ends_at", "time_zone")
        return {name: self.cleaned_data[name] for name in names}


class PlanWorkshopForm(WorkshopForm, CreatingForm):
    """Plans a workshop."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cancel = reverse("phases:workshops", args=[self.initiative.pk])
        self.helper = plain_helper(_("Plan the workshop"), cancel_url=cancel)


class EditWorkshopForm(WorkshopForm, ChangingForm):
    """Changes the plan of a workshop."""

    def __init__(self, *args: Any, workshop: Workshop, method: str = "", **options: Any) -> None:
        initial = {
            **{
                name: getattr(workshop, name)
                for name in ("title", "purpose", "place", "time_zone", "version")
            },
            "phase": workshop.phase.code,
            "method": method or (workshop.method.code if workshop.method else ""),
            "day": workshop.local_start.date(),
            "start": workshop.local_start.time(),
            "end": workshop.local_end.time(),
        }
        super().__init__(*args, initiative=workshop.initiative, initial=initial, **options)
        kept = Method.objects.filter(pk=workshop.method_id or 0)
        offered = methods_for([workshop.initiative.organisation_id])
        self.fields["method"].queryset = Method.objects.filter(Q(pk__in=offered) | Q(pk__in=kept))  # type: ignore[attr-defined]
        self.helper = plain_helper(_("Save"), cancel_url=workshop.get_absolute_url())


class AttendanceForm(forms.Form):
    """A number for each group of the register; empty means that nobody counted.

    A page posts each number as `people-<id>`, with `was-<id>` for what stood there. A number that did not
    change on this page is left alone, so that two people can count in one room.
    """

    def __init__(
        self, *args: Any, stakeholders: Iterable[Stakeholder], counts: dict[Any, int], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.stakeholders = list(stakeholders)
        for row in self.stakeholders:
            self.fields[f"people-{row.pk}"] = WholeNumberField(
                label=row.name,
                min_value=0,
                max_value=10_000,
                required=False,
                initial=counts.get(row.pk),
                widget=forms.TextInput({"class": "utrecht-textbox num"}),
            )

    def rows(self) -> list[tuple[Stakeholder, BoundField]]:
        """Give each group with its field."""
        return [(row, self[f"people-{row.pk}"]) for row in self.stakeholders]

    def changed_counts(self) -> dict[Stakeholder, int | None]:
        """Give the numbers that were changed on the page; None takes a group's number away."""
        changed = {}
        for row in self.stakeholders:
            name, was = f"people-{row.pk}", f"was-{row.pk}"
            if name in self.data and self.data.get(was) != self.data[name]:
                changed[row] = self.cleaned_data[name]
        return changed
