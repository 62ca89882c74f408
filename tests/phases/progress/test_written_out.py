"""Queries that are written out count what their plain twins count, on both databases, over rows of every kind."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db.models import Count, Q
from django.utils import timezone

from phases.models import (
    Answer,
    ChecklistItem,
    GateDecision,
    GateKind,
    ItemCompletion,
    ItemState,
    Outcome,
    OutcomeKind,
    Question,
)
from phases.progress.feedback_debt import FeedbackDebt, debt_of, longest_waiting
from phases.progress.progress import progress_of
from phases.progress.workshops_ahead import MAX_UNLOGGED, workshops_ahead
from projects.models import Initiative
from tests import factories
from tests.conftest import House, Road
from tests.phases.progress.plain_debt import debts_of
from tests.rows import columns_of

pytestmark = [pytest.mark.django_db, pytest.mark.core]


@pytest.fixture
def initiatives(house: House) -> list[Initiative]:
    """Return three initiatives of one organisation, of which the last stays empty."""
    return [
        house.initiative,
        *(factories.make_initiative(house.organisation, lead=house.lead) for _number in range(2)),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_the_debt_of_one_is_what_is_counted_for_many(
    house: House, road: Road, initiatives: list[Initiative], seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - repeatable
    for initiative in initiatives[:2]:
        for _number in range(3):
            due = random.choice([None, timezone.localdate() + timedelta(days=random.randint(-3, 3))])
            workshop = factories.make_workshop(initiative, road.phases[0], feedback_due=due)
            said = [
                factories.make_outcome(
                    workshop,
                    kind=random.choice([kind for kind in OutcomeKind.values if kind != OutcomeKind.QUOTE]),
                    asks=random.choice([None, None, True, False]),
                )
                for _each in range(8)
            ]
            theme = factories.make_theme(initiative, *random.sample(said, 3))
            if random.random() < 0.7:
                factories.make_feedback(theme)
            for outcome in random.sample(said, 3):
                factories.make_feedback(outcome)
            if random.random() < 0.7:
                factories.make_telling(workshop)
            answered = Outcome.objects.filter(feedback__isnull=False, workshop=workshop).first()
            assert answered is not None
            factories.make_feedback(answered, version=1, because="Told anew.")
    counted = debts_of(Initiative.objects.all())
    nothing = FeedbackDebt(asking=0, waiting=0, late=0, untold=0, due=None)
    assert any(debt.waiting and debt.untold for debt in counted.values())
    for initiative in initiatives:
        assert debt_of(initiative) == counted.get(initiative.pk, nothing)
    owing = {pk: debt for pk, debt in counted.items() if debt.waiting and debt.due}
    found, count = longest_waiting(Initiative.objects.all(), 20)
    assert {each.initiative.pk: (each.waiting, each.due) for each in found} == {
        pk: (debt.waiting, debt.due) for pk, debt in owing.items() if debt.due
    }
    assert count == len(owing)
    assert longest_waiting(Initiative.objects.all(), 1) == (found[:1], count)


def work(house: House, road: Road, initiative: Initiative, random: Random) -> None:
    """Answer, settle, undo and decide this and that."""
    for question in road.questions:
        if random.random() < 0.7:
            saved = Answer.record(initiative, question, "Text", by=house.lead, version=0)
            if random.random() < 0.6:
                saved.answer.finish(by=house.lead)
    for item in road.items:
        state = random.choice([None, ItemState.DONE, ItemState.NOT_APPLICABLE])
        if state:
            ItemCompletion.settle(initiative, item, state, "So", by=house.lead)
            if random.random() < 0.3:
                ItemCompletion.undo(initiative, item, by=house.lead)
    for _number in range(4):
        phase, kind = random.choice(road.phases[:3]), random.choice([GateKind.GO, GateKind.BACK])
        said = {"reason": "So", "decided_by": "Client", "decided_on": timezone.localdate()}
        GateDecision.decide(initiative, phase, by=house.lead, kind=kind, **said)


@pytest.mark.parametrize("seed", range(4))
def test_progress_counts_what_plain_queries_count(
    house: House, road: Road, initiatives: list[Initiative], seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - repeatable
    for initiative in initiatives[:2]:
        work(house, road, initiative, random)
    Question.objects.filter(pk=random.choice(road.questions).pk).update(retired_at=timezone.now())
    ChecklistItem.objects.filter(pk=random.choice(road.items).pk).update(retired_at=timezone.now())
    found = progress_of(initiatives)
    assert set(found) == {initiative.pk for initiative in initiatives}
    for initiative in initiatives:
        assert [row.phase for row in found[initiative.pk].phases] == road.phases
        for here in found[initiative.pk].phases:
            assert plain(initiative, here.phase) == {
                "questions": here.questions,
                "answered": here.answered,
                "items": here.items,
                "settled": here.settled,
                "waived": here.waived,
                "decision": here.decision,
            }


def plain(initiative: Initiative, phase: Any) -> dict[str, Any]:
    """Count the same with plain queries."""
    completions = ItemCompletion.objects.filter(
        initiative=initiative, item__phase=phase, item__retired_at=None
    )
    answers = Answer.objects.filter(initiative=initiative, finished_at__isnull=False)
    return {
        "questions": Question.objects.published().filter(phase=phase).count(),
        "answered": answers.filter(question__phase=phase, question__retired_at=None).count(),
        "items": ChecklistItem.objects.published().filter(phase=phase).count(),
        "settled": completions.settled().count(),
        "waived": completions.waived().order_by().aggregate(n=Count("pk", filter=Q()))["n"],
        "decision": initiative.gate_decisions.filter(phase=phase).order_by("at", "pk").last(),
    }


@pytest.mark.parametrize("seed", range(3))
def test_workshops_ahead_are_those_of_plain_queries(house: House, road: Road, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - repeatable
    initiative = house.initiative
    assert workshops_ahead(initiative) == (None, [])
    elsewhere = factories.make_initiative(house.organisation, lead=house.lead)
    for number in range(30):
        begin = timezone.now() + timedelta(hours=random.randint(-300, 60), minutes=number)
        values = {"starts_at": begin, "ends_at": begin + timedelta(hours=2)}
        logged = random.choice([None, timezone.now()])
        where = random.choice([initiative, initiative, elsewhere])
        factories.make_workshop(where, road.phases[0], logged_at=logged, **values)
    following, unlogged = workshops_ahead(initiative)
    assert following == initiative.workshops.upcoming().first()
    assert unlogged == list(initiative.workshops.held().filter(logged_at=None)[:MAX_UNLOGGED])
    assert len(unlogged) == MAX_UNLOGGED
    for workshop in unlogged:
        assert columns_of(workshop) == columns_of(initiative.workshops.get(pk=workshop.pk))
