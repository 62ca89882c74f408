"""Many who plan the same gate at the same moment."""

import threading

import pytest
from django.db import connection

from projects.models import StaleError
from tests import factories
from tests.conftest import House, Road


@pytest.mark.django_db(transaction=True)
def test_of_eight_first_plans_at_once_one_is_stored_and_the_others_hear_of_it(
    house: House, road: Road
) -> None:
    ready, ends = threading.Barrier(8), []

    def plan(number: int) -> None:
        try:
            ready.wait(timeout=20)
            factories.make_phase_plan(house.initiative, road.phases[0], by=house.lead, ask=f"Number {number}")
            ends.append("stored")
        except StaleError:
            ends.append("stale")
        finally:
            connection.close()

    writers = [threading.Thread(target=plan, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)
    assert sorted(ends) == ["stale"] * 7 + ["stored"]
    assert house.initiative.phase_plans.count() == 1
