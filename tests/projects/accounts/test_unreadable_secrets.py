"""SECRET_KEY was changed and the one of before dropped: a sentence and a way out, and a command that prevents it."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management import CommandError, call_command
from django.test import Client

from projects.accounts.second_factor import PURPOSE
from projects.models import IdentityProvider, User
from projects.models.encryption import uses_current_key
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
FRESH = "another-key-of-this-test-" + "z" * 40
SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105 - of a person who was made up


def code_of_now() -> str:
    """Return the code that an app would show."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counters[len(counters) // 2]))


def with_factors() -> User:
    """Make a person with an app and spare codes."""
    person = factories.make_user()
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


def at_the_code(person: User) -> Client:
    """Return a browser that gave the password and is asked for the code."""
    browser = Client(headers={"accept-language": "en"})
    answer = browser.post("/account/sign-in/", {"login": person.email, "password": factories.PASSWORD})
    assert answer.headers["Location"] == "/account/second-factor/code/"
    return browser


def test_an_unreadable_code_is_told_in_words_with_a_way_out(settings: Any) -> None:
    person = with_factors()
    settings.SECRET_KEY = FRESH
    browser = at_the_code(person)
    assert browser.get("/account/second-factor/code/").status_code == 200
    for code in (code_of_now(), "123456", "12345678"):
        answer = browser.post("/account/second-factor/code/", {"code": code})
        assert answer.status_code == 422
        assert "We can no longer check your codes" in answer.text
        assert "can take the second step off" in answer.text


def test_one_that_cannot_be_read_does_not_stand_in_the_way_of_another(settings: Any) -> None:
    person = factories.make_user()
    TOTP.activate(person, SECRET)
    settings.SECRET_KEY = FRESH
    spare = RecoveryCodes.activate(person).get_unused_codes()
    answer = at_the_code(person).post("/account/second-factor/code/", {"code": spare[0]})
    assert answer.status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_of_an_account_breaks_on_an_unreadable_secret(method: str, settings: Any) -> None:
    person = with_factors()
    settings.SECRET_KEY = FRESH
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(person)
    browser.post("/account/again/", {"password": factories.PASSWORD})
    for path in ("", "spare-codes/", "spare-codes/new/", "spare-codes/file/", "on/", "off/", "again/"):
        answer = getattr(browser, method)(f"/account/second-factor/{path}", {"code": "123456"})
        assert answer.status_code < 500, path
    for path in (
        "/account/",
        "/account/data/",
        "/account/data/file/",
        "/account/links/",
        "/account/sign-in/",
    ):
        assert getattr(browser, method)(path).status_code < 500, path


def test_spare_codes_that_cannot_be_read_lead_to_new_ones(settings: Any) -> None:
    person = with_factors()
    settings.SECRET_KEY = FRESH
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(person)
    browser.post("/account/again/", {"password": factories.PASSWORD})
    page = browser.get("/account/second-factor/spare-codes/")
    assert page.status_code == 409
    assert "The key of this site was changed." in page.text
    (way,) = {part.split('"')[0] for part in page.text.split('nl-button--primary" href="')[1:]}
    assert browser.get(way).status_code == 200
    assert browser.post(way).status_code == 302
    assert browser.get("/account/second-factor/spare-codes/").status_code == 200


def test_a_provider_whose_secret_cannot_be_read_stops_nobody_else(
    house: House, road: Road, as_: Browser, settings: Any
) -> None:
    provider = factories.make_identity_provider(house.organisation, by=house.administrator)
    settings.SECRET_KEY = FRESH
    browser = as_(None)
    assert browser.get("/account/sign-in/").status_code == 200
    answer = browser.post(f"/account/with/{provider.pk}/")
    assert answer.status_code == 424
    assert "An administrator of your organisation has to fill it in again." in answer.text
    back = browser.get(f"/account/with/{provider.pk}/callback/?code=x&state=y")
    assert back.status_code < 500
    organisation = f"/organisation/{house.organisation.pk}/identity-provider/"
    admin = Client()
    admin.force_login(house.administrator)
    assert admin.get(organisation).status_code == 200


def test_links_and_sessions_of_another_key_are_over_and_no_fault(
    house: House, road: Road, as_: Browser, settings: Any
) -> None:
    browser = as_(house.lead)
    settings.SECRET_KEY = FRESH
    assert browser.get("/initiatives/").status_code == 302
    assert browser.get("/account/email/MQ:1abc:signature/").status_code < 500
    assert browser.get("/account/password/reset/abc-def-ghi/").status_code < 500


def test_secrets_are_encrypted_again_under_the_key_of_now(house: House, settings: Any, capsys: Any) -> None:
    with_factors()
    factories.make_identity_provider(house.organisation, by=house.administrator)
    before = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = FRESH, [before]
    rows = [row.data.get("secret") or row.data["seed"] for row in Authenticator.objects.all()]
    assert not any(uses_current_key(row, purpose=PURPOSE) for row in rows)
    call_command("encrypt_again")
    said = capsys.readouterr().out
    assert "3 secrets are encrypted" in said
    assert "No secret needs an earlier key." in said
    settings.SECRET_KEY_FALLBACKS = []
    totp = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert get_adapter().decrypt(totp.data["secret"]) == SECRET
    assert IdentityProvider.objects.get().secret
    settings.SECRET_KEY = before
    with pytest.raises(CommandError, match="3 cannot be read with any key"):
        call_command("encrypt_again")
