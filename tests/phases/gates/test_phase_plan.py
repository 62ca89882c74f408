"""The plan of a gate: when it is, who decides and what is asked. A lead writes it, everyone who reads along sees it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation

from phases.models import GateDecision, PhasePlan
from phases.reports.gather import gather
from projects.models import AuditEntry, StaleError, User
from tests import factories
from tests.access.bodies import PHASE_PLAN
from tests.conftest import House, Road
from tests.markup import on_one_line

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
EMPTY = dict.fromkeys(PHASE_PLAN, "")


def at_gate(house: House, road: Road, page: str = "plan") -> str:
    """Return a page of the gate of the first phase."""
    return f"{house.initiative.get_absolute_url()}phases/{road.phases[0].code}/{page}/"


def body(version: int, **changed: str) -> dict[str, Any]:
    """Return a plan as the form posts it."""
    return {**PHASE_PLAN, "version": str(version), **changed}


def decide(house: House, road: Road, day: date, kind: str = "back") -> None:
    said = {"kind": kind, "reason": "A reason", "decided_by": "The board", "decided_on": day}
    GateDecision.decide(house.initiative, road.phases[0], by=house.lead, **said)


def test_a_plan_is_one_row_whose_version_rises_and_each_change_leaves_a_line(
    house: House, road: Road
) -> None:
    first = factories.make_phase_plan(house.initiative, road.phases[0], ask="May we?")
    second = factories.make_phase_plan(
        house.initiative, road.phases[0], version=1, by=house.lead, decided_by="The board"
    )
    assert (first.pk, first.version) == (second.pk, 1)
    stored = house.initiative.phase_plans.get()
    assert (stored.version, stored.ask, stored.decided_by) == (2, "May we?", "The board")
    assert stored.updated_by == house.lead
    assert AuditEntry.objects.filter(action="phase-plan.recorded").count() == 2


def test_what_stands_already_is_no_new_version(house: House, road: Road) -> None:
    for version in (0, 0, 1):
        factories.make_phase_plan(house.initiative, road.phases[0], version=version, ask="May we?")
    assert house.initiative.phase_plans.get().version == 1
    assert AuditEntry.objects.filter(action="phase-plan.recorded").count() == 1


def test_the_later_of_two_changes_is_refused(house: House, road: Road) -> None:
    factories.make_phase_plan(house.initiative, road.phases[0], ask="May we?")
    factories.make_phase_plan(house.initiative, road.phases[0], version=1, ask="The first")
    with pytest.raises(StaleError):
        factories.make_phase_plan(house.initiative, road.phases[0], version=1, ask="The second")
    assert house.initiative.phase_plans.get().ask == "The first"


def test_a_first_plan_that_came_too_late_is_a_conflict(
    house: House, road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.make_phase_plan(house.initiative, road.phases[0], ask="The first")
    looked = PhasePlan.objects.filter(ask="not there at that moment")
    real = PhasePlan.objects.filter
    looks = iter([looked])
    monkeypatch.setattr(PhasePlan.objects, "filter", lambda **asked: next(looks, None) or real(**asked))
    with pytest.raises(StaleError):
        factories.make_phase_plan(house.initiative, road.phases[0], ask="The second")
    assert house.initiative.phase_plans.get().ask == "The first"


def test_the_database_holds_no_plan_that_says_nothing(house: House, road: Road) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PhasePlan.objects.create(initiative=house.initiative, phase=road.phases[0])


def test_a_lead_plans_the_gate_and_everyone_who_reads_along_sees_it(
    house: House, road: Road, as_: Browser
) -> None:
    for page in (at_gate(house, road, "gate"), house.initiative.get_absolute_url()):
        assert at_gate(house, road) in as_(house.lead).get(page).text
    made = as_(house.lead).post(at_gate(house, road), body(0))
    assert (made.status_code, made.headers["Location"]) == (302, at_gate(house, road, "gate"))
    pages = (at_gate(house, road, "gate"), at_gate(house, road), house.initiative.get_absolute_url())
    for reader in (house.observer, house.facilitator, house.manager):
        for page in pages:
            text = on_one_line(as_(reader).get(page).text)
            for words in ("2 March 2026", "The board", "May we go on?"):
                assert words in text, (reader, page, words)
    assert 'name="ask"' not in as_(house.observer).get(at_gate(house, road)).text
    assert "May we go on?" in as_(house.observer).get(at_gate(house, road, "")[:-1]).text


@pytest.mark.parametrize("only", ["day", "decided_by", "ask"])
def test_one_of_the_three_is_enough(only: str, house: House, road: Road, as_: Browser) -> None:
    names = ("planned_on_day", "planned_on_month", "planned_on_year") if only == "day" else (only,)
    sent = {**EMPTY, **{name: PHASE_PLAN[name] for name in names}}
    assert as_(house.lead).post(at_gate(house, road), {**sent, "version": "0"}).status_code == 302
    for page in (house.initiative.get_absolute_url(), at_gate(house, road, "gate")):
        assert as_(house.observer).get(page).status_code == 200
    assert house.initiative.phase_plans.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (EMPTY, "Fill in at least one of the three"),
        ({"planned_on_day": "31", "planned_on_month": "2"}, "February has no 31 days"),
        ({"planned_on_day": ""}, "Fill in the day too."),
        ({"ask": "x" * 301}, "1 character too long"),
        ({"decided_by": "x" * 201}, "1 character too long"),
    ],
)
def test_a_plan_that_will_not_do_is_refused(
    changed: dict[str, str], said: str, house: House, road: Road, as_: Browser
) -> None:
    refused = as_(house.lead).post(at_gate(house, road), body(0, **changed))
    assert refused.status_code == 422
    assert said in refused.text
    assert not PhasePlan.objects.exists()


def test_the_ask_is_kept_on_one_line(house: House, road: Road, as_: Browser) -> None:
    as_(house.lead).post(at_gate(house, road), body(0, ask="May we\r\n go on?"))
    assert house.initiative.phase_plans.get().ask == "May we go on?"


@pytest.mark.parametrize("version", [0, 1])
def test_of_two_who_plan_the_second_sees_what_stands(
    version: int, house: House, road: Road, as_: Browser
) -> None:
    if version:
        factories.make_phase_plan(house.initiative, road.phases[0], ask="May we?")
    lead = as_(house.lead)
    assert lead.post(at_gate(house, road), body(version, ask="The first")).status_code == 302
    late = lead.post(at_gate(house, road), body(version, ask="The second"))
    assert late.status_code == 409
    assert "It now says: The first" in late.text
    assert "The second" in late.text
    assert house.initiative.phase_plans.get().ask == "The first"
    assert lead.post(at_gate(house, road), body(version + 1, ask="The second")).status_code == 302


def test_the_same_post_twice_is_one_version(house: House, road: Road, as_: Browser) -> None:
    lead = as_(house.lead)
    assert [lead.post(at_gate(house, road), body(0)).status_code for _time in range(2)] == [302, 302]
    assert house.initiative.phase_plans.get().version == 1


def test_the_plan_of_an_archived_initiative_is_read_only(house: House, road: Road, as_: Browser) -> None:
    factories.make_phase_plan(house.initiative, road.phases[0], planned_on=date(2020, 3, 2))
    house.initiative.archive(by=house.lead)
    lead = as_(house.lead)
    assert lead.post(at_gate(house, road), body(1)).status_code == 403
    page = lead.get(at_gate(house, road)).text
    assert "2 March 2020" in page
    assert 'name="ask"' not in page
    assert "The gate was planned for" not in lead.get(house.initiative.get_absolute_url()).text


def test_a_phase_without_a_gate_has_no_plan(house: House, road: Road, as_: Browser) -> None:
    last = f"{house.initiative.get_absolute_url()}phases/{road.phases[3].code}/"
    assert as_(house.lead).get(f"{last}plan/").status_code == 404
    assert "Plan the gate" not in as_(house.lead).get(last).text


@pytest.mark.parametrize(
    ("planned", "decided", "is_said"),
    [(0, None, False), (-1, None, True), (-5, -5, False), (-5, -9, True), (-5, -2, False)],
)
def test_a_day_that_is_past_without_a_decision_is_said(  # noqa: PLR0917 - fixtures
    planned: int, decided: int | None, is_said: bool, house: House, road: Road, as_: Browser
) -> None:
    today = timezone.localdate()
    if decided is not None:
        decide(house, road, today + timedelta(days=decided))
    factories.make_phase_plan(house.initiative, road.phases[0], planned_on=today + timedelta(days=planned))
    page = as_(house.observer).get(house.initiative.get_absolute_url()).text
    assert ("The gate was planned for" in page) is is_said
    assert ("No decision is written down yet." in page) is is_said


def test_a_decision_before_the_planned_day_settles_the_plan(house: House, road: Road, as_: Browser) -> None:
    today = timezone.localdate()
    factories.make_phase_plan(house.initiative, road.phases[0], planned_on=today - timedelta(days=1))
    decide(house, road, today - timedelta(days=3))
    page = as_(house.observer).get(house.initiative.get_absolute_url()).text
    assert "The gate was planned for" not in page
    assert "Last decision" in page


def test_the_overview_shows_the_plan_of_the_current_phase(house: House, road: Road, as_: Browser) -> None:
    for phase, ask in zip(road.phases, ("Of the first", "Of the second"), strict=False):
        factories.make_phase_plan(house.initiative, phase, ask=ask)
    overview = house.initiative.get_absolute_url()
    assert "Of the first" in as_(house.observer).get(overview).text
    decide(house, road, timezone.localdate(), "go")
    page = as_(house.observer).get(overview).text
    assert "Of the second" in page
    assert "Of the first" not in page


def test_the_report_says_what_is_planned_in_the_section_of_the_phase(
    house: House, road: Road, as_: Browser
) -> None:
    factories.make_phase_plan(house.initiative, road.phases[0], ask="May we go on?", decided_by="The board")
    with translation.override("en"):
        contents = gather(house.initiative, None, made_by="Lea")
    plans = [part.plan and (part.plan.decided_by, part.plan.ask) for part in contents.phases]
    assert plans == [("The board", "May we go on?"), None, None, None]
    preview = on_one_line(
        as_(house.observer).get(f"{house.initiative.get_absolute_url()}reports/preview/").text
    )
    assert "Gepland beslismoment:" in preview
    assert "May we go on?" in preview
