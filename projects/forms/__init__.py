"""The face of this app's forms."""

from .account import AskResetForm, ChangeForm, ResetForm, SignInForm
from .initiatives import EditForm, StartForm
from .keys import ChangingForm, CreatingForm, posted
from .organisation import (
    InviteToOrganisationForm,
    InviteToTeamForm,
    NewAccountForm,
    OrganisationRoleForm,
)
from .stakeholders import AddStakeholderForm, EditStakeholderForm
from .team import AddMemberForm, RoleForm

__all__ = [
    "AddMemberForm",
    "AddStakeholderForm",
    "AskResetForm",
    "ChangeForm",
    "ChangingForm",
    "CreatingForm",
    "EditForm",
    "EditStakeholderForm",
    "InviteToOrganisationForm",
    "InviteToTeamForm",
    "NewAccountForm",
    "OrganisationRoleForm",
    "ResetForm",
    "RoleForm",
    "SignInForm",
    "StartForm",
    "posted",
]
