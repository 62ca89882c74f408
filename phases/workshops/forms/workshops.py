"""The forms of the plan of a workshop."""

from datetime import timedelta
from typing import Any, ClassVar

from crispy_forms.layout import Div, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.forms import IdempotentForm, VersionedForm
from projects.forms.dates import ThreePartDateField, TimeOfDayField
from projects.forms.fields import CleanedField
from projects.forms.layout import form_helper
from projects.models import Initiative
from projects.typed_text import isolated
from toolkit.models import Method

from ...models import Phase, Workshop, methods_for
from ..local_time import NonexistentTimeError, to_utc, zones

MAX_OVERNIGHT = timedelta(hours=12)
"""A workshop whose end comes before its start goes on past midnight, when that takes no longer than this."""


class MethodInput(forms.TextInput):
    """A text field in which a method goes by its name; `names` gives those by code."""

    names: ClassVar[dict[str, str]] = {}

    def format_value(self, value: Any) -> str | None:
        """Show the name of a code."""
        return self.names.get(value) or super().format_value(value)


class MethodField(forms.ModelChoiceField):
    """A method by its name, or by a part that fits only one; browsers offer the names while someone types."""

    widget = MethodInput

    def offer(self, methods: Any) -> None:
        self.queryset = methods
        self.widget.names = {row.code: str(row.name) for row in methods}

    def to_python(self, value: Any) -> Method | None:
        """Find the method of a code, a name in any language, or a part of one."""
        typed = " ".join(str(value or "").split()).casefold()
        if not typed:
            return None
        named = [(row, [name.casefold() for name in row.name.values()]) for row in self.queryset or ()]
        whole = [row for row, names in named if typed in {row.code, *names}]
        found = whole or [row for row, names in named if any(typed in name for name in names)]
        if len(found) == 1 or whole:
            return found[0]
        if not found:
            raise ValidationError(
                _("We do not know this method. Choose one from the list, or leave it empty.")
            )
        words = _("More than one method fits: %(names)s. Which one do you mean?")
        names = ", ".join(isolated(str(row.name)) for row in found[:5])
        raise ValidationError(words, params={"names": names})


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
        label=_("In which phase?"),
        queryset=Phase.objects.none(),
        to_field_name="code",
        empty_label=_("Choose a phase"),
    )
    method = MethodField(
        label=_("With which method?"),
        help_text=_("Type a part of its name, and choose. You can also do this later."),
        queryset=Method.objects.none(),
        to_field_name="code",
        required=False,
        widget=MethodInput({"list": "methods", "autocomplete": "off", "dir": "auto"}),
    )
    day = ThreePartDateField(label=_("On which day?"))
    start = TimeOfDayField(label=_("From what time?"))
    end = TimeOfDayField(label=_("Until what time?"))
    time_zone = forms.ChoiceField(label=_("Whose clock?"), initial=settings.TIME_ZONE)
    place = CleanedField(
        label=_("Where?"),
        help_text=_("A place where people already come, or the link of a video meeting."),
        max_length=200,
        required=False,
    )
    access = CleanedField(
        label=_("What makes it easier to come?"),
        help_text=_("For example: a lift, an interpreter, childcare, or something to eat."),
        max_length=200,
        required=False,
    )
    reward = CleanedField(
        label=_("What do people get for coming?"),
        help_text=_("For example: their travel costs back, or a voucher."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, initiative: Initiative, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["phase"].queryset = Phase.objects.published().order_by("number")
        self._methods().offer(methods_for([initiative.organisation_id]))
        fields["time_zone"].choices = [(name, name.replace("_", " ")) for name in zones()]
        self.initiative = initiative

    @property
    def method_names(self) -> list[str]:
        return sorted(self._methods().widget.names.values(), key=str.casefold)

    @property
    def on_another_clock(self) -> bool:
        """Tell whether another clock than that of the site is chosen, or has to be chosen again."""
        return bool(self["time_zone"].errors) or self["time_zone"].value() != settings.TIME_ZONE

    def clean(self) -> dict[str, Any]:
        """Turn day and times into moments; the end lies after the start, and both exist on that clock."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"day", "start", "end", "time_zone"} <= cleaned.keys():
            cleaned["starts_at"], cleaned["ends_at"] = self.stored_moments() or self._moments()
        return cleaned

    def stored_moments(self) -> tuple[Any, Any] | None:
        """Return start and end as they are stored, where they did not change; a clock may show a time twice."""
        return None

    def _methods(self) -> Any:
        return self.fields["method"]

    def _moments(self) -> tuple[Any, Any]:
        starts, ends = self._moment("start"), self._moment("end")
        if starts and ends and ends <= starts:
            ends = self._moment("end", later=True)
        if starts and ends and ends <= starts:
            ends = self._moment("end", days=1)
            if ends and ends - starts > MAX_OVERNIGHT:
                self.add_error("end", _("The end comes before the start. Fill in a later time."))
        return starts, ends

    def _moment(self, name: str, *, later: bool = False, days: int = 0) -> Any:
        data = self.cleaned_data
        try:
            return to_utc(data["day"] + timedelta(days), data[name], data["time_zone"], later=later)
        except NonexistentTimeError:
            self.add_error(
                name, _("This time does not exist: that night the clock goes forward. Fill in another time.")
            )
            return None

    def plan(self) -> dict[str, Any]:
        """Return the cleaned values by the name of the model's field."""
        words = ("title", "purpose", "place", "access", "reward")
        names = (*words, "phase", "method", "starts_at", "ends_at", "time_zone")
        return {name: self.cleaned_data[name] for name in names}


class TimeZoneFold(Div):
    """A fold around the clock, open where another one than that of the site is chosen or has to be."""

    template = "phases/workshops/_time_zone.html"
    is_open = False

    def render(self, form: Any, *args: Any, **options: Any) -> str:
        self.is_open = form.on_another_clock
        rendered: str = super().render(form, *args, **options)
        return rendered


def _plan_layout(hidden: str) -> Layout:
    return Layout(
        "title",
        "purpose",
        "phase",
        "method",
        "day",
        Div("start", "end", css_class="two"),
        TimeZoneFold("time_zone"),
        "place",
        "access",
        "reward",
        hidden,
    )


class PlanWorkshopForm(WorkshopForm, IdempotentForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cancel = reverse("phases:workshops", args=[self.initiative.pk])
        self.helper = form_helper(_("Plan the workshop"), cancel_url=cancel)
        self.helper.layout = _plan_layout("submission_key")


class EditWorkshopForm(WorkshopForm, VersionedForm):
    def __init__(self, *args: Any, workshop: Workshop, method: Method | None = None, **options: Any) -> None:
        chosen = method or workshop.method
        initial = {
            **{
                name: getattr(workshop, name)
                for name in ("title", "purpose", "place", "access", "reward", "time_zone", "version")
            },
            "phase": workshop.phase.code,
            "method": chosen.code if chosen else "",
            "day": workshop.local_start.date(),
            "start": workshop.local_start.time(),
            "end": workshop.local_end.time(),
        }
        super().__init__(*args, initiative=workshop.initiative, initial=initial, **options)
        self.workshop = workshop
        kept = Method.objects.filter(pk=workshop.method_id or 0)
        offered = methods_for([workshop.initiative.organisation_id])
        self._methods().offer(Method.objects.filter(Q(pk__in=offered) | Q(pk__in=kept)))
        self.helper = form_helper(_("Save"), cancel_url=workshop.get_absolute_url())
        self.helper.layout = _plan_layout("version")

    def stored_moments(self) -> tuple[Any, Any] | None:
        """Return the stored moments when the clock of the form shows them."""
        row, typed = self.workshop, self.cleaned_data
        starts, ends = (each.replace(second=0, microsecond=0) for each in (row.local_start, row.local_end))
        shown = (starts.date(), starts.time(), ends.time(), row.time_zone)
        same = shown == tuple(typed[name] for name in ("day", "start", "end", "time_zone"))
        return (row.starts_at, row.ends_at) if same else None
