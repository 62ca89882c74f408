"""Reading changes nothing, for whoever may read most; writing needs the token of the form."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from projects.models import User
from tests import factories
from tests.access.table import TABLE, Browser, address, arguments
from tests.access.worlds import fingerprint
from tests.conftest import House, Road

pytestmark = pytest.mark.django_db

READ = [row for row in TABLE if row["method"] == "GET"]
WRITTEN = [row for row in TABLE if row["method"] == "POST"]
ONLY_WRITTEN = [row for row in WRITTEN if row["route"] not in {other["route"] for other in READ}]
STRONGEST = ("lead", "administrator", "manager")
BODIES = {
    "organisation:second-factor": {"required": "on"},
    "set_language": {"language": "nl"},
}


@pytest.mark.parametrize("row", READ, ids=lambda row: row["route"])
def test_reading_changes_nothing(
    row: dict[str, str],
    house: House,
    road: Road,
    as_: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    factories.make_problem("a-problem")
    url = address(row["route"], arguments(house, road), road)
    browsers = [as_(getattr(house, actor)) for actor in STRONGEST] + [as_(None)]
    before, calls = fingerprint(), 0
    for browser in browsers:
        for method in ("GET", "HEAD", "OPTIONS"):
            for headers in ({}, {"HX-Request": "true"}):
                browser.generic(method, url, headers=headers)
                calls += 1
    record_property("safe calls", calls)
    assert fingerprint() == before


def someone(row: dict[str, str], house: House) -> User | None:
    """Return who may do most on a route."""
    for actor in STRONGEST:
        if row[actor] not in {"403", "404"}:
            return getattr(house, actor)
    return None


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row["route"])
def test_writing_without_the_token_of_the_form_is_refused(
    row: dict[str, str], house: House, road: Road
) -> None:
    url = address(row["route"], arguments(house, road), road)
    browser = Client(enforce_csrf_checks=True)
    if (user := someone(row, house)) is not None:
        browser.force_login(user)
    before = fingerprint()
    for headers in ({}, {"HX-Request": "true"}, {"X-CSRFToken": "a" * 64}):
        response: Any = browser.post(url, BODIES.get(row["route"], {}), headers=headers)
        assert response.status_code == 403, row["route"]
    assert fingerprint() == before


@pytest.mark.parametrize("row", ONLY_WRITTEN, ids=lambda row: row["route"])
def test_what_writes_does_not_answer_to_reading(
    row: dict[str, str], house: House, road: Road, as_: Browser
) -> None:
    """A route that only writes refuses GET and HEAD with 405, for those who may write there."""
    url = address(row["route"], arguments(house, road), road)
    browser = as_(someone(row, house) or house.lead)
    before = fingerprint()
    for method in ("GET", "HEAD"):
        assert browser.generic(method, url).status_code == 405, row["route"]
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        assert browser.generic(method, url).status_code in {403, 405}, row["route"]
    assert fingerprint() == before


def test_there_are_enough_of_them() -> None:
    assert len(READ) > 60
    assert len(WRITTEN) > 40
    assert len(ONLY_WRITTEN) > 20
