"""Many who promise at the same moment."""

from functools import partial

import pytest

from projects.models import StaleError
from tests import factories
from tests.at_once import all_at_once
from tests.conftest import House, Road


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_one_is_stored_and_the_others_hear_of_it(house: House, road: Road) -> None:
    def promise(number: int) -> str:
        try:
            factories.make_promise(house.initiative, by=house.lead, fixed=f"Number {number}")
        except StaleError:
            return "stale"
        return "stored"

    ends = all_at_once(partial(promise, number) for number in range(8))
    assert sorted(ends) == ["stale"] * 7 + ["stored"]
    assert house.initiative.promises.count() == 1
