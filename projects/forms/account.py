"""The sign-in form."""

from typing import Any

from allauth.account.forms import LoginForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .layout import plain_helper


class SignInForm(LoginForm):
    """E-mail address and password, in our words and look."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields.pop("remember", None)
        self.helper = plain_helper(_("Sign in"), error_title=_("Signing in failed"))

    def clean(self) -> dict[str, Any]:
        """Say beside the password that the two do not belong together, not which of them is wrong."""
        try:
            cleaned: dict[str, Any] = super().clean() or {}
        except ValidationError as error:
            raise ValidationError({"password": error.messages}) from error
        return cleaned
