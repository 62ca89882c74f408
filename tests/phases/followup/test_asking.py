"""Which outcomes ask for feedback, by which day people hear back, and how much is owed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from phases.models import Outcome, OutcomeKind, Promise, Workshop
from phases.progress.feedback_debt import debt_of
from projects.models import Initiative
from tests import factories
from tests.conftest import House, Road
from tests.phases.progress.plain_debt import debts_of

pytestmark = [pytest.mark.django_db, pytest.mark.core]

BY_KIND = {
    "insight": False,
    "idea": True,
    "quote": False,
    "agreement": True,
    "open-question": True,
    "risk": True,
    "fear": True,
    "wish": True,
    "advice": True,
}


def promised(house: House, *, days_ago: int, days: int = 14, version: int = 0) -> Promise:
    """Make a promise as if it had been made so many days ago."""
    promise = factories.make_promise(house.initiative, version=version, feedback_days=days)
    Promise.objects.filter(pk=promise.pk).update(at=timezone.now() - timedelta(days=days_ago))
    return promise


def held(house: House, *, days_ago: int, **values: Any) -> Workshop:
    """Plan a workshop of so many days ago."""
    begin = timezone.now() - timedelta(days=days_ago)
    given = {
        "title": "Evening",
        "phase": factories.make_phases()[0] if "phase" not in values else values["phase"],
        "starts_at": begin,
        "ends_at": begin + timedelta(hours=1),
    }
    return Workshop.plan(house.initiative, by=house.lead, **{**given, **values})


def test_every_kind_says_whether_it_asks(house: House, road: Road) -> None:
    assert set(BY_KIND) == set(OutcomeKind.values)
    promised(house, days_ago=9)
    workshop = held(house, days_ago=3, phase=road.phases[0])
    for kind in BY_KIND:
        consent = {"consent": "anonymous"} if kind == "quote" else {}
        factories.make_outcome(workshop, kind=kind, **consent)
    found = {row.kind: row.asks_for_feedback for row in workshop.outcomes.all()}
    assert found == BY_KIND
    assert set(workshop.outcomes.asking()) == {row for row in workshop.outcomes.all() if BY_KIND[row.kind]}


@pytest.mark.parametrize("kind", ["idea", "insight"])
@pytest.mark.parametrize("asks", [True, False])
def test_what_was_said_of_one_outcome_goes_before_its_kind(
    kind: str, asks: bool, house: House, road: Road
) -> None:
    promised(house, days_ago=9)
    outcome = factories.make_outcome(held(house, days_ago=3, phase=road.phases[0]), kind=kind, asks=asks)
    assert outcome.asks_for_feedback is asks
    assert Outcome.objects.asking().exists() is asks


def test_the_term_is_that_of_the_promise_of_the_day_and_no_later_one_moves_it(
    house: House, road: Road
) -> None:
    phase = road.phases[0]
    before = held(house, days_ago=40, phase=phase)
    promised(house, days_ago=30, days=14)
    first = held(house, days_ago=20, phase=phase)
    promised(house, days_ago=10, days=60, version=1)
    second = held(house, days_ago=5, phase=phase)
    coming = held(house, days_ago=-5, phase=phase)
    factories.make_promise(house.initiative, version=2, feedback_days=3)
    due = {}
    for row in house.initiative.workshops.all():
        day = row.local_start.date()
        due[row.pk] = row.feedback_due and (row.feedback_due - day).days
    assert due == {before.pk: None, first.pk: 14, second.pk: 60, coming.pk: 3}


def test_a_workshop_that_gets_another_day_gets_the_term_of_that_day(house: House, road: Road) -> None:
    promised(house, days_ago=30, days=14)
    promised(house, days_ago=10, days=60, version=1)
    workshop = held(house, days_ago=5, phase=road.phases[0])
    moved = timezone.now() - timedelta(days=20)
    workshop.revise(by=house.lead, based_on=1, starts_at=moved, ends_at=moved + timedelta(hours=1))
    workshop.refresh_from_db()
    assert workshop.feedback_due == workshop.local_start.date() + timedelta(days=14)


def test_the_day_is_the_one_on_the_clock_of_the_room(house: House, road: Road) -> None:
    promised(house, days_ago=400, days=10)
    late = factories.at(2026, 6, 2, 3)
    there = held(
        house,
        days_ago=0,
        phase=road.phases[0],
        starts_at=late,
        ends_at=late + timedelta(hours=1),
        time_zone="America/Curacao",
    )
    assert there.local_start.date() == date(2026, 6, 1)
    assert there.feedback_due == date(2026, 6, 11)


def test_what_was_said_before_the_first_promise_asks_for_nothing_until_someone_says_so(
    house: House, road: Road
) -> None:
    today = held(house, days_ago=0, phase=road.phases[0])
    said = factories.make_outcome(today, kind="idea")
    old = factories.make_outcome(held(house, days_ago=3, phase=road.phases[0]), kind="idea")
    factories.make_promise(house.initiative)
    assert debt_of(house.initiative).asking == 0
    later = factories.make_outcome(today, kind="idea")
    assert [row.pk for row in Outcome.objects.asking()] == [later.pk]
    for row in (said, old):
        row.refresh_from_db()
        row.revise(by=house.lead, based_on=row.version, asks=True)
    assert debt_of(house.initiative).asking == 3


def test_the_debt_counts_what_waits_and_what_is_late(house: House, road: Road) -> None:
    promised(house, days_ago=90)
    late, soon = (held(house, days_ago=days, phase=road.phases[0]) for days in (20, 5))
    waits = [factories.make_outcome(workshop, kind="idea") for workshop in (late, late, soon)]
    factories.make_outcome(soon, kind="insight")
    given, of_theme = (factories.make_outcome(late, kind="risk") for _time in range(2))
    factories.make_feedback(given)
    factories.make_feedback(factories.make_theme(house.initiative, of_theme))
    factories.make_outcome(factories.make_workshop(factories.make_initiative(), road.phases[0]), asks=True)
    debt = debt_of(house.initiative)
    assert (debt.asking, debt.waiting, debt.late, debt.days_late) == (5, 3, 2, 6)
    assert debt.due == late.feedback_due
    assert debts_of(Initiative.objects.filter(pk=house.initiative.pk)) == {house.initiative.pk: debt}
    assert set(Outcome.objects.waiting().filter(workshop__initiative=house.initiative)) == set(waits)
    assert [row.is_waiting for row in waits] == [True] * 3


def test_two_hundred_old_outcomes_owe_nothing(house: House, road: Road) -> None:
    workshop = factories.make_workshop(house.initiative, road.phases[0])
    Outcome.objects.bulk_create(
        Outcome(workshop=workshop, kind="idea", text=f"Idea {number}", updated_by=house.lead)
        for number in range(200)
    )
    factories.make_promise(house.initiative)
    debt = debt_of(house.initiative)
    assert (debt.asking, debt.waiting, debt.late, debt.due) == (0, 0, 0, None)
