"""Pages of the site as a whole: health, refusals, headers, language, signing in."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError
from django.test import Client, override_settings

from projects.accounts.hashers import TunedArgon2
from projects.models import User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


def test_live_and_ready_say_ok_and_nothing_else(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/health/live").content == b"ok"
    assert client.get("/health/ready").content == b"ok"

    def gone(*_anything: object) -> None:
        raise DatabaseError("secret host name")

    monkeypatch.setattr("cocreation.web.views.MigrationExecutor", gone)
    broken = client.get("/health/ready")
    assert broken.status_code == 503
    assert broken.content == b"not ok"


def test_every_answer_has_the_headers(house: House, road: Road, as_: Browser) -> None:
    for browser, path in (
        (as_(None), "/"),
        (as_(house.lead), house.initiative.get_absolute_url()),
        (as_(house.lead), "/nowhere/"),
        (as_(house.observer), f"{house.initiative.get_absolute_url()}edit/"),
    ):
        headers = browser.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in as_(house.lead).get("/initiatives/").headers["Cache-Control"]


def test_broken_text_is_a_plain_400(client: Client) -> None:
    for path in ("/toolkit/?q=%00", "/%00/"):
        refused = client.get(path)
        assert refused.status_code == 400
        assert "<h1" in refused.text


def test_security_txt_is_there_when_there_is_a_contact(client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    with override_settings(SECURITY_CONTACT="mailto:a@example.org"):
        assert "Contact: mailto:a@example.org" in client.get("/.well-known/security.txt").text


def test_the_language_is_the_browsers_until_a_person_chooses(house: House, road: Road, as_: Browser) -> None:
    assert 'lang="nl"' in Client(headers={"accept-language": "nl"}).get("/").text
    assert 'lang="en"' in Client(headers={"accept-language": "en"}).get("/").text
    assert 'lang="nl"' in Client(headers={"accept-language": "fi"}).get("/").text
    browser = as_(house.lead)
    browser.post("/language/", {"language": "nl", "next": "/"})
    assert 'lang="nl"' in browser.get("/").text
    house.lead.refresh_from_db()
    assert house.lead.language == "nl"


def sign_in(email: str, password: str, **more: str) -> object:
    """Send the sign-in form."""
    client = Client(headers={"accept-language": "en"})
    return client.post("/account/sign-in/", {"login": email, "password": password, **more})


def test_signing_in_leads_to_where_one_was_going() -> None:
    person = factories.make_user()
    assert sign_in(person.email, factories.PASSWORD).headers["Location"] == "/"  # type: ignore[attr-defined]
    answer = sign_in(person.email.upper(), factories.PASSWORD, next="/initiatives/")
    assert answer.headers["Location"] == "/initiatives/"  # type: ignore[attr-defined]
    away = sign_in(person.email, factories.PASSWORD, next="https://example.org/")
    assert away.headers["Location"] == "/"  # type: ignore[attr-defined]


def test_a_wrong_password_and_an_unknown_address_are_told_apart_by_nobody() -> None:
    person = factories.make_user()
    wrong, unknown = (sign_in(email, "wrong") for email in (person.email, "nobody@example.org"))
    for answer in (wrong, unknown):
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert "Signing in failed" in answer.text  # type: ignore[attr-defined]
        assert 'aria-describedby="id_password_error"' in answer.text  # type: ignore[attr-defined]
    shown = [answer.context["form"].errors.get_json_data() for answer in (wrong, unknown)]  # type: ignore[attr-defined]
    assert shown[0] == shown[1]


def test_nobody_registers_by_themselves() -> None:
    answer = Client(headers={"accept-language": "en"}).post(
        "/account/sign-up/", {"email": "new@example.org", "password1": factories.PASSWORD}
    )
    assert "You cannot register yourself" in answer.text
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_closed_account_cannot_sign_in() -> None:
    person = factories.make_user()
    User.objects.filter(pk=person.pk).update(is_active=False)
    answer = sign_in(person.email, factories.PASSWORD)
    assert answer.headers["Location"] == "/account/inactive/"  # type: ignore[attr-defined]


def test_passwords_are_kept_as_argon2_of_the_size_that_was_chosen() -> None:
    kept = make_password("secret words that are long", hasher=TunedArgon2())
    assert kept.startswith("argon2$argon2id$v=19$m=47104,t=2,p=1$")
    says = "from cocreation.settings import PASSWORD_HASHERS; print(PASSWORD_HASHERS[0])"
    told = subprocess.run([sys.executable, "-c", says], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == f"{TunedArgon2.__module__}.{TunedArgon2.__qualname__}"


def test_a_form_without_its_token_says_what_to_do(house: House) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    browser.force_login(house.lead)
    refused = browser.post("/language/", {"language": "nl"})
    assert refused.status_code == 403
    assert "The page was open too long" in refused.text
