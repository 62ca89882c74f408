"""The face of this app's forms."""

from .account import (
    AskResetForm,
    ChangeForm,
    NewAddressForm,
    OwnAccountForm,
    PasswordAgainForm,
    ResetForm,
    SignInForm,
)
from .initiatives import EditForm, StartForm
from .keys import ChangingForm, CreatingForm, posted
from .organisation import (
    InviteToOrganisationForm,
    InviteToTeamForm,
    NewAccountForm,
    OrganisationRoleForm,
)
from .second_factor import (
    CodeAgainForm,
    CodeForm,
    PasskeyAgainForm,
    PasskeyAsFactorForm,
    PasskeyForm,
    PasskeySignInForm,
    SpareCodesForm,
    SwitchOffForm,
    SwitchOnForm,
)
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
    "NewAddressForm",
    "OrganisationRoleForm",
    "OwnAccountForm",
    "PasskeyAgainForm",
    "PasskeyAsFactorForm",
    "PasskeyForm",
    "PasskeySignInForm",
    "PasswordAgainForm",
    "ResetForm",
    "RoleForm",
    "SignInForm",
    "SpareCodesForm",
    "StartForm",
    "SwitchOffForm",
    "SwitchOnForm",
    "posted",
]
