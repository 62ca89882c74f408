"""One's own account: name, language, another address that counts once its mail was read, and what happened."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from projects.models import AuditEntry, User
from projects.privacy.retention import RULES, apply_rules
from tests import factories
from tests.conftest import House, Road
from tests.projects.accounts.codes import code_of
from tests.projects.accounts.signing_in import is_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
NEW = "new@example.org"


def ask(browser: Client, email: str = NEW) -> str:
    """Ask for another address and give the path of the link in the mail, or nothing when there was none."""
    mail.outbox.clear()
    answer = browser.post("/account/email/", {"email": email})
    assert answer.status_code == 302
    found = (
        re.search(r"http://testserver(/account/email/\S+)", str(mail.outbox[0].body)) if mail.outbox else None
    )
    return found[1] if found else ""


def test_name_and_language_are_changed(house: House, as_: Browser) -> None:
    browser = as_(house.lead)
    assert "Lea Lead" in browser.get("/account/").text
    assert browser.post("/account/", {"name": "", "language": "nl"}).status_code == 422
    assert browser.post("/account/", {"name": "Lea", "language": "fr"}).status_code == 422
    assert browser.post("/account/", {"name": "Lea", "language": "nl"}).status_code == 302
    house.lead.refresh_from_db()
    assert (house.lead.name, house.lead.language) == ("Lea", "nl")
    assert "Uw account" in browser.get("/account/").text
    assert AuditEntry.objects.filter(action="account.revised", by=house.lead).count() == 1


def test_another_address_counts_once_its_mail_was_read(house: House) -> None:
    browser, there, old = sign_in(house.lead), sign_in(house.lead), house.lead.email
    link = ask(browser)
    assert [each.to for each in mail.outbox] == [[NEW]]
    assert f"A link is on its way to {NEW}" in browser.get("/account/email/").text
    for _each in range(5):
        assert browser.get(link).status_code == 200
    house.lead.refresh_from_db()
    assert house.lead.email == old, "reading the link changes nothing"
    assert browser.post(link).status_code == 302
    house.lead.refresh_from_db()
    assert house.lead.email == NEW
    assert [(row.email, row.verified) for row in EmailAddress.objects.filter(user=house.lead)] == [
        (NEW, True)
    ]
    assert mail.outbox[-1].to == [old]
    assert "You now sign in with another e-mail address." in mail.outbox[-1].body
    assert (is_in(browser), is_in(there)) == (True, False)
    assert browser.get(link).status_code == 410
    assert browser.post(link).status_code == 410
    assert AuditEntry.objects.filter(action="account.address-changed", by=house.lead).count() == 1


def test_the_link_works_only_for_whose_account_it_is(house: House, as_: Browser) -> None:
    link = ask(sign_in(house.lead))
    for browser in (as_(house.facilitator), as_(house.stranger)):
        assert browser.get(link).status_code == 410
        assert browser.post(link).status_code == 410
    assert as_(None).post(link).headers["Location"].startswith("/account/sign-in/")
    for spoiled in (link[:-3] + "xx/", link.replace("email/", "email/A", 1), "/account/email/no-such-key/"):
        assert sign_in(house.lead).post(spoiled).status_code == 410
    house.lead.refresh_from_db()
    assert house.lead.email != NEW


def test_a_link_of_yesterday_does_not_work(house: House, settings: Any) -> None:
    browser = sign_in(house.lead)
    link = ask(browser)
    settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = -1
    assert browser.post(link).status_code == 410


def test_an_address_of_somebody_else_is_neither_taken_nor_told(house: House) -> None:
    browser = sign_in(house.lead)
    free, taken = (browser.post("/account/email/", {"email": each}) for each in (NEW, house.stranger.email))
    assert (free.status_code, free.headers["Location"]) == (taken.status_code, taken.headers["Location"])
    assert [each.to for each in mail.outbox] == [[NEW]]
    link = ask(browser, "third@example.org")
    factories.make_user(email="third@example.org")
    assert browser.post(link).status_code == 410, "somebody took it meanwhile"
    house.lead.refresh_from_db()
    assert house.lead.email not in {house.stranger.email, "third@example.org"}


def test_a_waiting_address_gets_no_new_password(house: House) -> None:
    """Whoever reads the mail of an address that was typed wrongly does not get in by it."""
    ask(sign_in(house.lead))
    mail.outbox.clear()
    Client().post("/account/password/reset/", {"email": NEW})
    assert mail.outbox == []
    Client().post("/account/password/reset/", {"email": house.lead.email})
    assert [sent.to for sent in mail.outbox] == [[house.lead.email]]


def test_one_can_keep_the_present_address(house: House) -> None:
    browser = sign_in(house.lead)
    link = ask(browser)
    browser.post("/account/email/undo/")
    assert browser.post(link).status_code == 410
    assert EmailAddress.objects.filter(user=house.lead).count() == 1


def test_an_address_that_was_never_confirmed_goes_by_itself(house: House) -> None:
    ask(sign_in(house.lead))
    rule = next(rule for rule in RULES if rule.code == "addresses")
    apply_rules([rule], timezone.now(), dry_run=False)
    assert EmailAddress.objects.filter(email=NEW).exists()
    User.objects.filter(pk=house.lead.pk).update(last_login=timezone.now() - timedelta(hours=37))
    apply_rules([rule], timezone.now(), dry_run=False)
    assert [row.email for row in EmailAddress.objects.filter(user=house.lead)] == [house.lead.email]


def test_what_happened_is_shown_to_the_person_and_to_nobody_else(house: House, road: Road) -> None:
    Client().post("/account/sign-in/", {"login": house.lead.email, "password": "wrong"})
    browser = sign_in(house.lead)
    page = browser.get("/account/").text
    assert "signing in failed" in page
    assert "someone who did not get in" in page
    assert "signed in" in page
    assert "signing in failed" not in sign_in(house.stranger).get("/account/history/").text
    assert "signing in failed" in browser.get("/account/history/").text


def switch_on(browser: Client) -> str:
    """Switch the code of an app on; give the secret of the app."""
    page = browser.get("/account/second-factor/on/")
    secret = re.search(r"<code class=.secret.>(\w+)</code>", page.text)
    assert secret is not None
    browser.post("/account/second-factor/on/", {"code": code_of(secret[1])})
    return secret[1]


def test_a_second_factor_that_changes_signs_other_browsers_out_and_is_told(house: House) -> None:
    browser, there = sign_in(house.lead), sign_in(house.lead)
    switch_on(browser)
    assert (is_in(browser), is_in(there)) == (True, False)
    browser.post("/account/second-factor/spare-codes/new/")
    browser.post("/account/second-factor/off/")
    lines = AuditEntry.objects.about_account(house.lead).values_list("action", flat=True)
    assert [
        each for each in reversed(lines) if each not in {"account.signed-in", "account.sessions-ended"}
    ] == [
        "account.second-factor-on",
        "account.spare-codes-made",
        "account.second-factor-off",
    ]
    assert [sent.to for sent in mail.outbox] == [[house.lead.email]] * 3


def test_a_wrong_code_leaves_a_line(house: House) -> None:
    browser = sign_in(house.lead)
    secret = switch_on(browser)
    visitor = Client()
    visitor.post("/account/sign-in/", {"login": house.lead.email, "password": factories.PASSWORD})
    answers = [visitor.post("/account/second-factor/code/", {"code": "000000"}) for _each in range(8)]
    assert {answer.status_code for answer in answers} == {422}
    failed = AuditEntry.objects.filter(action="account.sign-in-failed", target_id=str(house.lead.pk))
    assert failed.count() == 8
    visitor.post("/account/second-factor/code/", {"code": code_of(secret)})
    assert not is_in(visitor), "too many codes were tried"


@pytest.mark.parametrize("credential", ["", "x", "[]", "{}", "null", "7", '{"id": 1}', '{"response": {}}'])
@pytest.mark.parametrize("path", ["sign-in/", "new/", "again/"])
def test_a_passkey_that_was_made_up_is_no_fault(
    house: House, as_: Browser, path: str, credential: str
) -> None:
    browser = as_(None if path == "sign-in/" else house.lead)
    url = f"/account/second-factor/passkeys/{path}"
    browser.get(url, headers={"accept": "application/json"})
    made_up = [credential, credential.replace("}", ', "type": "public-key", "rawId": "AA", "id": "AA"}', 1)]
    for each in made_up:
        assert browser.post(url, {"credential": each, "name": "x"}).status_code in {302, 422}
