"""The next step knows what was promised to those who take part: a table of situations."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from phases.models import Outcome, Workshop
from phases.progress.next_step import next_step
from phases.progress.progress import progress_in
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

FEEDBACK = "Say what you do with 1 thing that people said."
TELLING = "Tell people what you do with the 1 thing they said."
PROMISE = "Say what you promise to those who take part."


def nothing(_outcome: Outcome, _workshop: Workshop) -> None:
    """Leave it waiting."""


def given(outcome: Outcome, _workshop: Workshop) -> None:
    factories.make_feedback(outcome)


def told(outcome: Outcome, workshop: Workshop) -> None:
    factories.make_feedback(outcome)
    factories.make_telling(workshop)


@pytest.mark.parametrize(
    ("promised", "kind", "due_in", "done", "step"),
    [
        (False, "idea", None, nothing, PROMISE),
        (True, "idea", 5, nothing, "question"),
        (True, "idea", 0, nothing, FEEDBACK),
        (True, "idea", -3, nothing, FEEDBACK),
        (True, "insight", -3, nothing, "question"),
        (True, "idea", -3, given, TELLING),
        (True, "idea", 5, given, TELLING),
        (True, "idea", -3, told, "question"),
    ],
)
def test_what_people_wait_for_comes_before_the_next_question(  # noqa: PLR0917 - fixtures
    promised: bool,
    kind: str,
    due_in: int | None,
    done: Callable[[Outcome, Workshop], None],
    step: str,
    house: House,
    road: Road,
) -> None:
    factories.make_stakeholder(house.initiative, end_users=True)
    due: Any = None if due_in is None else timezone.localdate() + timedelta(days=due_in)
    if promised:
        factories.make_promise(house.initiative)
    workshop = factories.make_workshop(house.initiative, road.phases[0], feedback_due=due)
    done(factories.make_outcome(workshop, kind=kind), workshop)
    found = next_step(
        house.initiative, progress_in(house.initiative), has_stakeholders=True, has_end_users=True
    )
    assert found.sentence == (str(road.questions[0].prompt) if step == "question" else step)
