"""Blank is blank: no default pretends that somebody chose."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from phases.models import Outcome, Workshop
from phases.reports import gather
from phases.reports.render import html_of
from projects.models import Stakeholder, User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
KEY = "7f3f4c1e-0f6e-4f3f-9a33-0c1d2e3f4a5b"
SEVERAL = "Several groups"


@pytest.fixture
def workshop(house: House, road: Road) -> Workshop:
    """Return a workshop of yesterday with a group on the register."""
    factories.make_stakeholder(house.initiative, "Job-seekers")
    return factories.make_workshop(house.initiative, road.phases[0])


def add(browser: Client, workshop: Workshop, **changes: str) -> Outcome:
    """Add an outcome and give it as it is stored."""
    body = {"kind": "insight", "text": "People want to be heard", "submission_key": KEY, **changes}
    assert browser.post(f"{workshop.get_absolute_url()}outcomes/new/", body).status_code == 302
    return Outcome.objects.get()


def test_a_group_that_was_left_blank_is_blank_everywhere(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    browser = as_(house.facilitator)
    outcome = add(browser, workshop, stakeholder="")
    assert (outcome.stakeholder, outcome.several_groups, outcome.group) == (None, False, "")
    assert SEVERAL not in browser.get(workshop.get_absolute_url()).text
    page = browser.get(f"{workshop.get_absolute_url()}outcomes/{outcome.pk}/")
    assert page.context["form"]["stakeholder"].value() is None
    shown = browser.get(f"{house.initiative.get_absolute_url()}reports/preview/").text
    assert "People want to be heard" in shown
    assert SEVERAL not in shown


def test_several_groups_is_a_choice_that_is_stored_and_shown(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    browser = as_(house.facilitator)
    outcome = add(browser, workshop, stakeholder="several")
    assert (outcome.stakeholder, outcome.several_groups) == (None, True)
    assert SEVERAL in browser.get(workshop.get_absolute_url()).text
    url = f"{workshop.get_absolute_url()}outcomes/{outcome.pk}/"
    assert browser.get(url).context["form"]["stakeholder"].value() == "several"
    body = {"kind": "insight", "text": outcome.text, "stakeholder": "", "version": "1"}
    assert browser.post(url, body).status_code == 302
    outcome.refresh_from_db()
    assert not outcome.several_groups
    assert [row.by for row in gather(house.initiative, None, made_by="x").workshops[0].outcomes] == [""]


def test_a_group_without_scores_has_none_and_no_place_on_the_map(
    house: House, road: Road, as_: Browser
) -> None:
    browser, start = as_(house.facilitator), house.initiative.get_absolute_url()
    form = browser.get(f"{start}stakeholders/new/").context["form"]
    assert [form[name].value() for name in ("kind", "influence", "interest", "engagement")] == [None] * 4
    body = {"name": "Neighbours", "submission_key": KEY}
    assert browser.post(f"{start}stakeholders/new/", body).status_code == 302
    group = Stakeholder.objects.get()
    assert (group.kind, group.influence, group.interest) == ("", None, None)
    factories.make_stakeholder(house.initiative, "Council", influence=5, interest=5)
    page = browser.get(f"{start}stakeholders/")
    assert [row.name for row in page.context["unplaced"]] == ["Neighbours"]
    assert "1 group is not on the map" in page.text
    assert "None" not in page.text
    shown = browser.get(f"{start}reports/preview/").text
    assert "Neighbours" in shown
    assert not re.search(r">\s*None\s*<", shown)


def test_a_plan_chooses_no_day_and_no_phase_by_itself(house: House, road: Road, as_: Browser) -> None:
    url = f"{house.initiative.get_absolute_url()}workshops/new/"
    form = as_(house.facilitator).get(url).context["form"]
    assert [form[name].value() for name in ("phase", "day", "method")] == [None, None, None]
    asked = as_(house.facilitator).get(url, {"phase": "co-design"}).context["form"]
    assert asked["phase"].value() == "co-design"


def test_a_number_in_the_register_is_that_of_the_map(house: House, as_: Browser) -> None:
    factories.make_stakeholder(house.initiative, "First of three")
    factories.make_stakeholder(house.initiative, "Second of three", influence=None, interest=None)
    factories.make_stakeholder(house.initiative, "Third of three")
    page = as_(house.lead).get(f"{house.initiative.get_absolute_url()}stakeholders/")
    on_map = {group.mark.name: group.number for group in page.context["map"].groups}
    in_table = {row.name: number for row, number in page.context["rows"]}
    assert in_table == {"Second of three": None, **on_map}
    assert sorted(on_map.values()) == [1, 2]


def test_a_report_about_groups_without_scores_has_no_map(house: House, road: Road, as_: Browser) -> None:
    factories.make_stakeholder(house.initiative, "Neighbours", influence=None, interest=None)
    contents = gather(house.initiative, None, made_by="x")
    assert contents.influence_map is None
    assert "Neighbours" in html_of(contents)
    shown = as_(house.lead).get(f"{house.initiative.get_absolute_url()}reports/preview/")
    assert shown.status_code == 200
    assert "Neighbours" in shown.text
