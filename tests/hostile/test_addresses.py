"""What comes in through an address, stands in a message or goes along as a file: words, and nothing else."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from projects.models import User
from tests import factories
from tests.access.table import Browser
from tests.conftest import House, Road
from tests.hostile import world
from tests.hostile.packing import harmless, packed
from tests.hostile.pages import refresh
from tests.hostile.texts import TEXTS
from tests.hostile.tree import Page, alone, bare, brought_in, judge

pytestmark = pytest.mark.django_db

PLAIN = harmless(TEXTS)
Count = Callable[[str, object], None]

SEARCHED = ("/initiatives/", "/toolkit/", "/troubleshooting/", "/search/")
TAKEN_WHOLE = (
    "/account/sign-in/?next=",
    "/account/sign-up/?next=",
    "/initiatives/?page=",
    "/toolkit/?family=",
    "/toolkit/?order=",
    "/search/?kind=",
)


@pytest.mark.parametrize("path", SEARCHED)
def test_nothing_is_brought_in_by_what_is_searched_for(
    path: str, house: House, road: Road, as_: Browser, record_property: Count
) -> None:
    browser, wrong = as_(house.lead), []
    headers = {} if path in {"/initiatives/", "/troubleshooting/"} else {"HX-Request": "true"}
    plain = [browser.get(path, {"q": "plain"}, headers=each).text for each in ({}, headers)]
    for number, words in enumerate(packed(TEXTS, 100)):
        page = browser.get(path, {"q": words}, headers=headers if number else {}).text
        found = judge(plain[bool(number)], page)
        wrong += [(words, found)] if found else []
    record_property("hostile texts shown", len(TEXTS))
    assert wrong == []


@pytest.mark.parametrize("start", TAKEN_WHOLE)
def test_nothing_is_brought_in_by_an_address(start: str, house: House, road: Road, as_: Browser) -> None:
    path, name = start.rstrip("=").split("?")
    browser = as_(None if "account" in path else house.lead)
    answers = [browser.get(path, {name: " ".join(texts)}) for texts in (PLAIN, TEXTS)]
    assert [answer.status_code for answer in answers] == [200, 200]
    plain, page = (Page.of(answer.content.decode()) for answer in answers)
    assert brought_in(plain, page) + alone(page) == []


def test_nothing_is_brought_in_by_a_message(house: House, as_: Browser, record_property: Count) -> None:
    """A message names the person and the initiatives that hold up who leaves."""
    world.widen()
    pages = []
    member = house.lead.memberships.get()
    for texts in (PLAIN, TEXTS):
        words = " ".join(texts)
        User.objects.filter(pk=house.lead.pk).update(name=words)
        type(house.initiative).objects.filter(pk=house.initiative.pk).update(title=words)
        browser = as_(house.administrator)
        url = f"/organisation/{house.organisation.pk}/people/"
        pages.append(browser.post(f"{url}{member.pk}/removal/", follow=True).content.decode())
    assert "is the only lead of" in pages[1]
    plain, page = map(Page.of, pages)
    assert brought_in(plain, page) + alone(page) == []
    words = page.words
    assert all(bare(text) in words for text in TEXTS)
    record_property("hostile texts shown", len(TEXTS))


def test_the_file_of_own_data_gives_back_every_word_and_is_no_page(
    house: House, road: Road, record_property: Count
) -> None:
    world.widen()
    world.build(house, road)
    world.say(TEXTS, house)
    refresh(house)
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(house.lead)
    browser.post("/account/again/", {"password": factories.PASSWORD})
    response: Any = browser.get("/account/data/file/")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    told = json.dumps(json.loads(b"".join(response.streaming_content)), ensure_ascii=False)
    read = [text for text in TEXTS if json.dumps(text, ensure_ascii=False)[1:-1] in told]
    record_property("hostile texts shown", len(read))
    assert len(read) == len(TEXTS)


def test_nothing_is_brought_in_by_an_address_that_is_not_there(client: Client) -> None:
    plain = Page.of(client.get("/nowhere/x/").content.decode())
    for text in packed(TEXTS, 900):
        response: Any = client.get(f"/nowhere/{quote(text, safe='')}/")
        assert response.status_code in {400, 404}
        page = Page.of(response.content.decode())
        assert alone(page) == []
        if response.status_code == 404:
            without = [node for node in brought_in(plain, page) if "/nowhere/" not in node]
            assert without == []
