"""What people typed takes its own direction wherever it is shown: right to left stays so inside a page in Dutch."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from phases.models import OwnMethod
from phases.reports.render import sheet_html_of
from tests.access.bodies import NEVER_VALID, body_of
from tests.access.conftest import writer
from tests.access.table import TABLE, Browser, address
from tests.access.worlds import Worlds, make_worlds
from tests.conftest import House, Road
from tests.hostile import world
from tests.hostile.pages import people_of, readable
from tests.html_tree import parse
from tests.pages.judging_direction import Judge

pytestmark = pytest.mark.django_db

HEBREW = tuple(f"שלום (12) {number}!" for number in range(230))
JUDGE = Judge(re.compile("שלו"))
Count = Callable[[str, object], None]


def faults(pages: dict[Any, str], record_property: Count, *, at_least: int) -> list[str]:
    """Return what is wrong in answers, having looked at so many places."""
    places = [(where, place) for where, html in pages.items() for place in JUDGE.places(parse(html))]
    record_property("places with a direction", len(places))
    assert len(places) >= at_least
    return sorted({f"{where[0]}: {place.where}: {place.fault}" for where, place in places if place.fault})


def test_every_page_and_fragment_leaves_typed_words_their_direction(
    house: House, road: Road, as_: Browser, record_property: Count
) -> None:
    world.widen()
    known = world.build(house, road, rows=12)
    browsers = people_of(house, as_)
    world.say(HEBREW, house)
    world.say(HEBREW, house)  # twice, so that the history says so both times
    pages = readable(browsers, known, road)
    for own in OwnMethod.objects.filter(organisation=house.organisation):
        pages["card of a method on paper", str(own.pk)] = sheet_html_of(own.method, paper="a4")
    wrong = faults(pages, record_property, at_least=1_500)
    assert wrong == [], "\n".join(wrong)


def posts(
    house: House, road: Road, as_: Browser, worlds: Worlds
) -> Iterator[tuple[tuple[str, ...], Client, str, dict[str, Any]]]:
    """Yield what is typed into every form: right, wrong everywhere, and too late."""
    for row in TABLE:
        if row["method"] == "POST" and row["route"] not in NEVER_VALID:
            url, body = address(row["route"], worlds.here, road), body_of(row["route"], house, road, worlds)
            words = {name: HEBREW[-1] for name, value in body.items() if str(value).startswith("A ")}
            kept = {name: body[name] for name in ("submission_key", "version") if name in body}
            wrong = dict.fromkeys(body, "") | kept | words | {"email": HEBREW[-1]}
            ways = {"right": body | words, "wrong": wrong, "late": body | words | {"version": "77"}}
            for way, sent in ways.items():
                yield (row["route"], way), as_(writer(row, house)), url, sent


def test_what_is_said_about_what_was_typed_leaves_it_its_direction(
    house: House, road: Road, as_: Browser, record_property: Count
) -> None:
    world.widen()
    worlds = make_worlds(house, road)
    world.say(HEBREW, house, at_once=False)
    found: dict[tuple[str, ...], str] = {}
    for where, browser, url, sent in posts(house, road, as_, worlds):
        cache.clear()  # else the many mails of this test meet their limit
        with transaction.atomic():
            answer: Any = browser.post(url, sent, follow=True)
            transaction.set_rollback(True)
        if answer.headers["Content-Type"].startswith("text/html"):
            found[*where, str(answer.status_code)] = answer.content.decode()
    assert len(found) >= 170
    wrong = faults(found, record_property, at_least=1_100)
    assert wrong == [], "\n".join(wrong)
