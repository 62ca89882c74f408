"""A password is the same however a keyboard writes its letters; one from before that goes on working."""

import time
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password
from django.test import Client

from projects.accounts.hashers import TunedArgon2
from projects.models import User
from tests.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
COMPOSED = "één café op de hoek ﬁjn"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)
COMPATIBLE = unicodedata.normalize("NFKC", COMPOSED)
WAYS = (COMPOSED, DECOMPOSED, COMPATIBLE)
PLAIN = "een zin zonder accenten"


@pytest.fixture(autouse=True)
def _our_hasher(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["projects.accounts.hashers.TunedArgon2"]


def before(password: str) -> str:
    """Hash as was done before passwords were normalised."""

    class Before(Argon2PasswordHasher):
        time_cost, memory_cost, parallelism = 2, 47_104, 1

    return Before().encode(password, "a-salt-of-then-22-long")


def sign_in(email: str, password: str) -> bool:
    browser = Client()
    answer = browser.post("/account/sign-in/", {"login": email, "password": password})
    return answer.status_code == 302 and "_auth_user_id" in browser.session


@pytest.mark.parametrize("made", WAYS)
@pytest.mark.parametrize("typed", WAYS)
def test_a_password_made_in_one_way_of_writing_is_right_in_another(made: str, typed: str) -> None:
    kept = make_password(made)
    assert check_password(typed, kept)
    assert not check_password(typed.replace("hoek", "hoeken"), kept)


@pytest.mark.parametrize("old", [COMPOSED, DECOMPOSED, PLAIN])
def test_a_password_from_before_signs_in_and_is_hashed_anew(house: House, old: str) -> None:
    User.objects.filter(pk=house.lead.pk).update(password=before(old))
    assert not sign_in(house.lead.email, "een heel ander wachtwoord")
    assert sign_in(house.lead.email, old)
    kept = User.objects.get(pk=house.lead.pk).password
    for typed in {old, unicodedata.normalize("NFC", old), unicodedata.normalize("NFD", old)}:
        assert check_password(typed, kept)
        assert sign_in(house.lead.email, typed)
    assert User.objects.get(pk=house.lead.pk).password == kept, "once is enough"


def test_proving_oneself_with_a_password_from_before_ends_no_session(house: House, as_: Browser) -> None:
    User.objects.filter(pk=house.lead.pk).update(password=before(DECOMPOSED))
    house.lead.refresh_from_db()
    browser = as_(house.lead)
    again = browser.post("/account/again/", {"password": DECOMPOSED})
    assert again.status_code == 302
    assert browser.get("/account/").status_code == 200


def test_a_password_that_is_changed_or_reset_is_kept_in_one_way(house: House, as_: Browser) -> None:
    house.lead.set_password(COMPOSED)
    house.lead.save()
    browser = as_(house.lead)
    browser.post("/account/again/", {"password": DECOMPOSED})
    new = "een ander café zonder naam"
    told = browser.post(
        "/account/password/",
        {"oldpassword": DECOMPOSED, "password1": unicodedata.normalize("NFD", new), "password2": unicodedata.normalize("NFD", new)},
    )  # fmt: skip
    assert told.status_code == 302
    assert sign_in(house.lead.email, new)


def _hashes(monkeypatch: pytest.MonkeyPatch, email: str, password: str) -> int:
    done: list[str] = []
    with monkeypatch.context() as patch:
        for name in ("encode", "verify"):
            original = getattr(Argon2PasswordHasher, name)

            def counted(self: Any, *args: Any, original: Any = original) -> Any:
                done.append(args[0])
                return original(self, *args)

            patch.setattr(Argon2PasswordHasher, name, counted)
        assert not sign_in(email, password)
    return len(done)


@pytest.mark.parametrize(
    ("typed", "hashes"), [("een verkeerd wachtwoord", 1), ("een verkeerd cafe\u0301", 2)]
)
def test_a_known_and_an_unknown_address_cost_as_many_hashes(
    house: House, monkeypatch: pytest.MonkeyPatch, typed: str, hashes: int
) -> None:
    house.lead.set_password(COMPOSED)
    house.lead.save()
    User.objects.filter(pk=house.facilitator.pk).update(password=before(DECOMPOSED))
    for email in (house.lead.email, house.facilitator.email, "nobody@example.org"):
        assert _hashes(monkeypatch, email, typed) == hashes, email


def test_the_sizes_stay_those_of_the_settings() -> None:
    start = time.perf_counter()
    kept = TunedArgon2().encode(PLAIN, "a-salt-of-then-22-long")
    assert "m=47104,t=2,p=1" in kept
    assert time.perf_counter() - start < 5
