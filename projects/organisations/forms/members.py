"""Forms of the organisation's people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...forms.base import SnapshotForm
from ...forms.layout import form_helper
from ...models import OrganisationMember, OrganisationRole

ORGANISATION_ROLES = [
    (OrganisationRole.MEMBER, _("Member: can start initiatives, and sees those they are in")),
    (OrganisationRole.MANAGER, _("Manager: reads all initiatives and makes reports, writes in none")),
    (OrganisationRole.ADMINISTRATOR, _("Administrator: lets people in and out, reads no initiatives")),
]


class OrganisationRoleForm(SnapshotForm):
    role = forms.ChoiceField(label=_("Role"), choices=ORGANISATION_ROLES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, member: OrganisationMember, **options: Any) -> None:
        options["initial"] = {"role": member.role}
        super().__init__(*args, **options)
        self.helper = form_helper(_("Save"))
