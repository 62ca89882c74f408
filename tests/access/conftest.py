"""What the tests of who may do what share."""

from collections.abc import Callable

import pytest
from django.test import Client

from phases.models import ItemState, Outcome, Report, ReportState
from projects.models import Initiative, Role, User
from tests import factories
from tests.access.table import REFUSED
from tests.access.worlds import Worlds, make_worlds
from tests.actors import as_
from tests.again import again
from tests.conftest import House, Road
from tests.stage import house, road

__all__ = ["as_", "house", "road"]

LEAVING = frozenset({"projects:team-departure", "organisation:departure", "account_erasure"})


def writer(row: dict[str, str], house: House) -> User:
    """Return who may post on a route."""
    for actor in ("lead", "administrator", "manager"):
        if row[actor] not in REFUSED:
            return getattr(house, actor)
    raise AssertionError(row)


def prepare(route: str, house: House, worlds: Worlds) -> None:
    """Bring about what a route is for: an archive to reopen, a report that failed, somebody who stays."""
    if route == "projects:reopen":
        house.initiative.archive(by=house.lead)
    elif route == "phases:report-retry":
        Report.objects.filter(pk=worlds.here["report_id"]).update(state=ReportState.FAILED)
    elif route == "account_sessions":
        Client().force_login(house.lead)
    elif route in LEAVING:
        led = Initiative.objects.filter(team__user=house.lead, team__role=Role.LEAD)
        for initiative in led:
            factories.make_team_member(initiative, Role.LEAD)


def signed_in(route: str, person: User, as_: Callable[[User | None], Client]) -> Client:
    """Return a browser of someone who said once more who it is, where that is asked even now."""
    browser = as_(person)
    if route == "account_erasure":
        browser.post("/account/again/", {"password": factories.PASSWORD})
    return browser


@pytest.fixture
def worlds(house: House, road: Road) -> Worlds:
    """Make the worlds; the quote here has a consent to take back, the item is settled."""
    return again("worlds", lambda: _worlds(house, road))


def _worlds(house: House, road: Road) -> Worlds:
    factories.make_problem("a-problem")
    worlds = make_worlds(house, road)
    quote = {"kind": "quote", "consent": "with-name", "speaker": "A speaker"}
    Outcome.objects.filter(pk=worlds.here["outcome_id"]).update(**quote)
    completion = house.initiative.completions.model
    completion.settle(house.initiative, road.items[0], ItemState.DONE, "", by=house.lead)
    return worlds
