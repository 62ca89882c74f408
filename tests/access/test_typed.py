"""What was typed is not lost when the session ended or the page was open too long (CC-4)."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from phases.models import Answer
from projects.models import AuditEntry, Session, User
from tests.access.conftest import prepare, writer
from tests.access.table import address
from tests.access.typed import SAME_SITE, WRITTEN, fields_of, typed, writable
from tests.access.worlds import Worlds
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


@pytest.mark.parametrize("row", writable(), ids=lambda row: row["route"])
def test_what_was_typed_comes_back_and_is_taken_after_signing_in(  # noqa: PLR0917 - fixtures
    row: dict[str, str],
    house: House,
    road: Road,
    worlds: Worlds,
    as_: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    person = writer(row, house)
    browser, url = as_(person), address(row["route"], worlds.here, road)
    prepare(row["route"], house, worlds)
    sent = typed(row["route"], house, road, worlds)
    Session.objects.all().delete()
    lines = AuditEntry.objects.count()
    page = browser.post(url, sent, headers=SAME_SITE)
    assert AuditEntry.objects.count() == lines
    if not any(value.strip() for values in sent.values() for value in values):
        assert page.headers["Location"].startswith("/account/sign-in/"), "a button alone; nothing was typed"
        return
    assert page.status_code == 401
    assert page.headers["Cache-Control"] == "no-store"
    assert fields_of(page) == sent
    record_property("forms given back", 1)
    taken = as_(person).post(url, fields_of(page))
    if taken.status_code == 422:
        assert "I wait for weeks" in taken.text, "too long for this form, and still there"
    else:
        assert taken.status_code in {200, 302}
        assert not taken.headers.get("Location", "").startswith("/account/")


def test_a_page_that_was_open_too_long_sends_again_with_the_token_of_now(
    house: House, road: Road, as_: Browser
) -> None:
    url = f"{house.initiative.get_absolute_url()}questions/{road.questions[0].code}/answer/"
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = as_(house.lead).cookies
    page = browser.post(
        url, {"text": WRITTEN, "version": "0", "csrfmiddlewaretoken": "a" * 64}, headers=SAME_SITE
    )
    assert page.status_code == 403
    assert "Send it once more" in page.text
    (token,) = re.findall('name="csrfmiddlewaretoken" value="([^"]+)"', page.text.split("<main")[1])
    answer = browser.post(url, {**fields_of(page), "csrfmiddlewaretoken": token}, headers=SAME_SITE)
    assert answer.status_code == 302
    assert Answer.objects.get(initiative=house.initiative).text.split() == WRITTEN.split()


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_another_site_puts_no_words_into_a_mouth(site: str, house: House, road: Road, as_: Browser) -> None:
    url = f"{house.initiative.get_absolute_url()}questions/{road.questions[0].code}/answer/"
    headers = {"Sec-Fetch-Site": site} if site else {"Origin": "https://evil.example"}
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = as_(house.lead).cookies
    page = browser.post(url, {"text": WRITTEN, "version": "0"}, headers=headers)
    assert page.status_code == 403
    assert "I wait for weeks" not in page.text
    fragment = browser.post(url, {"text": WRITTEN, "version": "0"}, headers={**headers, "HX-Request": "true"})
    assert fragment.status_code == 403
    assert "HX-Trigger" not in fragment.headers
    Session.objects.all().delete()
    assert (
        "I wait for weeks" not in as_(None).post(url, {"text": WRITTEN, "version": "0"}, headers=headers).text
    )


def test_where_no_browser_says_it_the_origin_does(house: House, road: Road, as_: Browser) -> None:
    url = f"{house.initiative.get_absolute_url()}questions/{road.questions[0].code}/answer/"
    page = as_(None).post(url, {"text": WRITTEN, "version": "0"}, headers={"Origin": "http://testserver"})
    assert page.status_code == 401


@pytest.mark.parametrize("path", ["/account/sign-in/", "/account/password/", "/account/again/", "/nowhere/"])
def test_a_password_never_comes_back(path: str, house: House, as_: Browser) -> None:
    browser = Client(enforce_csrf_checks=True)
    for cookies in (as_(house.lead).cookies, as_(None).cookies):
        browser.cookies = cookies
        page = browser.post(path, {"password": "a secret of many words"}, headers=SAME_SITE)
        assert "a secret of many words" not in page.text


def test_a_secret_of_a_provider_never_comes_back(house: House, as_: Browser) -> None:
    url = f"/organisation/{house.organisation.pk}/identity-provider/new/"
    page = as_(None).post(url, {"secret": "a secret of many words"}, headers=SAME_SITE)
    assert page.status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_fragment_says_it_in_its_page_and_leaves_the_rest(method: str, house: House, as_: Browser) -> None:
    headers = {**SAME_SITE, "HX-Request": "true", "Accept-Language": "en"}
    answer = getattr(as_(None), method)(house.initiative.get_absolute_url(), headers=headers)
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers
    assert answer.headers["HX-Retarget"] == "#session"
    assert "What you typed still stands here." in answer.text
    assert 'target="_blank"' in answer.text


def test_a_fragment_with_an_old_token_gets_the_one_of_now(house: House, road: Road, as_: Browser) -> None:
    url = f"{house.initiative.get_absolute_url()}questions/{road.questions[0].code}/answer/"
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = as_(house.lead).cookies
    page = browser.get(house.initiative.get_absolute_url()).text
    (mark,) = re.findall('"X-Page-Of": "([0-9a-f]{32})"', page)
    headers = {**SAME_SITE, "HX-Request": "true", "X-Page-Of": mark}
    refused = browser.post(
        url, {"text": WRITTEN, "version": "0", "csrfmiddlewaretoken": "a" * 64}, headers=headers
    )
    assert refused.status_code == 403
    (token,) = re.findall('"new-token": "([^"]+)"', refused.headers["HX-Trigger"])
    saved = browser.post(
        url, {"text": WRITTEN, "version": "0", "csrfmiddlewaretoken": token}, headers=headers
    )
    assert saved.status_code == 200
    assert Answer.objects.get(initiative=house.initiative).text.split() == WRITTEN.split()


def test_what_one_typed_is_not_saved_as_the_words_of_another(house: House, road: Road, as_: Browser) -> None:
    url = f"{house.initiative.get_absolute_url()}questions/{road.questions[0].code}/answer/"
    page = as_(house.lead).get(house.initiative.get_absolute_url()).text
    (mark,) = re.findall('"X-Page-Of": "([0-9a-f]{32})"', page)
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = as_(house.facilitator).cookies
    sent = {"text": WRITTEN, "version": "0", "csrfmiddlewaretoken": "a" * 64}
    for marked in ({"X-Page-Of": mark}, {"X-Page-Of": ""}, {}):
        refused = browser.post(url, sent, headers={**SAME_SITE, "HX-Request": "true", **marked})
        assert refused.status_code == 401
        assert "HX-Trigger" not in refused.headers
        assert "Somebody else is signed in here now." in refused.text
    shown = browser.post(url, sent, headers=SAME_SITE)
    assert "You are signed in as Fay Facilitator." in shown.text
    assert not Answer.objects.filter(initiative=house.initiative).exists()
