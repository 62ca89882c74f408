"""What the tests of who may do what share."""

import pytest

from phases.models import ItemState, Outcome
from projects.models import User
from tests import factories
from tests.access.test_matrix import REFUSED
from tests.access.worlds import Worlds, make_worlds
from tests.conftest import House, Road


def writer(row: dict[str, str], house: House) -> User:
    """Give who may post on a route."""
    for actor in ("lead", "administrator", "manager"):
        if row[actor] not in REFUSED:
            return getattr(house, actor)  # type: ignore[no-any-return]
    raise AssertionError(row)


@pytest.fixture
def worlds(house: House, road: Road) -> Worlds:
    """Make the worlds; the quote here has a consent to take back, the item is settled."""
    factories.make_problem("a-problem")
    worlds = make_worlds(house, road)
    quote = {"kind": "quote", "consent": "with-name", "speaker": "A speaker"}
    Outcome.objects.filter(pk=worlds.here["outcome_id"]).update(**quote)
    completion = house.initiative.completions.model
    completion.settle(house.initiative, road.items[0], ItemState.DONE, "", by=house.lead)
    return worlds
