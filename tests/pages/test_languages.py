"""The language switch gives the same page in the other language: on every route, for everyone, in every state."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages.storage.base import BaseStorage
from django.db import transaction
from django.test import Client
from django.urls import resolve

from cocreation.web.language_switch import PAGE_OF_ROUTE, SINGLE_USE_ROUTES
from projects.models import Initiative, Organisation, Session, User
from tests import factories
from tests.access.table import ACTORS, TABLE, address, arguments
from tests.conftest import House, Road
from tests.html_tree import parse
from tests.pages.switching import page_of, switched

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
QUERY = "page=2&q=caf%C3%A9&x=a%26b"
READ = {row["route"] for row in TABLE if row["method"] == "GET"}
AFTER_A_REDIRECT = {"phases:item": ("phases:phase",), "phases:item-undo": ("phases:phase",)}
SWITCHED_BY_A_LINK = "phases:participation"
"""Has no session to keep a language in: `tests/phases/participation` follows its link."""
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def is_page(answer: Any) -> bool:
    """Tell whether an answer is a whole page of ours."""
    return answer.headers.get("Content-Type", "").startswith("text/html") and "<!doctype html>" in answer.text


def place(answer: Any) -> tuple[str, str]:
    """Return the address of an answer, and its query."""
    return answer.request["PATH_INFO"], answer.request.get("QUERY_STRING", "")


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['method']} {row['route']}")
def test_the_switch_gives_the_same_page_in_the_other_language(
    row: dict[str, str],
    house: House,
    road: Road,
    as_: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    factories.make_problem("a-problem")
    url = address(row["route"], arguments(house, road), road)
    wrong, switches = [], 0
    for state in ("active", "archived"):
        if state == "archived":
            house.initiative.refresh_from_db()
            house.initiative.archive(by=house.lead)
        for actor in ACTORS if state == "active" else ("lead",):
            browser = as_(getattr(house, actor, None))
            with transaction.atomic():
                answer = browser.generic(row["method"], f"{url}?{QUERY}")
                wrong += [f"{actor}, {state}: {fault}" for fault in broken_contract(answer)]
                if is_page(answer) and row["route"] != SWITCHED_BY_A_LINK:
                    after = switched(browser, answer)
                    switches += 1
                    if not is_same(row, answer, after):
                        wrong.append(
                            f"{actor}, {state}: {answer.status_code} became {after.status_code} at {place(after)}"
                        )
                transaction.set_rollback(True)
    record_property("language switches", switches)
    assert wrong == []


def broken_contract(answer: Any) -> list[str]:
    """Return the names of which the base templates expect something else than this page puts there."""
    faults = []
    for context in answer.context or []:
        if "request" not in context:
            continue
        if context["request"] is not getattr(answer, "wsgi_request", None):
            faults.append("request")
        faults += [name for name, wanted in EXPECTED.items() if not wanted(context.get(name))]
    return faults


PARTS = {
    None,
    "",
    "overview",
    "phases",
    "stakeholders",
    "workshops",
    "feedback",
    "team",
    "reports",
    "people",
    "settings",
    "rights",
    "history",
}
EXPECTED: dict[str, Callable[[Any], bool]] = {
    "initiative": lambda value: value in {None, ""} or isinstance(value, Initiative),
    "organisation": lambda value: value in {None, ""} or isinstance(value, Organisation),
    "part": lambda value: value in PARTS,
    "messages": lambda value: value is None or isinstance(value, BaseStorage | list),
}


def is_same(row: dict[str, str], before: Any, after: Any) -> bool:
    """Tell whether two answers are of one page; of what cannot be read, the page where its form stands."""
    if row["method"] == "GET" or row["route"] in READ:
        status = before.status_code if row["method"] == "GET" else after.status_code
        path, query = place(before)
        asked = (path, "" if row["route"] in SINGLE_USE_ROUTES else query)
        return (*place(after), after.status_code) == (*asked, status) and status != 405
    shown = {PAGE_OF_ROUTE[row["route"]], *AFTER_A_REDIRECT.get(row["route"], ())}
    refused = before.status_code in {403, 404}
    return resolve(place(after)[0]).view_name in shown and (refused or after.status_code == 200)


def test_what_can_only_be_posted_to_says_where_it_is_read() -> None:
    assert set(PAGE_OF_ROUTE) == {row["route"] for row in TABLE} - READ - {"set_language"}
    assert set(PAGE_OF_ROUTE.values()) <= READ


def test_a_refused_form_that_came_from_a_page_leads_back_to_that_page(
    house: House, road: Road, as_: Browser
) -> None:
    """What a browser says of where a form came from is more than the address of the form can know."""
    here = house.initiative.get_absolute_url()
    page = f"{here}phases/{road.phases[0].code}/?question=second-question"
    refused = as_(house.lead).post(
        f"{here}checklist/{road.items[0].code}/", headers={"Referer": f"http://testserver{page}"}
    )
    assert refused.status_code == 422
    assert page_of(refused.text).switch["next"] == page


def test_filters_that_were_chosen_after_the_page_was_made_stay(house: House, as_: Browser) -> None:
    """A list that htmx narrows has its choices in the address, and not in the switch of the page it came with."""
    browser = as_(house.lead)
    page = browser.get("/toolkit/")
    after = switched(browser, page, Referer="http://testserver/toolkit/?q=verhaal&skill=1")
    assert place(after) == ("/toolkit/", "q=verhaal&skill=1")
    elsewhere = switched(browser, after, Referer="http://testserver/initiatives/?q=other")
    assert place(elsewhere) == ("/toolkit/", "q=verhaal&skill=1")


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "",
        "\x00",
    ],
)
def test_the_switch_never_leads_to_another_site(wanted: str, as_: Browser) -> None:
    for headers in ({}, {"Referer": "https://evil.example/page/"}):
        answer = as_(None).post("/language/", {"language": "nl", "next": wanted}, headers=headers)
        assert answer.headers.get("Location", "/") == "/"


def test_a_language_that_is_not_there_changes_nothing(house: House, road: Road, as_: Browser) -> None:
    browser = as_(house.lead)
    for chosen in ("fr", "", "nl-BE", "../en"):
        browser.post("/language/", {"language": chosen, "next": "/"})
        assert page_of(browser.get("/").text).language == "en"


def test_somebody_who_is_not_signed_in_keeps_the_language_they_chose(as_: Browser) -> None:
    browser = as_(None)
    switched(browser, browser.get("/toolkit/"))
    for path in ("/", "/roadmap/", "/nowhere/", "/account/sign-in/"):
        assert page_of(browser.get(path).text).language == "nl"


def test_who_tried_too_often_reads_it_in_the_other_language(as_: Browser, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    browser = as_(None)
    answers = [
        browser.post("/account/sign-in/", {"login": "a@example.org", "password": "x"}) for _ in range(3)
    ]
    assert answers[-1].status_code == 429
    after = switched(browser, answers[-1])
    assert (place(after)[0], after.status_code) == ("/account/sign-in/", 200)


WRITTEN = "I wait for weeks, and <b>nobody</b> & \"no letter\" says 'why'.\r\nA second line, é ij 😀."


@pytest.mark.parametrize("ended", [True, False], ids=["the session ended", "the page was open too long"])
def test_what_is_given_back_is_given_back_in_the_other_language_too(
    ended: bool, house: House, road: Road, as_: Browser
) -> None:
    url = f"{house.initiative.get_absolute_url()}questions/{road.questions[0].code}/answer/?from=here"
    browser = Client(enforce_csrf_checks=not ended, headers={"accept-language": "en"})
    browser.cookies = as_(house.lead).cookies
    if ended:
        Session.objects.all().delete()
    back = browser.post(url, {"text": WRITTEN, "version": "0"}, headers=SAME_SITE)
    assert back.status_code == (401 if ended else 403)
    page = page_of(back.text)
    assert json.loads(page.switch["typed"]) == [["text", WRITTEN], ["version", "0"]]
    browser = Client(headers={"accept-language": "en"})
    browser.cookies = as_(None if ended else house.lead).cookies
    after = switched(browser, back)
    assert after.headers["Cache-Control"] == "no-store"
    tree = parse(after.text)
    (form,) = tree.iterfind(".//main//form")
    assert form.get("action") == url
    sent = {field.get("name"): field.get("value") for field in form.iterfind(".//input")}
    assert {name: sent[name].replace("\n", "\r\n").replace("\r\r", "\r") for name in ("text", "version")} == {
        "text": WRITTEN,
        "version": "0",
    }
    again = switched(browser, after)
    assert WRITTEN.splitlines()[1] in again.text


def test_what_is_given_back_goes_to_no_other_site(as_: Browser) -> None:
    typed = json.dumps([["text", WRITTEN]])
    for wanted in ("https://evil.example/", "//evil.example/", ""):
        answer = as_(None).post("/language/", {"language": "nl", "next": wanted, "typed": typed})
        assert 'action="/"' in answer.text.split("<main")[1]
    for broken in ("{", "5", "[1]", "null", '[["a"]]', '"text"'):
        answer = as_(None).post("/language/", {"language": "nl", "next": "/", "typed": broken})
        assert answer.status_code == 302, broken


def test_another_site_puts_nothing_into_the_page_that_gives_back(house: House) -> None:
    browser = Client(enforce_csrf_checks=True)
    body = {"language": "nl", "next": "/", "typed": json.dumps([["text", WRITTEN]])}
    answer = browser.post("/language/", body, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "I wait for weeks" not in answer.text


def test_who_signs_in_is_greeted_in_our_words_and_with_u(house: House, road: Road) -> None:
    browser = Client(headers={"accept-language": "nl"})
    body = {"login": house.lead.email, "password": factories.PASSWORD}
    page = browser.post("/account/sign-in/", body, follow=True)
    assert "U bent ingelogd als Lea Lead." in page.text
    assert "Je bent" not in page.text
