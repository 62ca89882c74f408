"""The history says what a line is about, by the name it has now."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from cocreation.audit_trail import FORMER_ROUTES, MAX_NAMES, NAMED, action_in_words, audit_lines, names_of
from cocreation.compliance.route_descriptions import WORDS
from phases.models import Answer, GateDecision, ItemCompletion, ItemState, Outcome, Report, Workshop
from projects.audit.words import lines_of
from projects.models import AuditEntry, Role, Stakeholder, User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core, pytest.mark.usefixtures("in_english")]

Browser = Callable[[User | None], Client]


@pytest.fixture
def in_english() -> Iterator[None]:
    """Speak English."""
    with translation.override("en"):
        yield


@pytest.fixture
def busy(house: House, road: Road) -> House:
    """Do one of everything in the initiative."""
    initiative, lead = house.initiative, house.lead
    Answer.record(initiative, road.questions[0], "Words", by=lead, version=0)
    ItemCompletion.settle(initiative, road.items[0], ItemState.DONE, "", by=lead)
    GateDecision.decide(
        initiative,
        road.phases[0],
        by=lead,
        kind="go",
        reason="A reason",
        decided_by="The board",
        decided_on=initiative.start_date,
    )
    Stakeholder.add(initiative, by=lead, name="Neighbours", kind="group", influence=3, interest=3)
    workshop = Workshop.objects.get(
        pk=factories.make_workshop(initiative, road.phases[0], title="Evening").pk
    )
    Outcome.add(workshop, by=lead, kind="quote", text="Words of a speaker", consent="anonymous")
    Report.ask(initiative, None, language="nl", by=lead)
    Report.ask(initiative, road.phases[1], language="nl", by=lead)
    initiative.add_member(factories.make_member(house.organisation, name="Nora New"), Role.OBSERVER, by=lead)
    return house


def test_each_line_says_what_it_is_about(busy: House, road: Road, as_: Browser) -> None:
    told = audit_lines(lines_of(AuditEntry.objects.filter(initiative=busy.initiative).order_by("-at")))
    about = {action_in_words(line.action): names for line, names, _more in told}
    assert about["wrote an answer"] == [str(road.questions[0])]
    assert about["ticked off a checklist item"] == [str(road.items[0])]
    assert about["recorded a gate decision"] == [str(road.phases[0])]
    assert about["added a stakeholder"] == ["Neighbours"]
    assert about["wrote down an outcome"] == ["Evening"]
    assert about["asked for a report"] == [str(road.phases[1]), "the whole initiative"]
    assert about["added someone to the team"] == ["Nora New"]
    page = as_(busy.lead).get(f"{busy.initiative.get_absolute_url()}history/").text
    assert "Neighbours" in page
    assert "Words of a speaker" not in page


def test_what_is_gone_has_no_name_and_no_line_is_lost(busy: House) -> None:
    row = busy.initiative.stakeholders.get()
    row.remove(by=busy.lead)
    told = audit_lines(lines_of(AuditEntry.objects.filter(action__startswith="stakeholder").order_by("-at")))
    assert [(action_in_words(line.action), names) for line, names, _more in told] == [
        ("removed a stakeholder", []),
        ("added a stakeholder", []),
    ]


def test_many_of_the_same_are_one_line_with_the_first_names(house: House) -> None:
    for number in range(MAX_NAMES + 2):
        factories_of = {"kind": "group", "influence": 3, "interest": 3}
        Stakeholder.add(house.initiative, by=house.lead, name=f"Group {number}", **factories_of)
    (found,) = audit_lines(lines_of(AuditEntry.objects.filter(action="stakeholder.added").order_by("-at")))
    assert (found[0].times, len(found[1]), found[2]) == (MAX_NAMES + 2, MAX_NAMES, 2)


def test_names_cost_one_query_a_kind(busy: House, road: Road) -> None:
    targets = [(row.target_kind, row.target_id) for row in AuditEntry.objects.all()]
    kinds = {kind for kind, _id in targets if kind in NAMED or kind.startswith("projects.")}
    with CaptureQueriesContext(connection) as asked:
        names_of(targets)
    assert len(asked) <= len(kinds)
    Stakeholder.add(busy.initiative, by=busy.lead, name="More", kind="group", influence=3, interest=3)
    more: list[Any] = [(row.target_kind, row.target_id) for row in AuditEntry.objects.all()]
    with CaptureQueriesContext(connection) as again:
        names_of(more)
    assert len(again) == len(asked)


@pytest.mark.parametrize("former", FORMER_ROUTES)
def test_a_line_with_the_former_name_of_a_route_reads_as_one_of_today(former: str, house: House) -> None:
    stored = [
        AuditEntry.record_refusal("access.refused", by=house.lead, initiative=house.initiative, route=route)
        for route in (former, FORMER_ROUTES[former])
    ]
    before, today = (names_of([(row.target_kind, row.target_id)]) for row in stored)
    assert [*before.values()] == [*today.values()] == [str(WORDS[FORMER_ROUTES[former]])]
    with pytest.raises(NoReverseMatch):
        reverse(former)
