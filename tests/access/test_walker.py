"""Every address with every nasty argument and query, as three people: refused or shown, never a fault of the server."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import get_resolver

from projects.models import User
from tests import factories
from tests.access.test_matrix import TABLE, _whole_pattern, address, arguments, routes
from tests.conftest import House, Road

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]

NASTY = (
    *("0", "-1", "1e9", "0x10", "NaN", "None", "null", "true", "undefined", "99999999999999999999"),
    *("..", "..%2f..%2fetc%2fpasswd", "%252e%252e", "%00", "a%00b", "%ed%a0%80", "%0d%0aSet-Cookie:x=1"),
    *("<script>", "'", '"', ";", "a;b", "a.b.css", "a/x.css", "%20", " a", "%E2%80%AE", "%F0%9F%98%80"),
    *("00000000-0000-0000-0000-000000000000", "00000000-0000-4000-8000-00000000000G", "{}", "*"),
    *("A" * 300, "A" * 3_000, "é", "ß", "İ", "constructor", "__class__", "a,b", "a|b", "%2e"),
)
QUERIES = (
    *("page=9e99", "page=-1", "page=0&page=2", "page=%00", "page=abc", "q=%00", "q=" + "a" * 3_000),
    *("sort=__class__", "order=--", "family=../../", "time[]=x", "skill=1&skill=x", "people=1e400"),
    *("minutes=-5", "minutes=99999999999999999999", "question=%27", "method=__all__", "phase=%F0%9F%98%80"),
    *(
        "next=//evil.example",
        "language=xx",
        "archived=%ED%A0%80",
        "csrfmiddlewaretoken=x",
        "%00=1",
        "=",
        "&&&=",
    ),
)
READ = sorted({row["route"] for row in TABLE if row["method"] == "GET" and row["lead"] == "200"})


def places(url: str) -> list[int]:
    """Give where the changeable parts of an address are."""
    return [place for place, part in enumerate(url.split("/")) if part]


WALKS = [
    pytest.param((actor, wide), marks=pytest.mark.night if wide else ())
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
    browser = as_(getattr(house, actor, None))
    browser.raise_request_exception = False
    calls, faults = 0, []
    for number, route in enumerate(READ):
        url = address(route, known, road)
        nasty = NASTY if wide else NASTY[number % 4 :: 4]
        queries = QUERIES if wide else QUERIES[number % 5 :: 5]
        asked = [f"{url}?{query}" for query in queries]
        if "<" in _whole_pattern(route):
            place = [at for at in places(url) if at > 1][:1] + places(url)[-1:]
            for at in set(place):
                parts = url.split("/")
                asked += ["/".join([*parts[:at], value, *parts[at + 1 :]]) for value in nasty]
        for each in asked:
            calls += 1
            status = browser.get(quote(each, safe="/%?&=;:,'\"*{}|<>~")).status_code
            if status >= 500:
                faults.append(f"{status} {each[:120]}")
    record_property("walker calls", calls)
    assert faults == []
    assert calls > 650


def test_the_walk_covers_every_page_that_can_be_read() -> None:
    assert len(READ) > 40
    assert set(READ) <= {name for name, _pattern in routes(get_resolver())}
