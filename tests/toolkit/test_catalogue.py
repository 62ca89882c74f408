"""The catalogue of methods: search, filters, page and fragment, and no page that grows with its rows."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.core]


@pytest.fixture
def browser() -> Client:
    """Give a visitor without an account who reads English."""
    return Client(headers={"accept-language": "en"})


def names(response: object) -> set[str]:
    """Give the names of the methods on a page."""
    return {method.name["en"] for method in response.context["methods"]}  # type: ignore[attr-defined]


def make(name: str, **values: Any) -> None:
    """Make a method with an English name."""
    factories.make_method(name=factories.text(f"{name} nl", name), **values)


def test_words_are_found_by_their_stem_in_both_languages(browser: Client) -> None:
    factories.make_method(name=factories.text("Verhalen ophalen", "Gathering stories"))
    factories.make_method(name=factories.text("Kaart", "Map"))
    for words in ("verhaal", "VERHALEN", "story", "gather stories"):
        assert names(browser.get("/toolkit/", {"q": words})) == {"Gathering stories"}, words
    assert names(browser.get("/toolkit/", {"q": "zeppelin"})) == set()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"family": "digital"}, {"Digital"}),
        ({"family": ["digital", "narrative"]}, {"Digital", "Long"}),
        ({"minutes": "60"}, {"Digital"}),
        ({"people": "8"}, {"Digital", "Long"}),
        ({"people": "300"}, {"Big"}),
        ({"skill": "1"}, {"Digital"}),
        ({"cost": "none"}, {"Digital"}),
        ({"format": "online"}, {"Digital", "Big"}),
        ({"people": "many"}, {"Digital", "Long", "Big"}),
    ],
)
def test_each_filter_keeps_what_fits(browser: Client, asked: dict[str, str], found: set[str]) -> None:
    small: dict[str, Any] = {"minutes_min": 30, "minutes_max": 60, "group_min": 4, "group_max": 12}
    make("Digital", family="digital", format="online", cost="none", skill=1, **small)
    make("Long", family="narrative", **{**small, "minutes_min": 180, "minutes_max": 240})
    make("Big", format="both", group_min=50, group_max=500, skill=3)
    assert names(browser.get("/toolkit/", asked)) == found


def test_a_fragment_is_the_list_only(browser: Client) -> None:
    make("One")
    fragment = browser.get("/toolkit/", {"q": "one"}, headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    assert 'id="found"' in fragment.text
    assert "HX-Request" in fragment.headers["Vary"]


def test_a_retired_method_is_neither_listed_nor_shown(browser: Client) -> None:
    factories.make_method("old-one", retired_at=timezone.now())
    assert names(browser.get("/toolkit/")) == set()
    assert browser.get("/toolkit/old-one/").status_code == 404


def test_the_list_asks_as_much_for_three_as_for_one(browser: Client) -> None:
    make("One")
    with CaptureQueriesContext(connection) as few:
        browser.get("/toolkit/")
    make("Two")
    make("Three")
    with CaptureQueriesContext(connection) as many:
        browser.get("/toolkit/")
    assert len(few) == len(many) <= 3
