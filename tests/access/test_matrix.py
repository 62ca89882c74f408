"""Who may do what: every route of the site against the table written by hand in `matrix.csv`.

A cell is the status of the answer; `login` means: sent to the sign-in page. `archived` is the lead, once the
initiative is in the archive. A POST is empty, so that one who may do it gets 422 where something is required.
"""

from collections.abc import Callable

import pytest
from django.urls import get_resolver

from projects.access import access_of
from tests import factories
from tests.access.table import (
    ACTORS,
    TABLE,
    Browser,
    address,
    arguments,
    ask,
    removed,
    routes,
    told,
    whole_pattern,
)
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def test_every_route_has_its_lines() -> None:
    assert {row["route"] for row in TABLE} == {name for name, _pattern in routes(get_resolver())}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['method']} {row['route']}")
def test_a_route_answers_each_role_in_each_state_as_the_table_says(
    row: dict[str, str],
    house: House,
    road: Road,
    as_: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    factories.make_problem("a-problem")
    known = arguments(house, road)
    people = {actor: getattr(house, actor, None) for actor in ACTORS} | {"removed": removed(house)}
    people["loose"] = factories.make_user("Lou Loose")
    url = address(row["route"], known, road)
    wrong, checks = [], 0
    for state in ("active", "archived"):
        if state == "archived":
            house.initiative.refresh_from_db()
            house.initiative.archive(by=house.lead)
        for actor, user in people.items():
            browser = as_(user)
            for fragment in (False, True):
                checks += 1
                wanted = told(row, actor, state, fragment=fragment)
                if (got := ask(browser, row, url, fragment=fragment)) != wanted:
                    wrong.append(f"{actor}, {state}, fragment {fragment}: {got}, not {wanted}")
    record_property("access checks", checks)
    assert wrong == []


def test_a_row_of_another_initiative_is_not_there(house: House, road: Road, as_: Browser) -> None:
    elsewhere = factories.make_initiative(house.organisation, lead=house.lead)
    known = arguments(house, road)
    for route in (
        "phases:workshop",
        "phases:workshop-log",
        "phases:report",
        "phases:report-file",
        "phases:report-back-file",
        "projects:stakeholder",
    ):
        url = address(route, {**known, "initiative_id": elsewhere.pk}, road)
        assert as_(house.lead).get(url).status_code == 404, route
        assert as_(house.lead).get(address(route, known, road)).status_code == 200, route


def test_a_view_without_the_door_cannot_be_called_for_an_initiative() -> None:
    for name, pattern in routes(get_resolver()):
        if "initiative_id" in whole_pattern(name):
            assert access_of(pattern.callback).role is not None, name
