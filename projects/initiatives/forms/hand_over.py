"""The form with which a lead hands over."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ...forms.base import IdempotentForm
from ...forms.fields import CleanedField
from ...forms.layout import form_helper
from ...models import Initiative, OrganisationMember, Role
from ...typed_text import dutch_order, isolated

LEAVE = "leave"


def _by_name(row: Any) -> Any:
    return dutch_order(row.user.name), row.user.email


class HandOverForm(IdempotentForm):
    """Asks who becomes lead, what they have to know, and what the present lead does from then on."""

    person = forms.ChoiceField(label=_("Who becomes the lead?"))
    note = CleanedField(
        label=_("What does the new lead have to know?"),
        help_text=_("What is going on? What comes next? What to mind? The whole team can read this note."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    stays = forms.ChoiceField(
        label=_("What do you do from then on?"),
        choices=[
            (str(int(Role.FACILITATOR)), _("I stay as facilitator")),
            (str(int(Role.OBSERVER)), _("I stay as observer")),
            (LEAVE, _("I leave the team")),
        ],
        widget=forms.RadioSelect,
        initial=str(int(Role.FACILITATOR)),
    )

    def __init__(self, *args: Any, initiative: Initiative, giver: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        team = initiative.team.exclude(user=giver).filter(user__is_active=True).select_related("user")
        colleagues = OrganisationMember.objects.filter(
            organisation=initiative.organisation, user__is_active=True
        ).exclude(user__in=initiative.team.values("user"))
        groups = (
            (_("In the team"), sorted(team, key=_by_name)),
            (_("Colleagues of the organisation"), sorted(colleagues.select_related("user"), key=_by_name)),
        )
        self.people = {str(row.pk): row.user for _name, rows in groups for row in rows}
        person: Any = self.fields["person"]
        person.choices = [
            ("", _("Choose someone")),
            *(
                (name, [(str(row.pk), f"{isolated(row.user.name)} ({row.user.email})") for row in rows])
                for name, rows in groups
                if rows
            ),
        ]
        self.helper = form_helper(
            _("Hand over the lead"), cancel_url=reverse("projects:team", args=[initiative.pk])
        )

    def hand_over(self) -> dict[str, Any]:
        """Return what `HandOver.make` asks."""
        stays = self.cleaned_data["stays"]
        return {
            "receiver": self.people[self.cleaned_data["person"]],
            "note": self.cleaned_data["note"],
            "stays": None if stays == LEAVE else Role(int(stays)),
        }
