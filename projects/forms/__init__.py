"""The face of this app's forms."""

from .account import AskResetForm, ChangeForm, PasswordAgainForm, ResetForm, SignInForm
from .identity_provider import ReviseProviderForm, SetUpProviderForm
from .initiatives import EditForm, StartForm
from .keys import ChangingForm, CreatingForm, posted
from .organisation import (
    InviteToOrganisationForm,
    InviteToTeamForm,
    NewAccountForm,
    OrganisationRoleForm,
)
from .second_factor import CodeAgainForm, CodeForm, SpareCodesForm, SwitchOffForm, SwitchOnForm
from .stakeholders import AddStakeholderForm, EditStakeholderForm
from .team import AddMemberForm, RoleForm

__all__ = [
    "AddMemberForm",
    "AddStakeholderForm",
    "AskResetForm",
    "ChangeForm",
    "ChangingForm",
    "CodeAgainForm",
    "CodeForm",
    "CreatingForm",
    "EditForm",
    "EditStakeholderForm",
    "InviteToOrganisationForm",
    "InviteToTeamForm",
    "NewAccountForm",
    "OrganisationRoleForm",
    "PasswordAgainForm",
    "ResetForm",
    "ReviseProviderForm",
    "RoleForm",
    "SetUpProviderForm",
    "SignInForm",
    "SpareCodesForm",
    "StartForm",
    "SwitchOffForm",
    "SwitchOnForm",
    "posted",
]
