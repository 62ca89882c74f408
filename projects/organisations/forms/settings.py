"""Forms of an organisation's settings: its name and what new things start from, its house style, its terms; and the review of rights."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from ...forms.base import IdempotentForm, SnapshotForm
from ...forms.fields import CleanedField, WholeNumberField, validate_distinct
from ...forms.layout import form_helper
from ...models import MAX_FEEDBACK_DAYS, MIN_FEEDBACK_DAYS, Organisation, WorkingLanguage
from ...typed_text import INDEXED_ROOM
from ..logo import KINDS, MAX_BYTES, LogoError, sanitised
from ..palette import READABLE, WHITE, contrast, darkened, read_colour

TERMS = {
    "retention_invitations_days": (7, 365),
    "retention_raw_notes_months": (1, 60),
    "retention_contacts_months": (1, 24),
    "retention_inactive_account_months": (6, 60),
}
"""The shortest and the longest of each term."""


def _within(term: str) -> dict[str, int]:
    return dict(zip(("min_value", "max_value"), TERMS[term], strict=True))


def _settings_of(organisation: Organisation) -> str:
    return reverse("organisation:settings", args=[organisation.pk])


class GeneralForm(SnapshotForm):
    """The name of an organisation, and the language and the days that new things start from."""

    name = CleanedField(
        label=_("What is the organisation called?"),
        help_text=_("This name stands in invitations and on reports."),
        max_length=200,
        room=INDEXED_ROOM,
    )
    language = forms.ChoiceField(
        label=_("In which language do new things begin?"),
        help_text=_(
            "Invitations to people without an account, and new initiatives with their reports. A team can choose otherwise."
        ),
        choices=WorkingLanguage.choices,
        widget=forms.RadioSelect,
    )
    feedback_days = WholeNumberField(
        label=_("Within how many days do people hear back?"),
        help_text=_("New promises start from this number. Each initiative can choose another."),
        min_value=MIN_FEEDBACK_DAYS,
        max_value=MAX_FEEDBACK_DAYS,
    )

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        names = ("name", "language", "feedback_days")
        options["initial"] = {name: getattr(organisation, name) for name in names}
        super().__init__(*args, **options)
        self.organisation = organisation
        self.helper = form_helper(_("Save"), cancel_url=_settings_of(organisation))

    def clean_name(self) -> str:
        """Write the name on one line, and refuse one that is taken or holds signs that nobody sees."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if any(unicodedata.category(sign).startswith("C") for sign in name):
            raise ValidationError(_("There is a sign in this name that nobody can see. Type the name again."))
        if name == self.organisation.name:
            return name
        others = Organisation.objects.exclude(pk=self.organisation.pk)
        validate_distinct(name, others.values_list("name", flat=True), self.taken().message)
        return name

    @staticmethod
    def taken() -> ValidationError:
        return ValidationError(_("Another organisation has this name already."))


