"""What a library can say on a page is said in the language of the page, and password managers know whose it is."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.adapter import get_adapter as account_adapter
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.socialaccount.adapter import get_adapter as socialaccount_adapter
from django.conf import settings
from django.contrib.auth.password_validation import get_default_password_validators
from django.core import mail
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from projects.models import Invitation, Role, User
from tests import factories
from tests.conftest import House
from tests.hostile.forms import product_forms

Browser = Callable[[User | None], Client]
pytestmark = pytest.mark.core


def messages() -> Iterator[tuple[str, Any]]:
    """Return every message of the forms in use, of their validators, and of the libraries that speak on pages."""
    for adapter in (account_adapter(), mfa_adapter(), socialaccount_adapter()):
        yield from adapter.error_messages.items()
    for form in product_forms():
        for name, field in getattr(form, "base_fields", {}).items():
            for code, message in field.error_messages.items():
                yield f"{form.__name__}.{name}.{code}", message
            for validator in field.validators:
                yield type(validator).__name__, getattr(validator, "message", None)


def said(message: Any, language: str) -> str:
    with translation.override(language):
        return str(message)


def test_no_message_of_a_library_is_english_on_a_dutch_page() -> None:
    told = [(where, said(text, "nl"), said(text, "en")) for where, text in messages() if _can_be_said(text)]
    assert len(told) >= 400
    assert sorted({(where, dutch) for where, dutch, english in told if dutch == english}) == []


def _can_be_said(text: Any) -> bool:
    try:
        return text is not None and bool(said(text, "en"))
    except (KeyError, TypeError):  # needs a number
        return False


OFF = {
    "account": (
        "login_code_sent",
        "phone_verification_sent",
        "phone_verified",
        "cannot_delete_primary_email",
        "email_confirmation_failed",
        "email_confirmation_sent",
        "email_confirmed",
        "email_deleted",
        "primary_email_set",
        "unverified_primary_email",
    ),
    "socialaccount": (
        "account_connected",
        "account_connected_other",
        "account_connected_updated",
        "account_disconnected",
    ),
}
"""What the library says of what it does elsewhere and not here: codes by mail, telephones, its own pages of addresses."""


def test_what_the_library_says_after_an_action_is_ours() -> None:
    library = Path(allauth.__file__).parent / "templates"
    ours = Path(settings.BASE_DIR) / "templates"
    off = {f"{app}/messages/{name}.txt" for app, names in OFF.items() for name in names}
    told = {
        str(path.relative_to(library))
        for app in ("account", "mfa", "socialaccount")
        for path in (library / app / "messages").glob("*.txt")
    }
    assert told - off == {str(path.relative_to(ours)) for path in ours.glob("*/messages/*.txt")}
    assert off <= told
    for name in sorted(told - off):
        dutch, english = (in_language(name, language) for language in ("nl", "en"))
        assert dutch != english, name
        assert not re.search(r"\b(je|jij|jou|jouw)\b", dutch, re.IGNORECASE), name


def in_language(name: str, language: str) -> str:
    with translation.override(language):
        return render_to_string(name, {"user": User(name="Lea")}).strip()


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("kort", "Dit wachtwoord is te kort. Neem minstens 15 tekens: een zin werkt goed."),
        ("password", "Veel mensen gebruiken dit wachtwoord, dus het is makkelijk te raden. Kies een ander."),
        ("123456789012345", "Dit wachtwoord heeft alleen cijfers. Gebruik ook woorden."),
        ("gerdameyer@example.org", "Dit wachtwoord lijkt te veel op uw naam of uw e-mailadres."),
    ],
)
def test_a_password_is_refused_in_our_words(password: str, words: str) -> None:
    person = User(email="gerdameyer@example.org", name="Gerda Meyer")
    found: list[str] = []
    with translation.override("nl"):
        for rule in get_default_password_validators():
            try:
                rule.validate(password, person)
            except ValidationError as refused:
                found += refused.messages
    assert words in found


@pytest.mark.django_db
def test_beside_each_password_stands_whose_it_is(house: House, as_: Browser) -> None:
    browser = as_(house.lead)
    named = re.compile(rf'<input[^>]*value="{re.escape(house.lead.email)}"[^>]*autocomplete="username"[^>]*>')
    again = browser.get("/account/again/").text
    assert named.search(again)
    assert 'autocomplete="current-password"' in again
    browser.post("/account/again/", {"password": factories.PASSWORD})
    change = browser.get("/account/password/").text
    assert named.search(change)
    assert change.count('autocomplete="new-password"') == 2
    assert change.count('autocomplete="current-password"') == 1
    sign_in = as_(None).get("/account/sign-in/").text
    assert 'autocomplete="username"' in sign_in
    assert 'autocomplete="current-password"' in sign_in


@pytest.mark.django_db
def test_beside_a_first_and_a_forgotten_password_it_stands_too(house: House, as_: Browser) -> None:
    """A password manager keeps what is chosen after a link in a mail under the right name."""
    as_(None).post("/account/password/reset/", {"email": house.lead.email})
    line = next(line for line in str(mail.outbox[-1].body).splitlines() if "/account/password/reset/" in line)
    page = as_(None).get(line.strip().replace("http://testserver", ""), follow=True)
    _invitation, token = Invitation.invite(
        house.organisation,
        "nina@elsewhere.example",
        by=house.lead,
        initiative=house.initiative,
        role=Role.OBSERVER,
    )
    invited = as_(None).get(f"/account/invitations/{token}/")
    for address, shown in ((house.lead.email, page), ("nina@elsewhere.example", invited)):
        assert shown.status_code == 200
        named = rf'<input[^>]*value="{re.escape(address)}"[^>]*autocomplete="username"[^>]*>'
        assert re.search(named, shown.text), address
        assert 'autocomplete="new-password"' in shown.text
