"""Guessing: stopped for the account that is attacked, not for the town hall around it; and nobody learns who exists."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client

from projects.models import AuditEntry, User
from tests import factories
from tests.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.core]

TOWN_HALL = "203.0.113.7"
SIGN_IN = "/account/sign-in/"


def try_in(email: str, password: str, **headers: str) -> Any:
    """Try to sign in with a browser of one's own, from the town hall."""
    browser = Client(headers={"accept-language": "en", **headers}, REMOTE_ADDR=TOWN_HALL)
    return browser.post(SIGN_IN, {"login": email, "password": password})


def without_token(page: Any, *typed: str) -> str:
    """Return a page without the token of the moment and what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.text)
    for each in typed:
        text = text.replace(each, "typed")
    return text


def test_fifty_wrong_passwords_are_stopped_and_twenty_colleagues_get_in(house: House) -> None:
    colleagues = [factories.make_member(house.organisation) for _each in range(20)]
    answers = [try_in(house.lead.email, f"wrong password {number}") for number in range(50)]
    checked = [answer for answer in answers if "do not belong together" in answer.text]
    stopped = [answer for answer in answers if "There were too many attempts." in answer.text]
    assert (len(checked), len(stopped)) == (5, 45)
    assert {answer.status_code for answer in answers} == {422}
    assert "There were too many attempts." in try_in(house.lead.email, factories.PASSWORD).text
    assert [try_in(person.email, factories.PASSWORD).status_code for person in colleagues] == [302] * 20


def test_who_waits_may_try_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        try_in(house.lead.email, f"wrong password {number}")
    import time  # noqa: PLC0415

    later = time.time() + 301
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    assert try_in(house.lead.email, factories.PASSWORD).status_code == 302


def test_an_address_of_the_network_is_limited_too_but_widely(house: House, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "5/5m/key,30/10m/ip"}
    for number in range(30):
        try_in(f"person{number}@nowhere.example", "a wrong password")
    assert "There were too many attempts." in try_in("another@nowhere.example", "a wrong password").text
    elsewhere = Client(REMOTE_ADDR="198.51.100.9", headers={"accept-language": "en"})
    answer = elsewhere.post(SIGN_IN, {"login": house.lead.email, "password": factories.PASSWORD})
    assert answer.status_code == 302


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_what_a_client_says_of_its_address_has_no_effect(house: House, settings: Any, proxies: int) -> None:
    """The last proxy of ours adds what it sees; whatever stands before that is the client's own story."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "10/10m/ip"}
    ours = ["", TOWN_HALL, f"{TOWN_HALL}, 10.0.0.1"][proxies]
    for number in range(12):
        told = ", ".join(each for each in (f"198.51.100.{number}", ours) if each)
        answer = try_in(f"person{number}@nowhere.example", "wrong", **{"x-forwarded-for": told})
    assert "There were too many attempts." in answer.text


