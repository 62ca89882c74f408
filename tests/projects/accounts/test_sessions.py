"""Being signed in: seen, ended, and over by itself; a key of before does not work after."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from projects.accounts.user_agents import device_of
from projects.models import AuditEntry, Session, User
from projects.models.session import hash_of_key
from tests import factories
from tests.conftest import House
from tests.projects.accounts.signing_in import FIREFOX, is_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile Safari/604.1"
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/initiatives/"}


def key_of(browser: Client) -> str:
    """Return the key in the cookie."""
    return str(browser.cookies[settings.SESSION_COOKIE_NAME].value)


def age(browser: Client, **by: int) -> None:
    """Let time go by for one browser, as if it was last used so long ago."""
    then = timezone.now() - timedelta(**by)
    row = Session.objects.get(pk=hash_of_key(key_of(browser)))
    Session.objects.filter(pk=row.pk).update(
        seen_at=row.seen_at - timedelta(**by), expire_date=row.expire_date - timedelta(**by)
    )
    assert Session.objects.get(pk=row.pk).seen_at <= then


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (FIREFOX, "Firefox, Linux"),
        (PHONE, "Safari, iPhone"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_known_by_its_kind_only(agent: str, told: str) -> None:
    assert device_of(agent) == told


def test_the_database_holds_no_key_no_network_address_and_not_what_the_browser_says(house: House) -> None:
    browser = sign_in(house.lead)
    kept = repr(list(Session.objects.values()))
    assert "Firefox, Linux" in kept
    for secret in (key_of(browser), "203.0.113.77", "Gecko", "rv:140"):
        assert secret not in kept
    assert not is_in(_with_key(hash_of_key(key_of(browser))))


def _with_key(key: str) -> Client:
    """Return a browser that has this key."""
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = key
    return browser


def test_a_key_of_before_signing_in_does_not_work_after(house: House) -> None:
    browser = Client()
    browser.post("/account/password/reset/", {"email": house.lead.email})
    line = next(line for line in mail.outbox[-1].body.splitlines() if "/account/password/reset/" in line)
    browser.get(line.strip().replace("http://testserver", ""))
    before = key_of(browser)
    browser.post("/account/sign-in/", {"login": house.lead.email, "password": factories.PASSWORD})
    assert key_of(browser) != before
    assert is_in(browser)
    assert not is_in(_with_key(before))
    chosen = _with_key("a" * 32)
    chosen.post("/account/sign-in/", {"login": house.lead.email, "password": factories.PASSWORD})
    assert key_of(chosen) != "a" * 32
    assert not is_in(_with_key("a" * 32))


def test_signing_out_kills_the_session_and_clears_what_the_browser_kept(house: House) -> None:
    browser = sign_in(house.lead)
    key = key_of(browser)
    assert is_in(_with_key(key))
    answer = browser.post("/account/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(_with_key(key))
    assert not Session.objects.of(house.lead).exists()
    assert AuditEntry.objects.filter(action="account.signed-out", by=house.lead).count() == 1


def test_one_sees_where_one_is_signed_in_and_ends_one(house: House) -> None:
    here, there, stranger = sign_in(house.lead), sign_in(house.lead, PHONE), sign_in(house.stranger)
    page = here.get("/account/sessions/").text
    assert "Firefox, Linux" in page
    assert "Safari, iPhone" in page
    assert page.count("this browser") == 1
    assert here.post(f"/account/sessions/{hash_of_key(key_of(stranger))}/end/").status_code == 302
    assert is_in(stranger), "of somebody else nothing ends"
    here.post(f"/account/sessions/{hash_of_key(key_of(there))}/end/")
    assert (is_in(here), is_in(there)) == (True, False)
    assert AuditEntry.objects.filter(action="account.sessions-ended", by=house.lead).count() == 1


def test_signing_out_everywhere_else(house: House) -> None:
    here, others = sign_in(house.lead), [sign_in(house.lead, PHONE) for _each in range(3)]
    stranger = sign_in(house.stranger)
    here.post("/account/sessions/")
    assert [is_in(each) for each in (here, stranger, *others)] == [True, True, False, False, False]


NEW = "een heel ander wachtwoord"


def test_a_new_password_signs_other_browsers_out_and_is_told(house: House) -> None:
    here, there = sign_in(house.lead), sign_in(house.lead, PHONE)
    old = key_of(here)
    body = {"oldpassword": factories.PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/account/password/", body).status_code == 302
    assert (is_in(here), is_in(there), is_in(_with_key(old))) == (True, False, False)
    assert Session.objects.of(house.lead).count() == 1
    assert mail.outbox[-1].to == [house.lead.email]
    assert "Your password was changed." in mail.outbox[-1].body
    assert AuditEntry.objects.filter(action="account.password-changed", by=house.lead).exists()


def test_a_password_chosen_through_a_mail_signs_every_browser_out(house: House) -> None:
    there = sign_in(house.lead)
    visitor = Client(headers={"accept-language": "en"})
    visitor.post("/account/password/reset/", {"email": house.lead.email})
    line = next(line for line in mail.outbox[-1].body.splitlines() if "/account/password/reset/" in line)
    form = visitor.get(line.strip().replace("http://testserver", ""), follow=True)
    visitor.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert not is_in(there)
    assert not Session.objects.of(house.lead).exists()
    assert AuditEntry.objects.filter(action="account.password-reset", by=house.lead).exists()


def test_who_does_nothing_for_an_hour_is_signed_out(house: House) -> None:
    browser = sign_in(house.lead)
    age(browser, minutes=59)
    assert is_in(browser)
    age(browser, minutes=59)
    assert is_in(browser), "being there let it go on"
    age(browser, minutes=62)
    assert not is_in(browser)


def test_nobody_stays_signed_in_for_longer_than_twelve_hours(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in(house.lead)
    hours = 0
    began = timezone.now()
    while hours < 20:
        moment = began + timedelta(minutes=45 * (hours + 1))
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        if not is_in(browser):
            break
        hours += 1
    assert moment - began == timedelta(hours=12)


def look(browser: Client, method: str = "get") -> Any:
    """Ask, as a page does by itself, how long it goes on; or let it go on."""
    return getattr(browser, method)("/account/session/", headers=HTMX)


def test_a_page_warns_five_minutes_before_and_lets_one_go_on(house: House) -> None:
    browser = sign_in(house.lead)
    assert "load delay:3300s" in browser.get("/account/").text
    quiet = look(browser).text
    assert "Stay signed in" not in quiet
    age(browser, minutes=57)
    row = Session.objects.of(house.lead).get()
    warned = look(browser).text
    assert "In 4 minutes you are signed out." in warned
    assert "Stay signed in" in warned
    assert Session.objects.of(house.lead).get().expire_date == row.expire_date, "asking is no sign of life"
    assert "Stay signed in" not in look(browser, "post").text
    assert Session.objects.of(house.lead).get().expire_date > row.expire_date + timedelta(minutes=50)
    age(browser, minutes=62)
    over = look(browser)
    assert over.status_code == 200
    assert "What you typed still stands here." in over.text
    assert "HX-Redirect" not in over.headers


def test_near_the_twelfth_hour_one_shows_who_one_is(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = sign_in(house.lead)
    Session.objects.of(house.lead).update(expire_date=timezone.now() + timedelta(minutes=4))
    began = timezone.now().timestamp() - 12 * 3600 + 240
    session = browser.session
    session["begun"] = began
    session.save()
    warned = look(browser).text
    assert "/account/again/?next=/initiatives/" in warned
    browser.post("/account/again/?next=/initiatives/", {"password": factories.PASSWORD})
    assert "/account/again/" not in look(browser).text
    assert Session.objects.of(house.lead).get().expire_date > timezone.now() + timedelta(minutes=50)


def test_what_is_over_goes_by_itself(house: House) -> None:
    from projects.privacy.retention import RULES, apply_rules  # noqa: PLC0415

    kept, over = sign_in(house.lead), sign_in(house.lead)
    age(over, minutes=62)
    rule = next(rule for rule in RULES if rule.code == "sessions")
    apply_rules([rule], timezone.now(), dry_run=True)
    assert Session.objects.of(house.lead).count() == 2
    apply_rules([rule], timezone.now(), dry_run=False)
    assert [row.pk for row in Session.objects.of(house.lead)] == [hash_of_key(key_of(kept))]
