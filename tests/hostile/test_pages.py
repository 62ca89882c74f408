"""Whatever people type comes back as words: on every page, in every fragment, in every refusal, nothing is brought in."""

from collections.abc import Callable

import pytest

from tests.access.table import Browser
from tests.conftest import House, Road
from tests.hostile import world
from tests.hostile.packing import LONGEST, harmless
from tests.hostile.pages import people_of, readable
from tests.hostile.texts import FAMILIES, TEXTS
from tests.hostile.tree import bare, judge, words_of

pytestmark = [pytest.mark.long, pytest.mark.django_db]

PLAIN = harmless(TEXTS)
Count = Callable[[str, object], None]


def test_there_are_texts_of_many_families_and_each_fits_in_the_shortest_field() -> None:
    assert len(set(TEXTS)) == len(TEXTS) >= 150
    assert min(map(len, FAMILIES.values())) >= 10
    assert max(map(len, TEXTS)) <= LONGEST
    assert [len(text) for text in PLAIN] == [len(text) for text in TEXTS]
    assert len(set(PLAIN)) == len(PLAIN)
    assert len(world.addresses()) > 30


def is_markdown(route: str) -> bool:
    """Tell whether a page shows texts of own methods, which may hold Markdown."""
    return route.startswith("phases:own-method") or "adviser" in route


def test_nothing_is_brought_into_any_page_or_fragment(
    house: House, road: Road, as_: Browser, record_property: Count
) -> None:
    world.widen()
    known = world.build(house, road)
    assert list(world.rows_without_words()) == [], "make a row of these in tests/hostile/world.py"
    browsers = people_of(house, as_)
    world.say(PLAIN, house)
    world.say(PLAIN, house)  # twice, so that the history says so both times
    plain = readable(browsers, known, road)
    world.say(TEXTS, house)
    hostile = readable(browsers, known, road)
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
    assert shown >= 15_000
    assert complete >= 50
