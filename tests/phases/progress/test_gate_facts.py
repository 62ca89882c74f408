"""What a gate asks: criteria that rest on the checklist, on facts in the data, or on the team's own judgement."""

from typing import Any

import pytest
from django.utils import timezone, translation

from phases.models import Answer, Attendance, ItemCompletion, ItemState, Phase
from phases.progress.gate_criteria import FACTS, criteria_of
from projects.models import Initiative
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.core]


@pytest.fixture
def phase() -> Phase:
    """Return a phase with a question, an item and a gate."""
    phase = factories.make_phases()[0]
    factories.make_item(phase, "safe")
    criteria = [
        {**factories.text("Veilig", "Safe"), "item": "safe"},
        *({**factories.text(fact), "fact": fact} for fact in FACTS),
        factories.text("Oordeel", "Judgement"),
    ]
    Phase.objects.filter(pk=phase.pk).update(gate_criteria=criteria)
    phase.refresh_from_db()
    return phase


@pytest.fixture
def initiative() -> Initiative:
    """Return an initiative with nothing in it."""
    return factories.make_initiative()


def met(initiative: Initiative, phase: Phase) -> dict[str, Any]:
    """Tell of each criterion whether it is met."""
    with translation.override("en"):
        return {
            str(row.text.get("fact") or row.text.get("item") or "team"): row.met
            for row in criteria_of(initiative, phase)
        }


def seen(initiative: Initiative, phase: Phase, fact: str) -> str:
    """Say what the app sees of a fact."""
    with translation.override("en"):
        return next(row.detail for row in criteria_of(initiative, phase) if row.text.get("fact") == fact)


def test_an_item_is_met_when_it_is_settled_and_not_when_it_was_opened_again(
    initiative: Initiative, phase: Phase
) -> None:
    item, lead = phase.items.get(), initiative.updated_by
    assert met(initiative, phase)["safe"] is False
    ItemCompletion.settle(initiative, item, ItemState.DONE, "Plan van mei", by=lead)
    assert met(initiative, phase)["safe"] is True
    assert "Plan van mei" in next(
        row.detail for row in criteria_of(initiative, phase) if row.text.get("item")
    )
    ItemCompletion.undo(initiative, item, by=lead)
    assert met(initiative, phase)["safe"] is False


def test_only_the_team_can_judge_the_rest(initiative: Initiative, phase: Phase) -> None:
    assert met(initiative, phase)["team"] is None


def test_questions_are_finished_when_every_one_is(initiative: Initiative, phase: Phase) -> None:
    lead = initiative.updated_by
    questions = [factories.make_question(phase) for _number in range(2)]
    for question in questions:
        Answer.record(initiative, question, "Zo.", by=lead, version=0)
    initiative.answers.get(question=questions[0]).finish(by=lead)
    assert met(initiative, phase)["questions-finished"] is False
    assert seen(initiative, phase, "questions-finished") == "1 of 2 questions finished."
    initiative.answers.get(question=questions[1]).finish(by=lead)
    assert met(initiative, phase)["questions-finished"] is True


def test_end_users_count_when_they_were_in_a_workshop_of_this_phase(
    initiative: Initiative, phase: Phase
) -> None:
    users = factories.make_stakeholder(initiative, end_users=True)
    staff = factories.make_stakeholder(initiative)
    here, elsewhere = (factories.make_workshop(initiative, row) for row in factories.make_phases()[:2])
    Attendance.objects.create(workshop=here, stakeholder=staff, people=3)
    Attendance.objects.create(workshop=elsewhere, stakeholder=users, people=3)
    assert met(initiative, phase)["end-users-in-the-room"] is False
    counted = Attendance.objects.create(workshop=here, stakeholder=users, people=0)
    assert met(initiative, phase)["end-users-in-the-room"] is False
    Attendance.objects.filter(pk=counted.pk).update(people=1)
    assert met(initiative, phase)["end-users-in-the-room"] is True


def test_a_group_that_was_never_counted_is_named(initiative: Initiative, phase: Phase) -> None:
    assert met(initiative, phase)["no-group-missing"] is False
    there, missing = (factories.make_stakeholder(initiative, name) for name in ("Ouders", "Jongeren"))
    workshop = factories.make_workshop(initiative, phase)
    Attendance.objects.create(workshop=workshop, stakeholder=there, people=2)
    assert seen(initiative, phase, "no-group-missing") == "Never counted in a workshop: Jongeren."
    Attendance.objects.create(workshop=workshop, stakeholder=missing, people=1)
    assert met(initiative, phase)["no-group-missing"] is True


def test_a_workshop_that_was_held_needs_its_log(initiative: Initiative, phase: Phase) -> None:
    assert met(initiative, phase)["workshops-logged"] is True
    workshop = factories.make_workshop(initiative, phase, title="Soepavond")
    assert seen(initiative, phase, "workshops-logged") == "Without a finished log: Soepavond."
    type(workshop).objects.filter(pk=workshop.pk).update(logged_at=timezone.now())
    assert met(initiative, phase)["workshops-logged"] is True


def test_the_gate_page_shows_each_criterion_with_what_is_seen(
    initiative: Initiative, phase: Phase, as_: Any
) -> None:
    page = as_(initiative.updated_by).get(f"{initiative.get_absolute_url()}phases/{phase.code}/gate/").text
    for words in (
        "Safe",
        "Judgement",
        "For you to judge together",
        "Not met yet",
        "0 of 0 questions finished.",
    ):
        assert words in page, words
