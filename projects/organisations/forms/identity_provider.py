"""Forms with which an administrator sets up, changes and removes the sign-in of the organisation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ...accounts.oidc import protocol
from ...accounts.oidc.client import ProviderClient, ProviderError, origin_of
from ...forms.base import IdempotentForm, VersionedForm
from ...forms.fields import CleanedField, SecretField
from ...forms.layout import form_helper
from ...models import IdentityProvider, Organisation

PROBLEMS = {
    "not-https": _("An address has to begin with https://. This one does not: {about}"),
    "no-address": _("This is not a whole address: {about}"),
    "host-not-allowed": _(
        "Who runs this server does not allow this host yet: {about}. Ask them to add it to OIDC_HOSTS."
    ),
    "unreachable": _("There is no answer from this address. Is it right, and may this server go there?"),
    "redirects": _("The address leads on to another one: {about}. Fill in the address where it ends."),
    "not-found": _("There is nothing at {about}. Check the address with your IT department."),
    "no-json": _("What stands at {about} is not the description of a sign-in."),
    "too-long": _("What stands at {about} is too long to be the description of a sign-in."),
    "another-issuer": _("The sign-in calls itself ‘{about}’. Fill that in, letter for letter."),
    "part-missing": _("The description of the sign-in lacks something that is needed: {about}"),
}


def discover_origin(issuer: str) -> str:
    """Ask the provider for its description; give where people are sent. A refusal says in words what is wrong."""
    try:
        return origin_of(protocol.discover(issuer, ProviderClient())["authorization_endpoint"])
    except ProviderError as error:
        raise ValidationError(str(PROBLEMS[error.reason]).format(about=error.about)) from error


class _Particulars(forms.Form):
    name = CleanedField(
        label=_("Name on the button"),
        max_length=60,
        help_text=_("As your people know it, for example ‘Gemeente Voorbeeld’."),
    )
    secret = SecretField(
        label=_("Client secret"),
        max_length=500,
        strip=True,
        autocomplete="off",
    )
    asks_second_factor = forms.BooleanField(
        label=_("This sign-in asks a second factor itself"),
        required=False,
        help_text=_(
            "Tick this only if everyone always needs one there. Who signs in there is then asked no code here, "
            "also when your organisation asks everyone for one."
        ),
    )


class SetUpProviderForm(IdempotentForm, _Particulars):
    """What the IT department gives, and the name that people see."""

    issuer = CleanedField(
        label=_("Issuer"),
        max_length=300,
        room=300,
        help_text=_("The address of the sign-in, for example https://login.voorbeeld.example/v2.0"),
    )
    client_id = CleanedField(label=_("Client id"), max_length=191, room=191)
    field_order = ("submission_key", "name", "issuer", "client_id", "secret", "asks_second_factor")

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.organisation = organisation
        self.helper = form_helper(_("Check and set up"))
        for name in ("issuer", "client_id"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean(self) -> dict[str, Any]:
        """Look whether there is such a sign-in, and whether it is here already."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        known = {name: cleaned[name] for name in ("issuer", "client_id")}
        if IdentityProvider.objects.live().filter(organisation=self.organisation, **known).exists():
            self.add_error("issuer", _("This sign-in is set up already."))
            return cleaned
        try:
            cleaned["authorization_origin"] = discover_origin(cleaned["issuer"])
        except ValidationError as error:
            self.add_error("issuer", error)
        return cleaned

    def particulars(self) -> dict[str, Any]:
        names = (*self.field_order[1:], "authorization_origin")
        return {name: self.cleaned_data[name] for name in names}


class ReviseProviderForm(VersionedForm, _Particulars):
    """Changes the name, the secret, and whether a second factor is asked there."""

    field_order = ("version", "name", "secret", "asks_second_factor")

    def __init__(self, *args: Any, provider: IdentityProvider, **options: Any) -> None:
        names = ("version", "name", "asks_second_factor")
        options["initial"] = {name: getattr(provider, name) for name in names}
        super().__init__(*args, **options)
        self.provider = provider
        self.fields["secret"].required = False
        self.fields["secret"].label = _("New client secret")
        self.fields["secret"].help_text = _("Leave it empty to keep the one there is.")
        self.helper = form_helper(_("Check and save"))

    def clean(self) -> dict[str, Any]:
        """Look whether the sign-in is still what it was, and where it sends people now."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            cleaned["authorization_origin"] = discover_origin(self.provider.issuer)
        return cleaned

    def particulars(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
