"""Outcomes come together in themes, which have a place, and are a need once those it is about confirmed it."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from phases.followup.forms.themes import MAX_THEMES
from phases.followup.theme_list import ThemePage
from phases.models import Outcome, Theme, Workshop
from projects.models import StaleError, User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


def url(house: House) -> str:
    return f"{house.initiative.get_absolute_url()}feedback/"


@pytest.fixture
def workshop(house: House, road: Road) -> Workshop:
    return factories.make_workshop(house.initiative, road.phases[0])


def group(browser: Client, house: House, *outcomes: Outcome, **values: Any) -> Any:
    """Send the form that puts outcomes together."""
    body = {"submission_key": str(uuid4()), "outcome": [str(row.pk) for row in outcomes], **values}
    return browser.post(f"{house.initiative.get_absolute_url()}themes/new/", body)


def test_chosen_outcomes_get_a_name_together(house: House, workshop: Workshop, as_: Browser) -> None:
    said = [factories.make_outcome(workshop) for _number in range(3)]
    answer = group(as_(house.facilitator), house, *said[:2], name="Finding the desk")
    theme = house.initiative.themes.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{url(house)}#theme-{theme.pk}")
    assert (theme.name, theme.place, set(theme.outcomes.all())) == ("Finding the desk", 1, set(said[:2]))
    page = as_(house.observer).get(url(house)).text
    assert "Finding the desk" in page
    assert said[2].text in page
    assert said[0].text not in page, "what has a theme stands there"


def test_the_same_post_twice_makes_one_theme(house: House, workshop: Workshop, as_: Browser) -> None:
    said, key = factories.make_outcome(workshop), str(uuid4())
    for _time in range(2):
        answer = group(as_(house.lead), house, said, name="Once", submission_key=key)
        assert answer.status_code == 302
    assert house.initiative.themes.count() == 1


@pytest.mark.parametrize(
    ("values", "chosen", "words"),
    [
        ({"name": ""}, True, "Give the theme a name."),
        ({"name": "New"}, False, "Choose the outcomes that belong together."),
        ({"name": "the DESK"}, True, "There is a theme with this name already."),
        ({"name": "New", "theme": "existing"}, True, "Not both."),
        ({"name": "n" * 121}, True, "120"),
    ],
)
def test_what_is_refused_is_told_and_stays(  # noqa: PLR0917 - fixtures
    values: dict[str, str], chosen: bool, words: str, house: House, workshop: Workshop, as_: Browser
) -> None:
    theme = factories.make_theme(house.initiative, name="The desk")
    said = factories.make_outcome(workshop)
    if "theme" in values:
        values = {**values, "theme": str(theme.pk)}
    answer = group(as_(house.lead), house, *([said] if chosen else []), **values)
    assert answer.status_code == 422
    assert words in answer.text
    assert values["name"] in answer.text
    assert ("checked" in answer.text) is chosen
    assert house.initiative.themes.count() == 1


def test_more_themes_than_can_be_overseen_are_refused(house: House, workshop: Workshop, as_: Browser) -> None:
    Theme.objects.bulk_create(
        Theme(initiative=house.initiative, name=f"Theme number {place}", place=place)
        for place in range(1, MAX_THEMES + 1)
    )
    answer = group(as_(house.lead), house, factories.make_outcome(workshop), name="One more")
    assert (answer.status_code, house.initiative.themes.count()) == (422, MAX_THEMES)


def test_an_outcome_belongs_to_one_theme_and_goes_into_another_or_out(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    said, browser = factories.make_outcome(workshop), as_(house.facilitator)
    first, second = factories.make_theme(house.initiative, said), factories.make_theme(house.initiative)
    assert group(browser, house, said, theme=str(second.pk)).status_code == 302
    said.refresh_from_db()
    assert (said.theme, first.outcomes.count()) == (second, 0)
    edit = f"{workshop.get_absolute_url()}outcomes/{said.pk}/"
    changed = {"kind": said.kind, "text": said.text, "version": str(said.version), "theme": ""}
    assert browser.post(edit, changed).status_code == 302
    said.refresh_from_db()
    assert said.theme is None


def test_outcomes_of_elsewhere_cannot_be_chosen(
    house: House, workshop: Workshop, as_: Browser, road: Road
) -> None:
    foreign = factories.make_outcome(factories.make_workshop(factories.make_initiative(), road.phases[0]))
    elsewhere = factories.make_theme(foreign.workshop.initiative)
    mine = factories.make_outcome(workshop)
    assert group(as_(house.lead), house, foreign, name="Mine").status_code == 422
    assert group(as_(house.lead), house, mine, theme=str(elsewhere.pk)).status_code == 422
    foreign.refresh_from_db()
    assert foreign.theme is None
    assert elsewhere.outcomes.count() == 0


def test_themes_change_places_and_every_place_is_taken_once(house: House, road: Road, as_: Browser) -> None:
    themes = [factories.make_theme(house.initiative, name=name) for name in ("One", "Two", "Three")]
    browser = as_(house.facilitator)
    browser.post(f"{themes[2].get_absolute_url()}place/", {"way": "up"})
    assert [row.name for row in house.initiative.themes.all()] == ["One", "Three", "Two"]
    browser.post(f"{themes[0].get_absolute_url()}place/", {"way": "up"})
    browser.post(f"{themes[1].get_absolute_url()}place/", {"way": "down"})
    assert [(row.name, row.place) for row in house.initiative.themes.all()] == [
        ("One", 1),
        ("Three", 2),
        ("Two", 3),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        house.initiative.themes.filter(name="Two").update(place=1)


def test_a_theme_is_a_need_once_somebody_confirmed_it(house: House, road: Road, as_: Browser) -> None:
    theme = factories.make_theme(house.initiative, name="The desk")
    edit, browser = f"{theme.get_absolute_url()}edit/", as_(house.facilitator)
    half = {"name": "The desk", "version": "1", "confirmed_by": "Eight job-seekers"}
    assert "Fill in the day as well." in browser.post(edit, half).text
    day = {"confirmed_on_day": "2", "confirmed_on_month": "3", "confirmed_on_year": "2026"}
    assert browser.post(edit, half | day).status_code == 302
    theme.refresh_from_db()
    assert theme.is_need
    assert "confirmed need" in as_(house.observer).get(url(house)).text
    with pytest.raises(IntegrityError), transaction.atomic():
        Theme.objects.filter(pk=theme.pk).update(confirmed_on=None)


def test_two_who_change_a_theme_both_keep_their_text(house: House, road: Road, as_: Browser) -> None:
    theme = factories.make_theme(house.initiative, name="The desk")
    edit = f"{theme.get_absolute_url()}edit/"
    first = {"name": "The desk", "description": "Mine", "version": "1"}
    assert as_(house.lead).post(edit, first).status_code == 302
    refused = as_(house.facilitator).post(edit, first | {"description": "Theirs"})
    assert refused.status_code == 409
    assert "Mine" in refused.text
    assert "Theirs" in refused.text
    with pytest.raises(StaleError):
        theme.revise(by=house.lead, based_on=1, name="x")


def test_taking_a_theme_away_says_what_hangs_on_it(house: House, workshop: Workshop, as_: Browser) -> None:
    said = [factories.make_outcome(workshop, asks=True) for _number in range(2)]
    theme = factories.make_theme(house.initiative, *said)
    factories.make_feedback(theme)
    removal, browser = f"{theme.get_absolute_url()}removal/", as_(house.facilitator)
    page = browser.get(removal).text
    assert "2 outcomes belong to it. They stay, without a theme." in page
    assert "What you said about this theme goes too." in page
    assert browser.post(removal).status_code == 302
    assert not house.initiative.themes.exists()
    assert [row.is_waiting for row in Outcome.objects.filter(pk__in=[row.pk for row in said])] == [True, True]


def test_themes_come_in_pages_and_keep_their_numbers(
    house: House, workshop: Workshop, monkeypatch: pytest.MonkeyPatch, as_: Browser
) -> None:
    monkeypatch.setattr(ThemePage, "SIZE", 2)
    themes = [
        factories.make_theme(house.initiative, factories.make_outcome(workshop), name=f"Theme {name}")
        for name in "ABCDE"
    ]
    browser = as_(house.lead)

    def shown(**query: str) -> tuple[list[str], list[str]]:
        page = browser.get(url(house), query).text
        numbers = re.findall(r'theme__n num">(\d)<', page)
        return numbers, [name for name in "ABCDE" if f">Theme {name}</a>" in page]

    assert "5 themes" in browser.get(url(house)).text
    assert shown() == (["1", "2"], ["A", "B"])
    assert shown(themes="2") == (["3", "4"], ["C", "D"])
    assert shown(themes="4") == (["5"], ["E"])
    for odd in ("99", "-1", "x", "123456"):
        assert shown(themes=odd) == shown()
    page = browser.get(url(house), {"order": "on", "themes": "2"}).text
    assert page.count('value="up"') == page.count('value="down"') == 2, "the first of a page can go up too"
    answer: Any = browser.post(
        f"{house.initiative.get_absolute_url()}themes/{themes[2].pk}/place/", {"way": "up"}
    )
    assert answer.headers["Location"] == f"{url(house)}?order=on#theme-{themes[2].pk}"
    answer = browser.post(
        f"{house.initiative.get_absolute_url()}themes/{themes[2].pk}/place/", {"way": "down"}
    )
    assert answer.headers["Location"] == f"{url(house)}?order=on&themes=2#theme-{themes[2].pk}"