class HouseStyleForm(SnapshotForm):
    """The logo and the accent colour. `cleaned_data["logo"]` is the picture as we drew it anew, or None."""

    logo = forms.FileField(
        label=_("Logo"),
        help_text=_(
            "A PNG, JPEG or WebP picture of at most 1 MB. We make it 600 by 200 dots at most. Without a file the logo stays as it is."
        ),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ", ".join(f"image/{kind.lower()}" for kind in KINDS)}),
    )
    accent = CleanedField(
        label=_("Accent colour"),
        help_text=_(
            "For buttons, links and the parts that are done. Write # and six figures or letters, for example #0a5562. Leave it empty for our own colour."
        ),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        options["initial"] = {"accent": organisation.accent}
        super().__init__(*args, **options)
        here = reverse("organisation:house-style", args=[organisation.pk])
        self.fields["accent"].widget.attrs |= {
            "hx-get": here,
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#preview",
            "hx-params": "accent",
        }
        self.helper = form_helper(
            _("Save"), cancel_url=_settings_of(organisation), action=here, takes_all=True
        )

    def clean_logo(self) -> bytes | None:
        """Draw the logo anew, or say why this file will not do."""
        upload = self.cleaned_data["logo"]
        if upload is None:
            return None
        try:
            return sanitised(upload.read(MAX_BYTES + 1))
        except LogoError as refused:
            raise ValidationError(str(refused)) from refused

    def clean_accent(self) -> str:
        """Write the colour in one way, and refuse one on which white words cannot be read."""
        typed = str(self.cleaned_data["accent"])
        if not typed:
            return ""
        colour = read_colour(typed)
        if colour is None:
            raise ValidationError(
                _("This is no colour. Write # and six figures or letters, for example #0a5562.")
            )
        if (found := contrast(colour, WHITE)) < READABLE:
            words = _(
                "This colour is too light: its contrast with white is %(found)s to 1, and at least %(asked)s to 1 is needed to read words. A darker shade that will do is %(shade)s."
            )
            raise ValidationError(
                words
                % {
                    "found": number_format(int(found * 10) / 10, 1),
                    "asked": number_format(READABLE, 1),
                    "shade": darkened(colour, READABLE),
                }
            )
        return colour


class TermsForm(SnapshotForm):
    retention_invitations_days = WholeNumberField(
        **_within("retention_invitations_days"),
        label=_("After how many days do invitations go?"),
        help_text=_(
            "Counted from the day they were used, withdrawn or became too old. Choose from 7 to 365 days."
        ),
    )
    retention_raw_notes_months = WholeNumberField(
        **_within("retention_raw_notes_months"),
        label=_("After how many months do the names of speakers go?"),
        help_text=_(
            "Counted from the day an initiative goes to the archive. What they said stays, without a name. Choose from 1 to 60 months."
        ),
    )
    retention_contacts_months = WholeNumberField(
        **_within("retention_contacts_months"),
        label=_("After how many months do the contacts of groups go?"),
        help_text=_(
            "Names, e-mail addresses and phone numbers. Counted from the day an initiative goes to the archive. Choose from 1 to 24 months."
        ),
    )
    retention_inactive_account_months = WholeNumberField(
        **_within("retention_inactive_account_months"),
        label=_("After how many months does an account that nobody uses go?"),
        help_text=_(
            "The person gets a mail four weeks before. Who belongs to several organisations keeps the account for the longest of their terms. Choose from 6 to 60 months."
        ),
    )

    drafts_on_devices = forms.BooleanField(
        label=_("What is typed in the log of a workshop may stay on the device for 72 hours"),
        help_text=_(
            "For places with bad internet. It goes from the device once it is saved, and when someone signs out. Without this, leaving the page asks."
        ),
        required=False,
    )

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        options["initial"] = {name: getattr(organisation, name) for name in (*TERMS, "drafts_on_devices")}
        super().__init__(*args, **options)
        self.helper = form_helper(_("Save"), cancel_url=_settings_of(organisation))

    def terms(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in (*TERMS, "drafts_on_devices")}


class RightsReviewForm(IdempotentForm):
    """Signs off the rights as they were shown: `digest` says which these were."""

    digest = CleanedField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, organisation: Organisation, digest: str, **options: Any) -> None:
        options["initial"] = {"digest": digest}
        super().__init__(*args, **options)
        self.as_it_is = digest
        here = reverse("organisation:rights", args=[organisation.pk])
        self.helper = form_helper(_("I looked at this and it is right"), action=here)

    def is_outdated(self) -> bool:
        """Tell whether the rights changed since the page with this form was shown."""
        return bool(self.cleaned_data.get("digest") != self.as_it_is)

    def ask_to_look_again(self) -> None:
        """Say that the rights changed, and be ready to sign them as they are now."""
        typed: Any = self.data.copy()  # type: ignore[attr-defined]  # a form that was sent
        typed[self.add_prefix("digest")] = self.as_it_is
        self.data = typed
        self.add_error(
            None, _("The rights changed while you were looking. Look at them once more, and then sign.")
        )
