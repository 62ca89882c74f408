"""Whatever people type comes back as words: on every page, in every fragment, in every refusal, nothing is brought in."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest

from tests.access.test_matrix import TABLE, Browser, address
from tests.conftest import House, Road
from tests.hostile import world
from tests.hostile.packing import LONGEST, harmless
from tests.hostile.texts import FAMILIES, TEXTS
from tests.hostile.tree import bare, judge, words_of

pytestmark = pytest.mark.django_db

NO_PAGES = ("phases:report-file", "phases:sheet-file", "mfa_download_recovery_codes", "account_data_file")
"""Files; documents and the file of one's own data are judged elsewhere."""
EVERYTHING = " ".join(TEXTS)
PLAIN = harmless(TEXTS)
Count = Callable[[str, object], None]


def test_there_are_texts_of_many_families_and_each_fits_in_the_shortest_field() -> None:
    assert len(set(TEXTS)) == len(TEXTS) >= 150
    assert min(map(len, FAMILIES.values())) >= 10
    assert max(map(len, TEXTS)) <= LONGEST
    assert [len(text) for text in PLAIN] == [len(text) for text in TEXTS]
    assert len(set(PLAIN)) == len(PLAIN)
    assert len(world.addresses()) > 30


def refresh(house: House) -> None:
    """Read the people again, so that they sign in under their new address."""
    for field in fields(house):
        getattr(house, field.name).refresh_from_db()


def readable(house: House, known: dict[str, Any], road: Road, as_: Browser) -> dict[tuple[str, ...], str]:
    """Give every page that someone of the house may read, as page and as fragment."""
    found: dict[tuple[str, ...], str] = {}
    refresh(house)
    for row in TABLE:
        actors = [actor for actor in ("lead", "administrator", "manager") if row[actor] == "200"]
        if row["method"] != "GET" or row["route"] in NO_PAGES or not actors:
            continue
        browser = as_(getattr(house, actors[0]))
        for kind, headers in (("page", {}), ("fragment", {"HX-Request": "true"})):
            response: Any = browser.get(address(row["route"], known, road), headers=headers)
            assert response.status_code == 200, row["route"]
            found[row["route"], kind] = response.content.decode()
    return found


def is_markdown(route: str) -> bool:
    """Tell whether a page shows texts of own methods, which may hold Markdown."""
    return route.startswith("phases:own-method") or "adviser" in route


def test_nothing_is_brought_into_any_page_or_fragment(
    house: House, road: Road, as_: Browser, record_property: Count
) -> None:
    world.widen()
    known = world.build(house, road)
    assert list(world.rows_without_words()) == [], "make a row of these in tests/hostile/world.py"
    world.say(PLAIN, house)
    world.say(PLAIN, house)  # twice, so that the history says so both times
    plain = readable(house, known, road, as_)
    world.say(TEXTS, house)
    hostile = readable(house, known, road, as_)
    wrong: dict[tuple[str, ...], list[str]] = {}
    shown, complete = 0, 0
    for where, html in hostile.items():
        found = judge(plain[where], html, markdown=is_markdown(where[0]))
        wrong |= {where: found} if found else {}
        words = words_of(html) if "__hit" in html else ""
        readable_ones = sum(bare(text) in words for text in TEXTS)
        shown += readable_ones
        complete += readable_ones == len(TEXTS)
    assert wrong == {}
    record_property("hostile texts shown", shown)
    assert shown >= 10_000
    assert complete >= 50