@pytest.mark.parametrize(
    "told", ["", "x", "1.2.3.4", "unknown, , ,", "'; drop", "::1, [::1]:80", "999.1.1.1, a b"]
)
def test_a_strange_or_short_header_is_no_fault(house: House, settings: Any, told: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    answer = try_in(house.lead.email, factories.PASSWORD, **{"x-forwarded-for": told})
    assert answer.status_code == 302


def test_a_client_without_an_address_can_sign_in(house: House) -> None:
    browser = Client(REMOTE_ADDR="")
    body = {"login": house.lead.email, "password": factories.PASSWORD}
    assert browser.post(SIGN_IN, body).status_code == 302


def test_too_many_requests_get_a_page_of_ours(house: House, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip", "invitation": "2/m/ip"}
    answers = [try_in("a@nowhere.example", "wrong") for _each in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert "Please wait a moment" in answers[-1].text
    browser, link = Client(headers={"accept-language": "nl"}), f"/account/invitations/{'A' * 43}/"
    assert [browser.post(link).status_code for _each in range(3)] == [410, 410, 429]
    assert "Wacht even" in browser.post(link).text
    assert browser.get(link).status_code == 410


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count how often a password is hashed."""
    found: list[str] = []
    hash_it = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        found.append(salt)
        return hash_it(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return found


def test_a_known_and_an_unknown_address_get_the_same_answer_for_the_same_work(
    house: House, hashings: list[str], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    hashings.clear()
    known = try_in(house.lead.email, "a wrong password")
    work = len(hashings)
    unknown = try_in("nobody@nowhere.example", "a wrong password")
    assert (work, len(hashings) - work) == (1, 1)
    assert known.status_code == unknown.status_code == 422
    assert without_token(known, house.lead.email) == without_token(unknown, "nobody@nowhere.example")
    lines = AuditEntry.objects.filter(action="account.sign-in-failed").order_by("at")
    assert [line.target_id for line in lines] == [str(house.lead.pk), ""]
    assert all("nobody" not in repr(vars(line)) for line in lines)


def test_who_has_no_password_is_not_found_out_either(house: House, hashings: list[str]) -> None:
    house.lead.set_unusable_password()
    house.lead.save()
    hashings.clear()
    known = try_in(house.lead.email, "a wrong password")
    assert len(hashings) == 1
    unknown = try_in("nobody@nowhere.example", "a wrong password")
    assert without_token(known, house.lead.email) == without_token(unknown, "nobody@nowhere.example")


def test_a_forgotten_password_tells_nothing_and_its_mail_goes_after_the_answer(
    house: House, hashings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashings.clear()
    sent: list[int] = []
    monkeypatch.setattr("django.http.HttpResponseRedirect.close", lambda self: sent.append(len(mail.outbox)))
    answers = []
    for email in (house.lead.email, "nobody@nowhere.example"):
        browser = Client(headers={"accept-language": "en"})
        answers.append(browser.post("/account/password/reset/", {"email": email}))
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [
        (302, "/account/password/reset/sent/")
    ] * 2
    assert hashings == []
    assert sent == [0, 0], "nothing was sent while the answer was made"


def test_asking_for_a_new_password_is_limited_for_one_account(house: House) -> None:
    browser = Client()
    answers = [browser.post("/account/password/reset/", {"email": house.lead.email}) for _each in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert len(mail.outbox) == 3
    strange = [browser.post("/account/password/reset/", {"email": "x@nowhere.example"}) for _each in range(4)]
    assert [answer.status_code for answer in strange] == [302, 302, 302, 429]


@pytest.fixture
def link(house: House) -> str:
    """Ask for a new password and give the address of the link in the mail."""
    Client().post("/account/password/reset/", {"email": house.lead.email})
    line = next(line for line in mail.outbox[-1].body.splitlines() if "/account/password/reset/" in line)
    return line.strip().replace("http://testserver", "")


NEW = {"password1": "een heel ander wachtwoord", "password2": "een heel ander wachtwoord"}


def use(link: str) -> str:
    """Use a link of a mail as a person does; give what the page says."""
    browser = Client(headers={"accept-language": "en"})
    form = browser.get(link, follow=True)
    page = browser.post(form.request["PATH_INFO"], NEW, follow=True)
    return "saved" if "Your password is saved" in page.text else "refused"


def spoiled(link: str) -> Iterator[str]:
    """Return the link with one letter changed, in the id and at both ends of the key."""
    for place in (len("/account/password/reset/") + 1, link.rindex("-") + 3, len(link) - 3):
        yield link[:place] + ("a" if link[place] != "a" else "b") + link[place + 1 :]


def test_a_link_that_was_opened_by_a_scanner_still_works_once(house: House, link: str) -> None:
    for _each in range(5):
        Client().get(link, follow=True)
        Client().head(link)
    assert house.lead.check_password(factories.PASSWORD)
    assert use(link) == "saved"
    assert use(link) == "refused"


def test_a_spoiled_link_changes_nothing(house: House, link: str) -> None:
    links = list(spoiled(link))
    assert len({link, *links}) == 4
    assert [use(each) for each in links] == ["refused"] * 3
    house.lead.refresh_from_db()
    assert house.lead.check_password(factories.PASSWORD)


def test_a_link_of_an_hour_ago_does_not_work(house: House, link: str, settings: Any) -> None:
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert use(link) == "refused"


def test_a_link_dies_when_the_person_signs_in_or_changes_the_password(house: House, link: str) -> None:
    house.lead.set_password("another long passphrase")
    house.lead.save()
    assert use(link) == "refused"
    assert User.objects.get(pk=house.lead.pk).check_password("another long passphrase")


def test_counters_know_no_address_of_mail(house: House) -> None:
    try_in("someone@nowhere.example", "a wrong password")
    kept = repr(cache._cache)  # type: ignore[attr-defined]
    assert "login_failed" in kept
    assert "someone" not in kept
