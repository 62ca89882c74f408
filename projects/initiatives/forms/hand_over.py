"""The form with which a lead hands over."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ...forms.base import IdempotentForm
from ...forms.fields import CleanedField
from ...forms.layout import form_helper
from ...models import Initiative, OrganisationMember, Role
from .people import person_field

LEAVE = "leave"


class HandOverForm(IdempotentForm):
    """Asks who becomes lead, what they have to know, and what the present lead does from then on."""

    person = forms.Field()
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
        team = initiative.team.exclude(user=giver).filter(user__is_active=True)
        colleagues = OrganisationMember.objects.filter(
            organisation=initiative.organisation, user__is_active=True
        ).exclude(user__in=initiative.team.values("user"))
        self.fields["person"] = person_field(
            [(_("In the team"), team), (_("Colleagues of the organisation"), colleagues)],
            label=_("Who becomes the lead?"),
            nobody=_("Choose someone"),
        )
        self.helper = form_helper(
            _("Hand over the lead"), cancel_url=reverse("projects:team", args=[initiative.pk])
        )

    def hand_over(self) -> dict[str, Any]:
        """Return what `HandOver.make` asks."""
        stays = self.cleaned_data["stays"]
        return {
            "receiver": self.cleaned_data["person"],
            "note": self.cleaned_data["note"],
            "stays": None if stays == LEAVE else Role(int(stays)),
        }
