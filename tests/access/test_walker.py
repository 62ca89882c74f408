"""Every address with every nasty argument and query, as three people: refused or shown, never a fault of the server."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode, urljoin

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from projects.models import User
from tests import factories
from tests.access.table import TABLE, address, arguments, parts, routes, whole_pattern
from tests.conftest import House, Road

pytestmark = [pytest.mark.long, pytest.mark.django_db]

Browser = Callable[[User | None], Client]

NASTY = (
    "0",
    "-1",
    "1e9",
    "0x10",
    "NaN",
    "None",
    "null",
    "true",
    "undefined",
    "99999999999999999999",
    "..",
    "..%2f..%2fetc%2fpasswd",
    "%252e%252e",
    "%00",
    "a%00b",
    "%ed%a0%80",
    "%0d%0aSet-Cookie:x=1",
    "<script>",
    "'",
    '"',
    ";",
    "a;b",
    "a.b.css",
    "a/x.css",
    "%20",
    " a",
    "%E2%80%AE",
    "%F0%9F%98%80",
    "00000000-0000-0000-0000-000000000000",
    "00000000-0000-4000-8000-00000000000G",
    "{}",
    "*",
    "A" * 300,
    "A" * 3_000,
    "é",
    "ß",
    "İ",
    "constructor",
    "__class__",
    "a,b",
    "a|b",
    "%2e",
)
QUERIES = (
    "page=9e99",
    "page=-1",
    "page=0&page=2",
    "page=%00",
    "page=abc",
    "q=%00",
    "q=" + "a" * 3_000,
    "sort=__class__",
    "order=--",
    "family=../../",
    "time[]=x",
    "skill=1&skill=x",
    "people=1e400",
    "minutes=-5",
    "minutes=99999999999999999999",
    "question=%27",
    "method=__all__",
    "phase=%F0%9F%98%80",
    "next=//evil.example",
    "language=xx",
    "archived=%ED%A0%80",
    "csrfmiddlewaretoken=x",
    "%00=1",
    "=",
    "&&&=",
)
WAYS_ON = (
    "next=//evil.example",
    "next=http://[",
    "next=%00",
    "next=%ED%A0%80",
    "next=javascript:x",
    "next=/%0d%0aSet-Cookie:x=1",
    "next=" + "/a" * 2_000,
    "next=&next=/",
    "next[]=/",
    "next=/%F0%9F%98%80",
)
"""What may stand behind a page that leads on afterwards."""
ANSWERS = (
    "code=x",
    "state=x",
    "code=x&state=%00",
    "state=%ED%A0%80",
    "code=&state=",
    "state=" + "a" * 3_000,
    "error=access_denied",
    "error=%00&state=x",
    "iss=%00",
    "iss=http://[",
    "iss=https://evil.example",
    "code=x&code=y&state=x&state=y",
    "state=__class__",
    "error_description=<script>",
)
"""What a browser may bring back from an identity provider."""
READ = {row["route"]: row for row in TABLE if row["method"] == "GET"}
PLACE = re.compile(r"<(?:[\w-]+:)?(\w+)>")
AT_LEAST = {False: 1_200, True: 6_000}
"""How many calls one walk makes: in each run, and at night."""


def spoiled(route: str, place: str, value: str, given: dict[str, object]) -> str:
    """Return the address of a route with something nasty in one of its changeable places."""
    known = {**given, place: value}
    return "/" + PLACE.sub(lambda found: str(known[found[1]]), whole_pattern(route))


def own_queries(route: str) -> tuple[str, ...]:
    """Return what this route in particular reads from its query."""
    if route == "openid_connect_callback":
        return ANSWERS
    return WAYS_ON if leads_on(route) else ()


def leads_on(route: str) -> bool:
    """Tell whether a route may lead on to where one wanted to be."""
    return route.startswith(("account_", "mfa_", "openid_connect_login", "set_language"))


def asked(route: str, known: dict[str, object], road: Road, turn: Iterator[int], *, wide: bool) -> list[str]:
    """Return the nasty addresses of a route; in a short walk each place and each route take their turn of them."""
    given = parts(route, known, road)
    url = address(route, known, road)
    queries = (
        *_turn(QUERIES, turn, among=1 if wide else 6),
        *_turn(own_queries(route), turn, among=1 if wide else 2),
    )
    found = [f"{url}?{query}" for query in queries]
    for place in given:
        found += [spoiled(route, place, value, given) for value in _turn(NASTY, turn, among=1 if wide else 5)]
    return found


def _turn(values: tuple[str, ...], turn: Iterator[int], *, among: int) -> tuple[str, ...]:
    """Return one of so many parts of the values, the next one each time."""
    return values[next(turn) % among :: among]


def fault(answer: Any, where: str) -> list[str]:
    """Return what is wrong with an answer: a fault of the server, not being let in, or the way to another site."""
    there = urljoin("http://testserver/", answer.headers.get("Location", "").replace("\\", "/"))
    if answer.status_code >= 500 or answer.status_code == 429 or not there.startswith("http://testserver/"):
        return [f"{answer.status_code} {where[:120]} {there[:80]}"]
    return []


WALKS = [
    pytest.param((actor, wide), marks=pytest.mark.night if wide else (), id=f"{actor}{' at night' * wide}")
    for wide in (False, True)
    for actor in ("anonymous", "lead", "administrator", *(("facilitator", "manager") if wide else ()))
]


@pytest.mark.parametrize("walk", WALKS)
def test_no_address_makes_a_fault(
    walk: tuple[str, bool],
    house: House,
    road: Road,
    as_: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    actor, wide = walk
    factories.make_problem("a-problem")
    known = arguments(house, road)
    calls, faults, turn = 0, [], count()
    for route, row in READ.items():
        # Signed in for each route: at night a walk takes longer than a sign-in counts as recent.
        browser = as_(getattr(house, actor, None))
        browser.raise_request_exception = False
        opened = str(browser.get(address(route, known, road)).status_code)
        assert opened == {"login": "302"}.get(row[actor], row[actor]), (
            f"{route} is not walked, it is {opened}"
        )
        for each in asked(route, known, road, turn, wide=wide):
            calls += 1
            faults += fault(browser.get(quote(each, safe="/%?&=;:,'\"*{}|<>~[]")), each)
    record_property("walker calls", calls)
    assert faults == []
    assert calls >= AT_LEAST[wide]


@pytest.mark.parametrize("actor", ["anonymous", "lead"])
def test_no_way_on_that_is_sent_along_makes_a_fault(
    actor: str, house: House, road: Road, as_: Browser, record_property: Callable[[str, object], None]
) -> None:
    known, person = arguments(house, road), getattr(house, actor, None)
    right = {"login": house.lead.email, "password": factories.PASSWORD}
    calls, faults, turn = 0, [], count()
    for row in [row for row in TABLE if row["method"] == "POST" and leads_on(row["route"])]:
        url = address(row["route"], known, road)
        sent = [(url, f"{way}&{urlencode(right)}") for way in _turn(WAYS_ON, turn, among=5)]
        sent += [(f"{url}?{quote(way, safe='%&=')}", "") for way in _turn(WAYS_ON, turn, among=5)]
        for where, body in sent:
            calls += 1
            browser = as_(person)
            browser.raise_request_exception = False
            with transaction.atomic():
                answer = browser.post(where, body, content_type="application/x-www-form-urlencoded")
                transaction.set_rollback(True)
            faults += fault(answer, f"{where} {body}")
    record_property("walker calls", calls)
    assert faults == []
    assert calls >= 80


def test_the_walk_covers_every_page_that_can_be_read() -> None:
    assert set(READ) == {row["route"] for row in TABLE if row["method"] == "GET"}
    assert set(READ) <= {name for name, _pattern in routes(get_resolver())}
    opened = {
        actor: [row for row in READ.values() if row[actor] == "200"]
        for actor in ("anonymous", "lead", "administrator")
    }
    assert len(READ) > 85
    assert len([row for row in opened["administrator"] if row["route"].startswith("organisation:")]) > 14
    assert all(len(rows) > 20 for rows in opened.values())


def test_every_changeable_place_of_an_address_is_walked(house: House, road: Road) -> None:
    known, left, places = arguments(house, road), set(), 0
    for route in READ:
        given = parts(route, known, road)
        names = set(PLACE.findall(whole_pattern(route)))
        walked = {name for name in given if "nasty" in spoiled(route, name, "nasty", given)}
        places += len(walked)
        left |= {(route, name) for name in names - walked}
    assert left == set()
    assert places > 80
