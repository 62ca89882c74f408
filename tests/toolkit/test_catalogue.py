"""The catalogue of methods: search, filters, page and fragment, and no page that grows with its rows."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from toolkit.models import Method
from toolkit.stems import stems_of

pytestmark = [pytest.mark.django_db, pytest.mark.core]


@pytest.fixture
def browser() -> Client:
    """Return a visitor without an account who reads English."""
    return Client(headers={"accept-language": "en"})


def names(response: object) -> set[str]:
    """Return the names of the methods on a page."""
    return {method.name["en"] for method in response.context["page"].object_list}  # type: ignore[attr-defined]


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
        ({"time": "hour"}, {"Digital"}),
        ({"time": ["half-day", "longer"]}, {"Long", "Big"}),
        ({"people": "8"}, {"Digital", "Long"}),
        ({"people": "300"}, {"Big"}),
        ({"skill": "1"}, {"Digital"}),
        ({"cost": "none"}, {"Digital"}),
        ({"place": "online"}, {"Digital", "Big"}),
        ({"without_reading": "on"}, {"Long"}),
        ({"without_digital": "on"}, {"Long", "Big"}),
        ({"cost": "gold", "family": "nonsense", "time": "", "people": "-1"}, {"Digital", "Long", "Big"}),
        ({"people": "many"}, {"Digital", "Long", "Big"}),
    ],
)
def test_each_filter_keeps_what_fits(browser: Client, asked: dict[str, str], found: set[str]) -> None:
    small: dict[str, Any] = {"minutes_min": 30, "minutes_max": 60, "group_min": 4, "group_max": 12}
    make("Digital", family="digital", format="online", cost="none", skill=1, without_digital=False, **small)
    long = {**small, "minutes_min": 180, "minutes_max": 240}
    make("Long", family="narrative", without_reading=True, **long)
    make("Big", format="both", group_min=50, group_max=None, skill=3, duration="period", minutes_min=None)
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


def test_the_choices_say_how_many_each_would_give(browser: Client) -> None:
    make("One", family="digital", cost="none")
    make("Two", family="digital")
    make("Three", family="research")
    page = browser.get("/toolkit/", {"family": "digital", "cost": "none"})
    numbers = {
        filter_["field"].name: {option["value"]: option["number"] for option in filter_["options"]}
        for filter_ in page.context["filters"]
    }
    assert numbers["family"] == {**dict.fromkeys(numbers["family"], 0), "digital": 1}
    assert (numbers["cost"]["none"], numbers["cost"]["low"]) == (1, 1)
    assert page.context["off_count"] == 2
    assert page.context["off"] == [("Costs", 1)]
    assert "Costs <span" in page.text


def test_an_empty_result_offers_what_comes_nearest_and_says_what_does_not_fit(browser: Client) -> None:
    make("Interview at home", family="research")
    make("Photo story", family="narrative")
    page = browser.get("/toolkit/", {"q": "intervieuw"})
    assert page.context["count"] == 0
    assert str(page.context["nearest"][0][0].name["en"]) == "Interview at home"
    page = browser.get("/toolkit/", {"family": "digital", "q": "photo"})
    method, failed = page.context["nearest"][0]
    assert (method.name["en"], [str(label) for label in failed]) == ("Photo story", ["Kind"])
    assert "Does not fit:" in page.text


def test_a_method_named_by_the_words_comes_first_and_the_order_can_be_chosen(browser: Client) -> None:
    make("Workshop", minutes_min=20, stems=stems_of([factories.text("kaart", "map")]))
    make("Map", minutes_min=40)
    make("Atlas", minutes_min=30, stems=stems_of([factories.text("kaart", "map")]))

    def order(**asked: str) -> list[str]:
        page = browser.get("/toolkit/", {"q": "map", **asked}).context["page"]
        return [method.name["en"] for method in page.object_list]

    assert order() == ["Map", "Workshop", "Atlas"]
    assert order(order="shortest") == ["Workshop", "Atlas", "Map"]
    assert order(order="name") == ["Atlas", "Map", "Workshop"]
    assert order(order="nonsense") == ["Map", "Workshop", "Atlas"]


def test_a_long_list_has_pages_and_every_method_is_on_one(browser: Client) -> None:
    for number in range(30):
        make(f"Method {number}")
    found = [names(browser.get("/toolkit/", {"page": page, "place": "onsite"})) for page in ("1", "2")]
    assert [len(part) for part in found] == [24, 6]
    assert len(found[0] | found[1]) == 30
    assert "place=onsite&amp;page=2" in browser.get("/toolkit/", {"place": "onsite"}).text
    assert browser.get("/toolkit/", {"page": "999"}).context["page"].number == 2


@pytest.mark.parametrize("odd", ["%", "_", "'", '"', "\\", "a" * 5_000, "😀", "<script>", "( OR", "-", " "])
def test_no_odd_words_are_an_error(browser: Client, odd: str) -> None:
    make("One")
    for path in ("/toolkit/", "/search/", "/troubleshooting/"):
        assert browser.get(path, {"q": odd}).status_code == 200, path
        assert browser.get(path, {"q": odd}, headers={"HX-Request": "true"}).status_code == 200, path


def test_the_card_says_what_was_not_checked_and_what_is_an_estimate(browser: Client) -> None:
    factories.make_method("known", estimate=["minutes"], checked=False, sources=[])
    factories.make_method("read")
    card = browser.get("/toolkit/known/").text
    assert "not checked at the source" in card
    assert "an estimate from practice" in card
    other = browser.get("/toolkit/read/").text
    assert "not checked at the source" not in other
    assert "Own experience" in other


def test_the_words_of_the_field_stand_in_order_with_their_meaning(browser: Client) -> None:
    factories.make_term("zebra", see=["ape"])
    factories.make_term("ape", retired_at=None)
    factories.make_term("gone", retired_at=timezone.now())
    page = browser.get("/toolkit/glossary/")
    assert [str(term) for term in page.context["terms"]] == ["ape", "zebra"]
    assert 'id="word-zebra"' in page.text
    assert 'href="#word-ape"' in page.text


def test_content_is_read_once_and_holds_what_is_stored() -> None:
    factories.make_method("a-method")
    first, second = Method.objects.get(), Method.objects.get()
    assert first.steps is second.steps
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, steps FROM toolkit_method")
        name, steps = (json.loads(text) for text in cursor.fetchone())
    assert (first.name, first.steps) == (name, steps)
    assert Method.objects.values_list("name__nl", flat=True).get() == name["nl"]
