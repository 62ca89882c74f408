"""A field whose value names a row takes none of elsewhere, and every such field is tried."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.forms import BaseForm
from django.http import HttpResponse

from phases.models import OwnMethod
from projects.models import OrganisationRole
from tests import factories
from tests.access.bodies import body_of
from tests.access.table import TABLE, Browser, address
from tests.access.taking import after
from tests.access.worlds import Worlds, make_worlds
from tests.conftest import House, Road
from tests.html_tree import parse

pytestmark = pytest.mark.django_db

CHOICES: tuple[tuple[str, str, str], ...] = (
    ("projects:start", "organisation", "organisation_id"),
    ("projects:team-add", "person", "colleague_id"),
    ("projects:hand-over", "person", "colleague_id"),
    ("projects:hand-over", "person", "member_id"),
    ("phases:outcome-add", "stakeholder", "stakeholder_id"),
    ("phases:outcome", "stakeholder", "stakeholder_id"),
    ("phases:outcome", "theme", "theme_id"),
    ("phases:theme-add", "outcome", "outcome_id"),
    ("phases:theme-add", "theme", "theme_id"),
    ("phases:theme-telling", "groups", "stakeholder_id"),
    ("phases:workshop-telling", "groups", "stakeholder_id"),
    ("phases:workshop-plan", "method", "method_code"),
    ("phases:workshop-edit", "method", "method_code"),
    ("phases:attendance", "people-", "stakeholder_id"),
    ("phases:attendance", "initial-", "stakeholder_id"),
)
"""Every field whose value names a row: the route, the field, and what it names."""
PUBLISHED = {"phase", "question"}
LIMITS = {"group", "workshop"}
"""What narrows a list to rows that the reader sees anyway: a value of elsewhere narrows nothing (`test_outcome_list`)."""
KEYS = {"submission_key"}
"""Fields that name no row: a key that is made up for each form."""
A_ROW = "00000000-0000-4000-8000-000000000000"
NAMES_A_ROW = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|own-[0-9a-f]{32}")
SEEN = {
    "anonymous": set(),
    "lead": {
        "organisation",
        "person",
        "stakeholder",
        "method",
        "people-",
        "initial-",
        "outcome",
        "theme",
        "groups",
    },
    "administrator": {"organisation"},
}
"""What each of them is offered of it."""


def foreign(worlds: Worlds, what: str) -> Iterator[Any]:
    """Return rows of elsewhere and of beside, and rows that are gone."""
    for world in (worlds.elsewhere, worlds.gone, worlds.beside):
        if what == "method_code":
            if world is worlds.elsewhere:
                yield OwnMethod.objects.get(pk=world["own_id"]).method.code
        elif world.get(what) and not (what in {"colleague_id", "organisation_id"} and world is worlds.beside):
            yield world[what]


@pytest.mark.parametrize(("route", "field", "what"), CHOICES, ids=lambda each: each)
def test_a_field_that_names_a_row_takes_none_of_elsewhere(  # noqa: PLR0917 - fixtures
    route: str, field: str, what: str, house: House, road: Road, as_: Browser
) -> None:
    worlds = make_worlds(house, road)
    if route == "projects:start":
        second = factories.make_organisation()
        second.add_member(house.lead, OrganisationRole.MEMBER, by=house.lead)
    url, browser = address(route, worlds.here, road), as_(house.lead)
    tried = 0
    for value in foreign(worlds, what):
        body = body_of(route, house, road, worlds)
        if field.endswith("-"):  # the row stands in the name of the field
            body = {f"people-{value}": "7", f"{field}{value}": "7" if field == "people-" else "3"}
        else:
            body |= {field: str(value)}
        told, untouched = after(browser, url, body), after(browser, url, {})
        tried += 1
        if field.endswith("-"):
            assert told.status == 302
            assert told.rows["Attendance"] == untouched.rows["Attendance"]
        else:
            assert told.status == 422, (route, field, what)
            assert told.rows == untouched.rows
    assert tried >= 1


def fields_of(response: Any) -> Iterator[tuple[str, list[str]]]:
    """Return every field of every form of a page with the values it offers: as the server has it, and as it is sent."""
    for context in response.context or []:
        for form in [value for value in context.flatten().values() if isinstance(value, BaseForm)]:
            for name, field in form.fields.items():
                offered = [str(value) for value, _label in getattr(field, "choices", [])]
                yield name, [*offered, *([A_ROW] if hasattr(field, "queryset") else [])]
    if response.headers["Content-Type"].startswith("text/html"):
        tree = parse(response.text)
        for each in [*tree.iter("input"), *tree.iter("button"), *tree.iter("textarea")]:
            yield each.get("name", ""), [each.get("value", "")]
        for each in tree.iter("select"):
            yield each.get("name", ""), [option.get("value", "") for option in each.iter("option")]


def named_on(response: Any) -> set[str]:
    """Return the fields of a page whose values, or whose own names, name a row."""
    fields = [(name, values) for name, values in fields_of(response) if name]
    found = {name for name, values in fields if any(NAMES_A_ROW.fullmatch(each) for each in values)}
    return found | {NAMES_A_ROW.sub("", name) for name, _values in fields if NAMES_A_ROW.search(name)}


@pytest.mark.parametrize("actor", ["anonymous", "lead", "administrator"])
def test_every_field_that_names_a_row_is_tried(
    actor: str, house: House, road: Road, as_: Browser, worlds: Worlds
) -> None:
    """Whatever somebody may fill in: no form of any page names a row in a field that is not tried above."""
    person = getattr(house, actor, None)
    if person is not None:
        factories.make_organisation().add_member(person, OrganisationRole.MEMBER, by=house.lead)
    browser, named, looked = as_(person), set(), 0
    for row in [row for row in TABLE if row["method"] == "GET" and row[actor] == "200"]:
        response: Any = browser.get(address(row["route"], worlds.here, road))
        looked += not response.streaming
        named |= set() if response.streaming else named_on(response)
    tried = {field for _route, field, _what in CHOICES}
    assert named - PUBLISHED - KEYS - LIMITS <= tried
    assert named & tried == SEEN[actor]
    assert looked > 20


def test_a_hidden_field_with_a_row_is_seen() -> None:
    row = "0b44fe2a-db6d-4e15-b781-386df7dc1782"
    page = HttpResponse(
        f'<form><input type="hidden" name="one" value="{row}"><select name="two"><option value="{row}"></select>'
        f'<button name="three" value="{row}"></button><input name="count-{row}"><input name="five" value="5"></form>'
    )
    page.context = None  # type: ignore[attr-defined]
    assert named_on(page) == {"one", "two", "three", "count-"}
