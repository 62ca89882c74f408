"""The forms of the second factor, in our words and look."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from django.utils.translation import gettext_lazy as _

from .layout import plain_helper


def _asks_code(form: Any, submit: Any, help_text: Any = "") -> None:
    form.fields["code"].label = _("Code")
    form.fields["code"].help_text = help_text
    form.fields["code"].widget.attrs.pop("placeholder", None)
    form.fields["code"].widget.attrs["inputmode"] = "numeric"
    form.helper = plain_helper(submit)


class CodeForm(AuthenticateForm):
    """Asks for the code while signing in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _asks_code(self, _("Sign in"), _("From the app on your phone, or one of your spare codes."))
        self.fields["code"].widget.attrs.pop("inputmode")


class CodeAgainForm(ReauthenticateForm):
    """Asks for the code before something risky."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _asks_code(self, _("Go on"), _("From the app on your phone, or one of your spare codes."))
        self.fields["code"].widget.attrs.pop("inputmode")


class SwitchOnForm(ActivateTOTPForm):
    """Asks for a first code of the app, to be sure that it works."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _asks_code(self, _("Switch it on"), _("Six digits. The app shows a new code every half minute."))


class SwitchOffForm(DeactivateTOTPForm):
    """Asks nothing; the button is the question."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = plain_helper(_("Switch it off"), cancel_url="mfa_index")


class SpareCodesForm(GenerateRecoveryCodesForm):
    """Asks nothing; the button is the question."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = plain_helper(_("Make new spare codes"), cancel_url="mfa_index")
