"""Forms about a named contact of a group."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...forms.base import IdempotentForm, VersionedForm
from ...forms.fields import AddressField, CleanedField
from ...forms.layout import form_helper
from ...models import Stakeholder, StakeholderContact

FIELDS = ("reason", "name", "function", "email", "phone")


class ContactForm(forms.Form):
    """Asks first why, then who, and nothing that is not needed to reach the group."""

    reason = CleanedField(
        label=_("Why do you keep this person?"),
        help_text=_("For example: she speaks for the tenants and asked us to call her."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = CleanedField(label=_("Name of the contact"), max_length=120)
    function = CleanedField(label=_("Function"), max_length=120, required=False)
    email = AddressField(label=_("E-mail address"), max_length=254, required=False)
    phone = CleanedField(label=_("Phone number"), max_length=40, required=False)

    def particulars(self) -> dict[str, Any]:
        """Return the cleaned values by the name of the model's field."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class AddContactForm(ContactForm, IdempotentForm):
    def __init__(self, *args: Any, stakeholder: Stakeholder, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = form_helper(_("Add the contact"), cancel_url=stakeholder.get_absolute_url())


class EditContactForm(ContactForm, VersionedForm):
    def __init__(self, *args: Any, contact: StakeholderContact, **options: Any) -> None:
        options["initial"] = {name: getattr(contact, name) for name in (*FIELDS, "version")}
        super().__init__(*args, **options)
        self.helper = form_helper(_("Save"), cancel_url=contact.stakeholder.get_absolute_url())
