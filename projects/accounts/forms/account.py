"""The forms of signing in and of passwords, in our words and look."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ...forms import DryRunForm
from ...forms.base import SnapshotForm
from ...forms.fields import AddressField, CleanedField, replace_text_fields
from ...forms.layout import form_helper
from ...models import User
from ..hashers import TunedArgon2


class SignInForm(LoginForm):
    """E-mail address and password, in our words and look."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        replace_text_fields(self, "login", "password")
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields.pop("remember", None)
        self.helper = form_helper(_("Sign in"), error_title=_("Signing in failed"), unsaved="secret")

    def clean(self) -> dict[str, Any]:
        """Say beside the password that the two do not belong together, not which of them is wrong."""
        try:
            cleaned: dict[str, Any] = super().clean() or {}
        except ValidationError as error:
            raise ValidationError({"password": error.messages}) from error
        if self.user is not None:
            _hash_anew(self.user, cleaned["password"])
        return cleaned


def _hash_anew(user: Any, password: str) -> None:
    """Hash a password from before the normalising again. Only here: a new hash ends the sessions that are open."""
    hasher = identify_hasher(user.password)
    if isinstance(hasher, TunedArgon2) and hasher.is_outdated(password, user.password):
        user.set_password(password)
        user.save(update_fields=["password"])


def _plainly(form: Any, submit: Any, **labels: Any) -> None:
    """Give fields our labels, take placeholders away, and add the button."""
    replace_text_fields(form, *labels)
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].help_text = ""
    form.helper = form_helper(submit, unsaved="secret")


class RequestResetForm(ResetPasswordForm):
    """Asks for the address that gets a link."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _plainly(self, _("Send me a link"), email=_("E-mail address"))

    def clean_email(self) -> str:
        """Find who signs in with the address; one that still waits for its link gets no new password."""
        email: str = super().clean_email()
        found: list[Any] = self.users  # type: ignore[has-type]  # the library sets it without a type
        self.users = [user for user in found if user.email == email]
        return email


class SetNewPasswordForm(ResetPasswordKeyForm):
    """A new password, twice."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _plainly(self, _("Save the password"), password1=_("New password"), password2=_("The same once more"))
        self.account_address = getattr(self.user, "email", "")


class PasswordChangeForm(ChangePasswordForm):
    """The old password, and a new one twice."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _plainly(
            self,
            _("Save the password"),
            oldpassword=_("Your password now"),
            password1=_("New password"),
            password2=_("The same once more"),
        )
        self.account_address = self.user.email


class PasswordReauthenticateForm(ReauthenticateForm):
    """Asks for the password once more before something risky."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _plainly(self, _("Go on"), password=_("Your password"))
        self.account_address = self.user.email


class OwnAccountForm(SnapshotForm):
    name = CleanedField(label=_("Your name"), max_length=150)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        language = person.language or settings.LANGUAGE_CODE
        options["initial"] = {"name": person.name, "language": language}
        super().__init__(*args, **options)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.helper = form_helper(_("Save"))


class NewAddressForm(DryRunForm):
    email = AddressField(label=_("New e-mail address"), max_length=254)

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.helper = form_helper(
            _("Send me a link"), cancel_url="account", action=reverse("account_email"), takes_all=True
        )

    def clean_email(self) -> str:
        """Refuse the address that counts already."""
        email: str = self.cleaned_data["email"].strip().lower()
        if email == self.person.email:
            raise ValidationError(_("This is your address already."))
        return email

    def is_taken(self) -> bool:
        """Tell whether somebody else signs in with it, which the page does not tell."""
        return User.objects.filter(email=self.cleaned_data["email"]).exists()
