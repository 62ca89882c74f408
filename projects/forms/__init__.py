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
from .contacts import AddContactForm, EditContactForm
from .hand_over import HandOverForm
from .identity_provider import ReviseProviderForm, SetUpProviderForm
from .initiatives import EditForm, StartForm
from .keys import MOST_VERSIONS, ChangingForm, CreatingForm, ShownForm, posted
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
from .settings import GeneralForm, HouseStyleForm, RightsReviewForm, TermsForm
from .stakeholders import AddStakeholderForm, EditStakeholderForm
from .team import AddMemberForm, RoleForm

__all__ = [
    "MOST_VERSIONS",
    "AddContactForm",
    "AddMemberForm",
    "AddStakeholderForm",
    "AskResetForm",
    "ChangeForm",
    "ChangingForm",
    "CodeAgainForm",
    "CodeForm",
    "CreatingForm",
    "EditContactForm",
    "EditForm",
    "EditStakeholderForm",
    "GeneralForm",
    "HandOverForm",
    "HouseStyleForm",
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
    "ReviseProviderForm",
    "RightsReviewForm",
    "RoleForm",
    "SetUpProviderForm",
    "ShownForm",
    "SignInForm",
    "SpareCodesForm",
    "StartForm",
    "SwitchOffForm",
    "SwitchOnForm",
    "TermsForm",
    "posted",
]
