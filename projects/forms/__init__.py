"""The face of this app's forms."""

from .account import SignInForm
from .initiatives import EditForm, StartForm
from .keys import ChangingForm, CreatingForm, posted
from .stakeholders import AddStakeholderForm, EditStakeholderForm
from .team import AddMemberForm, RoleForm

__all__ = [
    "AddMemberForm",
    "AddStakeholderForm",
    "ChangingForm",
    "CreatingForm",
    "EditForm",
    "EditStakeholderForm",
    "RoleForm",
    "SignInForm",
    "StartForm",
    "posted",
]
