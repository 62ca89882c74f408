"""Inviting someone, and accepting an invitation."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from ..accounts.hashers import normalized
from ..forms.base import IdempotentForm
from ..forms.fields import AddressField, CleanedField, SecretField
from ..forms.layout import form_helper
from ..initiatives.forms.team import ROLE_CHOICES
from ..models import Initiative, Invitation, Organisation, OrganisationRole, Role, User
from ..organisations.forms.members import ORGANISATION_ROLES


class InviteForm(IdempotentForm):
    """Asks for the address of someone who gets a link."""

    email = AddressField(
        label=_("E-mail address"), help_text=_("The invitation holds for this address only."), max_length=254
    )

    def clean_email(self) -> str:
        """Write the address as we keep it, and refuse someone who is in already."""
        email = str(self.cleaned_data["email"]).strip().lower()
        if (
            not email.isprintable()
        ):  # allowed between quotation marks, but it would end a line of the mail's head
            raise ValidationError(EmailValidator.message)
        if self.is_in(email):
            raise ValidationError(_("This person is in already."))
        return email

    def is_in(self, email: str) -> bool:
        raise NotImplementedError


class InviteToOrganisationForm(InviteForm):
    role = forms.ChoiceField(
        label=_("What are they here?"),
        choices=ORGANISATION_ROLES,
        widget=forms.RadioSelect,
        initial=OrganisationRole.MEMBER,
    )

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.organisation = organisation
        self.helper = form_helper(_("Send the invitation"))

    def is_in(self, email: str) -> bool:
        return self.organisation.members.filter(user__email=email).exists()

    def purpose(self) -> dict[str, Any]:
        return {"organisation_role": OrganisationRole(self.cleaned_data["role"])}


class InviteToTeamForm(InviteForm):
    """Invites someone, also from another organisation, into one initiative; they see nothing else."""

    role = forms.TypedChoiceField(
        label=_("What do they do?"),
        choices=ROLE_CHOICES,
        coerce=lambda value: Role(int(value)),
        widget=forms.RadioSelect,
        initial=Role.FACILITATOR,
    )

    def __init__(self, *args: Any, initiative: Initiative, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initiative = initiative
        self.helper = form_helper(_("Send the invitation"))

    def is_in(self, email: str) -> bool:
        return self.initiative.team.filter(user__email=email).exists()

    def purpose(self) -> dict[str, Any]:
        return {"initiative": self.initiative, "role": self.cleaned_data["role"]}


class NewAccountForm(forms.Form):
    """What someone without an account fills in to accept; the address is that of the invitation."""

    name = CleanedField(label=_("Your name"), max_length=150)
    password = SecretField(
        label=_("Choose a password"),
        max_length=128,
        autocomplete="new-password",
    )

    def __init__(self, *args: Any, invitation: Invitation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.invitation = invitation
        self.account_address = invitation.email
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["password"].help_text = password_validators_help_texts()[1]
        self.helper = form_helper(_("Make my account and join"), unsaved="secret")

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        about = User(email=self.invitation.email, name=self.cleaned_data.get("name", ""))
        validate_password(normalized(password), about)
        return password
