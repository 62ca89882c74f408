"""The language switch of a page that gives a form back takes along what was typed, and stores nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from phases.models import Answer
from projects.models import AuditEntry, User
from tests.access.bodies import PARTICULARS
from tests.access.conftest import prepare, worlds, writer
from tests.access.table import address
from tests.access.typed import SAME_SITE, typed, writable
from tests.access.worlds import Worlds
from tests.conftest import House, Road
from tests.html_tree import parse
from tests.pages.switching import page_of, switched

__all__ = ["worlds"]
pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
TEXT = 'Inhabitants <b>wait</b> & "hear" nothing.\r\nFor weeks, é 😀.'


@pytest.fixture
def as_(as_: Browser) -> Browser:
    """Return a function that makes a browser whose forms come from pages of this site."""

    def browser(user: User | None) -> Client:
        client = as_(user)
        client.defaults["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return client

    return browser


def values_of(answer: Any) -> dict[str, str]:
    """Return what stands in the fields of the form of a page."""
    tree: Any = parse(answer.text)
    (form,) = [form for form in tree.iterfind(".//main//form") if "data-unsaved-now" in form.attrib]
    texts = {field.get("name"): (field.text or "").lstrip("\n") for field in form.iterfind(".//textarea")}
    return {field.get("name"): field.get("value", "") for field in form.iterfind(".//input")} | texts


def seen(text: str) -> str:
    """Return a text with the line ends of a page."""
    return text.replace("\r\n", "\n")


def test_a_refused_form_comes_back_in_the_other_language_with_all_that_was_typed(
    house: House, as_: Browser
) -> None:
    browser, url = as_(house.lead), f"{house.initiative.get_absolute_url()}edit/"
    body = PARTICULARS | {"title": "", "problem": TEXT, "version": "1"}
    refused = browser.post(f"{url}?from=here", body, headers={"Referer": f"http://testserver{url}"})
    lines = AuditEntry.objects.count()
    for words in ("<html lang=nl>", "<html lang=en>"):
        refused = switched(browser, refused, Referer=f"http://testserver{url}")
        assert refused.status_code == 422
        assert refused.request["QUERY_STRING"] == "from=here"
        assert seen(values_of(refused)["problem"]) == seen(TEXT)
        assert values_of(refused)["version"] == "1"
        assert words in refused.text.replace('"', "")
    assert AuditEntry.objects.count() == lines
    house.initiative.refresh_from_db()
    assert house.initiative.version == 1


def test_a_form_that_a_colleague_overtook_is_still_overtaken_in_the_other_language(
    house: House, as_: Browser
) -> None:
    url = f"{house.initiative.get_absolute_url()}edit/"
    as_(house.lead).post(url, PARTICULARS | {"title": "Theirs", "version": "1"})
    browser = as_(house.lead)
    conflict = browser.post(url, PARTICULARS | {"problem": TEXT, "version": "1"})
    after = switched(browser, conflict)
    assert (conflict.status_code, after.status_code) == (409, 409)
    assert "Hier staat nu: Theirs" in after.text
    assert seen(values_of(after)["problem"]) == seen(TEXT)


def test_what_was_made_right_before_switching_is_not_stored_by_switching(house: House, as_: Browser) -> None:
    browser, url = as_(house.lead), f"{house.initiative.get_absolute_url()}edit/"
    refused = browser.post(url, PARTICULARS | {"title": "", "problem": TEXT, "version": "1"})
    now = dict(json.loads(page_of(refused.text).switch["typed"])) | {"title": "Made right"}
    body = page_of(refused.text).switch | {"typed": json.dumps(list(now.items()))}
    after = browser.post("/language/", body, follow=True)
    assert after.status_code == 422
    assert "Het is nog niet opgeslagen." in after.text
    assert "Opgeslagen." not in browser.get("/toolkit/").text
    assert values_of(after)["title"] == "Made right"
    house.initiative.refresh_from_db()
    assert house.initiative.title != "Made right"
    assert browser.post(url, values_of(after) | now).status_code == 302


def test_two_texts_of_one_answer_are_still_both_there(house: House, road: Road, as_: Browser) -> None:
    Answer.record(house.initiative, road.questions[0], "Theirs", by=house.facilitator, version=0)
    url = f"{house.initiative.get_absolute_url()}questions/{road.questions[0].code}/answer/"
    browser = as_(house.lead)
    conflict = browser.post(url, {"text": "My own words", "version": "0"})
    kept = Answer.objects.get().revisions.count()
    after = switched(browser, conflict)
    assert (conflict.status_code, after.status_code) == (409, 409)
    assert "My own words" in after.text
    assert "Theirs" in after.text
    assert Answer.objects.get().revisions.count() == kept


def test_no_form_of_the_work_is_stored_by_the_switch(
    house: House, road: Road, worlds: Worlds, as_: Browser
) -> None:
    tried = 0
    for row in writable():
        person, route = writer(row, house), row["route"]
        browser, url = as_(person), address(route, worlds.here, road)
        sent = typed(route, house, road, worlds)
        fields = [(name, value) for name, values in sent.items() for value in values]
        if not any(value.strip() for _name, value in fields):
            continue
        with transaction.atomic():
            prepare(route, house, worlds)
            lines, mails = AuditEntry.objects.count(), len(mail.outbox)
            answer = browser.post(url, {"typed": json.dumps(fields), "sent_to": url}, headers=SAME_SITE)
            assert answer.status_code in {200, 409, 422}, route
            assert (AuditEntry.objects.count(), len(mail.outbox)) == (lines, mails), route
            assert "message--success" not in answer.text, route
            if any(value.startswith("I wait for weeks") for _name, value in fields):
                assert "I wait for weeks" in answer.text, route
            done = browser.post(url, sent, headers=SAME_SITE)
            if done.status_code == 200:
                assert "sent_to" not in page_of(done.text).switch, f"{route} was done, not refused"
            transaction.set_rollback(True)
        tried += 1
    assert tried > 20


@pytest.mark.parametrize(
    "path", ["/account/sign-in/", "/account/password/", "/account/again/", "/language/", "/nowhere/"]
)
def test_nobody_says_who_they_are_in_a_form_that_is_only_tried(path: str, house: House, as_: Browser) -> None:
    fields = json.dumps([["login", house.lead.email], ["email", house.lead.email]])
    for browser in (as_(None), as_(house.lead)):
        refused = browser.post(path, {"login": house.lead.email, "password": "wrong"})
        if refused.headers.get("Content-Type", "").startswith("text/html") and "<form" in refused.text:
            assert "sent_to" not in page_of(refused.text).switch
        answer = browser.post(path, {"typed": fields, "sent_to": path, "password": "wrong"})
        assert "sent_to" not in answer.text


def test_a_secret_is_not_carried(house: House, as_: Browser) -> None:
    browser = as_(house.administrator)
    url = f"/organisation/{house.organisation.pk}/identity-provider/new/"
    browser.post("/account/again/", {"password": "a-test-password"})
    refused = browser.post(url, {"name": "Our provider", "secret": "a secret of many words"})
    assert "a secret of many words" not in refused.text
