"""Forms of the team page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...forms.base import IdempotentForm, SnapshotForm
from ...forms.layout import form_helper
from ...models import Initiative, OrganisationMember, Role, TeamMember
from .people import person_field

ROLE_CHOICES = [
    (Role.FACILITATOR, _("Facilitator: writes answers and logs workshops")),
    (Role.LEAD, _("Project lead: also decides at gates and chooses the team")),
    (Role.OBSERVER, _("Observer: reads along")),
]


class AddMemberForm(IdempotentForm):
    person = forms.Field()
    role = forms.TypedChoiceField(
        label=_("What do they do?"),
        choices=ROLE_CHOICES,
        coerce=lambda value: Role(int(value)),
        widget=forms.RadioSelect,
        initial=Role.FACILITATOR,
    )

    def __init__(self, *args: Any, initiative: Initiative, **options: Any) -> None:
        super().__init__(*args, **options)
        colleagues = OrganisationMember.objects.filter(
            organisation=initiative.organisation, user__is_active=True
        ).exclude(user__in=initiative.team.values("user"))
        self.fields["person"] = person_field(
            [(_("Colleagues of the organisation"), colleagues)],
            label=_("Who joins the team?"),
            nobody=_("Choose a colleague"),
        )
        self.helper = form_helper(_("Add to the team"))

    def user(self) -> Any:
        return self.cleaned_data["person"]


class RoleForm(SnapshotForm):
    role = forms.TypedChoiceField(
        label=_("Role"), choices=Role.choices, coerce=lambda value: Role(int(value))
    )

    def __init__(self, *args: Any, member: TeamMember, **options: Any) -> None:
        options["initial"] = {"role": member.role}
        super().__init__(*args, **options)
        self.helper = form_helper(_("Save"))
