"""Many who plan the same gate at the same moment."""

from functools import partial

import pytest

from projects.models import StaleError
from tests import factories
from tests.at_once import all_at_once
from tests.conftest import House, Road


@pytest.mark.django_db(transaction=True)
def test_of_eight_first_plans_at_once_one_is_stored_and_the_others_hear_of_it(
    house: House, road: Road
) -> None:
    def plan(number: int) -> str:
        try:
            factories.make_phase_plan(house.initiative, road.phases[0], by=house.lead, ask=f"Number {number}")
        except StaleError:
            return "stale"
        return "stored"

    ends = all_at_once(partial(plan, number) for number in range(8))
    assert sorted(ends) == ["stale"] * 7 + ["stored"]
    assert house.initiative.phase_plans.count() == 1
