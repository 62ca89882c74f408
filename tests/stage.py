"""House and road for tests that begin with them a thousand times: put back, not made anew."""

import pytest

from tests.again import again
from tests.conftest import House, Road, make_house, make_road


@pytest.fixture
def house(db: None) -> House:
    return again("house", make_house)


@pytest.fixture
def road(db: None) -> Road:
    return again("road", make_road)
