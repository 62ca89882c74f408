"""Progress, the current phase and the next step: one definition, and no page that grows with its rows."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phases.models import Answer, GateDecision, ItemCompletion, ItemState, Question
from phases.progress.progress import progress_in
from projects.models import Initiative, Role, TeamMember, User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


def decide(house: House, road: Road, number: int, kind: str) -> None:
    """Take a decision at the gate of a phase."""
    said = {"reason": "So", "decided_by": "Client", "decided_on": date(2026, 11, 1)}
    more = {"conditions": "An interpreter"} if kind == "go-with-conditions" else {}
    GateDecision.decide(house.initiative, road.phases[number - 1], by=house.lead, kind=kind, **said, **more)


def standing(house: House) -> int:
    """Return the number of the current phase."""
    return progress_in(house.initiative).current.phase.number


def test_progress_counts_finished_answers_and_settled_items(house: House, road: Road) -> None:
    saved = Answer.record(house.initiative, road.questions[0], "Text", by=house.lead, version=0)
    first = progress_in(house.initiative).phases[0]
    assert (first.done_count, first.all_count) == (0, 4)
    saved.answer.finish(by=house.lead)
    ItemCompletion.settle(house.initiative, road.items[0], ItemState.DONE, "", by=house.lead)
    ItemCompletion.settle(
        house.initiative, road.items[1], ItemState.NOT_APPLICABLE, "None here", by=house.lead
    )
    first = progress_in(house.initiative).phases[0]
    assert (first.done_count, first.all_count, first.share) == (3, 4, 0.75)
    ItemCompletion.undo(house.initiative, road.items[0], by=house.lead)
    assert progress_in(house.initiative).phases[0].done_count == 2


def test_retired_questions_do_not_count(house: House, road: Road) -> None:
    Question.objects.filter(pk=road.questions[0].pk).update(retired_at="2026-01-01T00:00Z")
    assert progress_in(house.initiative).phases[0].all_count == 3


@pytest.mark.parametrize(
    ("decisions", "current"),
    [
        ([], 1),
        ([(1, "go")], 2),
        ([(1, "go-with-conditions")], 2),
        ([(1, "back")], 1),
        ([(1, "stop")], 1),
        ([(1, "lighter-form")], 1),
        ([(1, "go"), (1, "reopened")], 1),
        ([(2, "go")], 1),
        ([(1, "go"), (2, "go")], 3),
        ([(1, "go"), (2, "go"), (3, "go")], 4),
        ([(1, "go"), (2, "go"), (3, "go"), (1, "reopened")], 1),
        ([(1, "back"), (1, "go")], 2),
    ],
)
def test_the_current_phase_is_the_first_without_a_standing_go(
    house: House, road: Road, decisions: list[tuple[int, str]], current: int
) -> None:
    for number, kind in decisions:
        decide(house, road, number, kind)
    assert standing(house) == current


def test_without_end_users_the_overview_says_it_is_no_co_creation(
    house: House, road: Road, as_: Browser
) -> None:
    url = house.initiative.get_absolute_url()
    factories.make_stakeholder(house.initiative, "Staff", kind="staff")
    assert "There are no end users among the stakeholders" in as_(house.observer).get(url).text
    factories.make_stakeholder(house.initiative, "Job-seekers", end_users=True)
    assert "There are no end users among the stakeholders" not in as_(house.observer).get(url).text


def test_the_next_step_goes_from_people_to_questions_to_the_gate(
    house: House, road: Road, as_: Browser
) -> None:
    browser, url = as_(house.lead), house.initiative.get_absolute_url()
    assert "Write down who it is about" in browser.get(url).text
    factories.make_stakeholder(house.initiative, end_users=True)
    assert str(road.questions[0].prompt["en"]) in browser.get(url).text
    for question in road.questions[:2]:
        Answer.record(house.initiative, question, "Text", by=house.lead, version=0).answer.finish(
            by=house.lead
        )
    assert "Say what you promise to those who take part" in browser.get(url).text
    factories.make_promise(house.initiative)
    assert "Finish the last required item" in browser.get(url).text
    ItemCompletion.settle(house.initiative, road.items[0], ItemState.DONE, "", by=house.lead)
    assert "Prepare the gate decision" in browser.get(url).text


def fill(house: House, road: Road, number: int) -> Initiative:
    """Put `number` rows of everything into an initiative."""
    initiative = factories.make_initiative(house.organisation, lead=house.lead)
    workshops = [factories.make_workshop(initiative, road.phases[0]) for _row in range(number)]
    for _row in range(number):
        group = factories.make_stakeholder(initiative, end_users=True)
        workshops[0].count_people({group: 3}, by=house.lead)
        factories.make_outcome(workshops[0], stakeholder=group)
        factories.make_team_member(initiative, Role.OBSERVER)
    for version in range(number):
        factories.make_promise(initiative, version=version, by=house.lead)
    for phase in road.phases[:number]:
        factories.make_phase_plan(initiative, phase, by=house.lead)
    for question in road.questions[:number]:
        Answer.record(initiative, question, "Text", by=house.lead, version=0)
    for item in road.items[:number]:
        ItemCompletion.settle(initiative, item, ItemState.DONE, "", by=house.lead)
    return initiative


PAGES = {
    "initiative": 17,
    "projects:stakeholders": 8,
    "projects:team": 8,
    "phases:workshops": 9,
    "phases:reports": 8,
    "phases:feedback": 15,
    "phases:report-preview": 60,
}


def queries(browser: Client, url: str) -> int:
    """Count the queries of a page, after a first visit."""
    browser.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("route", PAGES)
def test_a_page_asks_as_much_for_three_rows_as_for_one(
    house: House, road: Road, as_: Browser, route: str
) -> None:
    browser = as_(house.lead)
    one, three = (reverse(route, args=[fill(house, road, number).pk]) for number in (1, 3))
    few, many = queries(browser, one), queries(browser, three)
    assert few == many
    assert many <= PAGES[route]


def test_a_phase_page_asks_as_much_for_three_rows_as_for_one(house: House, road: Road, as_: Browser) -> None:
    browser = as_(house.lead)
    pages = [
        reverse("phases:phase", args=[fill(house, road, number).pk, "needs-analysis"]) for number in (1, 3)
    ]
    few, many = (queries(browser, page) for page in pages)
    assert few == many
    assert many <= 20


def test_the_log_and_the_workshop_ask_as_much_for_three_rows_as_for_one(
    house: House, road: Road, as_: Browser
) -> None:
    browser = as_(house.lead)
    for more in ("", "log/"):
        told = [fill(house, road, number).workshops.filter(outcomes__isnull=False)[0] for number in (1, 3)]
        pages = [workshop.get_absolute_url() + more for workshop in told]
        few, many = (queries(browser, page) for page in pages)
        assert few == many, more


def test_the_portfolio_and_my_work_ask_as_much_for_three_initiatives_as_for_one(
    house: House, road: Road, as_: Browser
) -> None:
    person = factories.make_member(house.organisation)
    browser = as_(person)

    def join(number: int) -> None:
        for _row in range(number):
            initiative = fill(house, road, 2)
            TeamMember.objects.create(initiative=initiative, user=person, role=Role.FACILITATOR)

    join(1)
    few = [queries(browser, url) for url in ("/initiatives/", "/")]
    join(2)
    assert [queries(browser, url) for url in ("/initiatives/", "/")] == few
    assert max(few) <= 20
