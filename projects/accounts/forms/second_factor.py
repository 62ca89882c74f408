"""The forms of the second factor, in our words and look."""

import struct
from contextlib import suppress
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ...forms.fields import CleanedField, replace_text_fields
from ...forms.layout import form_helper
from ...models.encryption import UnreadableSecretError
from ..second_factor import is_suspended, restore_passkey

MALFORMED = (
    TypeError,
    ValueError,
    KeyError,
    AttributeError,
    IndexError,
    struct.error,
    InvalidSignature,
    NotImplementedError,
)
"""What reading the answer of a browser can meet when somebody made it up."""
PASSWORD_FIRST = _(
    "You chose a new password. Sign in with it once, and use your passkey after it. "
    "Then your passkey works by itself again."
)
NOT_OPENED = _("The passkey did not work. Try again, or sign in with your password.")


class SingleUseCodeMixin:
    """Takes the code of an app once: as long as the code can be right, it is not right again."""

    user: Any
    authenticator: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """Refuse a code that was used before; the library forgets it sooner than it expires."""
        library: Any = super()
        try:
            code: str = library.clean_code()
        except UnreadableSecretError:
            code = self._clean_with_what_can_be_read()
        found: Any = self.authenticator
        lasts = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        if found.type == Authenticator.Type.TOTP and not cache.add(
            f"code-used:{found.user_id}:{normalize_user_code(code)}", "y", timeout=lasts
        ):
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _clean_with_what_can_be_read(self) -> str:
        """Try each way by itself: one that cannot be read does not stand in the way of another."""
        code: str = self.cleaned_data["code"]
        ways = Authenticator.objects.filter(user=self.user)
        for way in ways.exclude(type=Authenticator.Type.WEBAUTHN):
            with suppress(UnreadableSecretError):
                if way.wrap().validate_code(code):
                    self.authenticator = way
                    return code
        raise UnreadableSecretError


def _asks_code(form: Any, submit: Any, help_text: Any = "") -> None:
    replace_text_fields(form, "code")
    form.fields["code"].label = _("Code")
    form.fields["code"].help_text = help_text
    form.fields["code"].widget.attrs["inputmode"] = "numeric"
    form.helper = form_helper(submit, unsaved="secret")


class CodeForm(SingleUseCodeMixin, AuthenticateForm):
    """Asks for the code while signing in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _asks_code(self, _("Sign in"), _("From the app on your phone, or one of your spare codes."))
        self.fields["code"].widget.attrs.pop("inputmode")


class CodeReauthenticateForm(SingleUseCodeMixin, ReauthenticateForm):
    """Asks for the code before something risky."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _asks_code(self, _("Go on"), _("From the app on your phone, or one of your spare codes."))
        self.fields["code"].widget.attrs.pop("inputmode")


class ActivateTotpForm(ActivateTOTPForm):
    """Asks for a first code of the app, to be sure that it works."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _asks_code(self, _("Switch it on"), _("Six digits. The app shows a new code every half minute."))


class DeactivateTotpForm(DeactivateTOTPForm):
    """Asks nothing; the button is the question."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = form_helper(_("Switch it off"), cancel_url="mfa_index")


class RecoveryCodesForm(GenerateRecoveryCodesForm):
    """Asks nothing; the button is the question."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = form_helper(_("Make new spare codes"), cancel_url="mfa_index")


class AddPasskeyForm(AddWebAuthnForm):
    """Adds a passkey: asks what to call it; the rest comes from the browser."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("passwordless", None)
        self.fields["name"] = CleanedField(
            label=_("What do you call this device?"),
            required=False,
            widget=forms.TextInput({"autocomplete": "off"}),
        )
        self.initial["name"] = _("My phone or computer")
        self.fields["credential"].error_messages["required"] = NOT_OPENED
        self.helper = form_helper(_("Add a passkey"))
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.inputs = []

    def clean_name(self) -> str:
        """Cut a name without end, since the passkey is made by now and cannot be refused for it."""
        return str(self.cleaned_data["name"] or self.initial["name"])[:500]

    def clean(self) -> dict[str, Any]:
        """Refuse what no browser made."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except MALFORMED as error:
            raise ValidationError(NOT_OPENED) from error
        return cleaned


class PasskeyErrorsMixin:
    """Reads what the browser says about a passkey that was opened; what was made up is refused in words."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["credential"].error_messages["required"] = NOT_OPENED

    def clean_credential(self) -> Any:
        library: Any = super()
        try:
            return library.clean_credential()
        except MALFORMED as error:
            raise ValidationError(NOT_OPENED) from error


class PasskeyAuthenticateForm(PasskeyErrorsMixin, AuthenticateWebAuthnForm):
    def save(self) -> None:
        """Note that it was used after the password."""
        super().save()
        restore_passkey(self.cleaned_data["credential"])


class PasskeySignInForm(PasskeyErrorsMixin, LoginWebAuthnForm):
    """Signs in with a passkey."""

    def clean_credential(self) -> Any:
        """Refuse one that was there before a new password by mail, until it was used with that password."""
        passkey = super().clean_credential()
        if is_suspended(passkey):
            raise ValidationError(PASSWORD_FIRST)
        return passkey


class PasskeyReauthenticateForm(PasskeyErrorsMixin, ReauthenticateWebAuthnForm):
    """Opens a passkey before something risky."""
