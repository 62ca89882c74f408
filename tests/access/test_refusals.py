"""What is refused looks like what is not there, byte for byte; and what the table does not name is refused."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from projects.models import AuditEntry
from tests import factories
from tests.access.table import (
    ACTORS,
    MISSING,
    NEEDS_AN_ORGANISATION,
    REFUSED,
    TABLE,
    Browser,
    address,
    arguments,
    ask,
    removed,
    whole_pattern,
)
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
OWNERS = ("initiative_id", "organisation_id", "own_id", "provider_id")
"""The ids in an address that say whose it is; what stands behind them is looked for there."""
GONE = dict.fromkeys(OWNERS, MISSING)


def test_a_method_that_the_table_does_not_name_is_refused(house: House, road: Road, as_: Browser) -> None:
    factories.make_problem("a-problem")
    known = arguments(house, road)
    named = {(row["route"], row["method"]) for row in TABLE}
    browsers = {actor: as_(getattr(house, actor, None)) for actor in ("anonymous", "lead", "administrator")}
    opened, tried = [], 0
    for route in sorted({row["route"] for row in TABLE}):
        url = address(route, known, road)
        for method in ("GET", "POST", *OTHER_METHODS):
            if (route, method) in named:
                continue
            for actor, browser in browsers.items():
                tried += 1
                got = ask(browser, {"method": method}, url, fragment=False)
                opened += [f"{actor} {method} {route}: {got}"] if got not in {*REFUSED, "405"} else []
    assert opened == []
    assert tried > 2_000


@pytest.mark.parametrize(
    "row",
    [row for row in TABLE if "403" in row.values()],
    ids=lambda row: f"{row['method']} {row['route']}",
)
def test_who_wanted_to_write_and_may_not_stands_in_the_trail(
    row: dict[str, str],
    house: House,
    road: Road,
    as_: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    factories.make_problem("a-problem")
    url, told = address(row["route"], arguments(house, road), road), 0
    inside = "initiative_id" in whole_pattern(row["route"])
    for state in ("active", "archived"):
        if state == "archived":
            house.initiative.refresh_from_db()
            house.initiative.archive(by=house.lead)
        for actor in ACTORS[1:]:
            person, before = getattr(house, actor), AuditEntry.objects.count()
            status = ask(as_(person), row, url, fragment=False, undo=False)
            if status not in REFUSED:
                continue
            fresh = AuditEntry.objects.filter(action="access.refused", by=person).order_by("-at")
            if status != "403" or row["method"] == "GET":
                assert AuditEntry.objects.count() == before
                continue
            line = fresh[0]
            told += 1
            assert AuditEntry.objects.count() == before + 1
            assert (line.target_kind, line.target_id, line.result) == ("route", row["route"], "refused")
            assert line.organisation is not None or row["route"] == "projects:start"
            assert (line.initiative == house.initiative) == inside
    record_property("refusals told", told)
    assert told or row["method"] == "GET"


@pytest.mark.parametrize(
    "row",
    [row for row in TABLE if row["stranger"] == "404" and "<uuid:" in whole_pattern(row["route"])],
    ids=lambda row: f"{row['method']} {row['route']}",
)
def test_a_stranger_sees_what_a_missing_id_shows(
    row: dict[str, str],
    house: House,
    road: Road,
    as_: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    known = arguments(house, road)
    ids = [*(known[name] for name in OWNERS), MISSING]
    there, nowhere = address(row["route"], known, road), address(row["route"], known | GONE, road)
    compared = 0
    strangers = [house.stranger, removed(house), factories.make_user("Lou Loose")]
    for state in ("active", "archived"):
        if state == "archived":
            house.initiative.refresh_from_db()
            house.initiative.archive(by=house.lead)
        for person in strangers if row["route"] not in NEEDS_AN_ORGANISATION else strangers[:2]:
            browser = as_(person)
            for headers in ({}, {"HX-Request": "true"}):
                shown = browser.generic(row["method"], there, headers=headers)
                missing = browser.generic(row["method"], nowhere, headers=headers)
                assert shown.status_code == missing.status_code == 404
                assert _without_what_was_asked(shown, ids) == _without_what_was_asked(missing, ids)
                assert b"Secret" not in shown.content
                compared += 1
    record_property("missing ids", compared)


def _without_what_was_asked(response: Any, asked: list[Any]) -> str:
    """Return the page without the token of the moment and the ids that the stranger asked for."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    for each in asked:
        text = text.replace(str(each), "")
    return text
