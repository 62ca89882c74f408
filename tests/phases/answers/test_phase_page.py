"""What the page of a phase says: nothing that is not so, and a word for every action that did nothing."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from phases.models import Answer, GateDecision, ItemCompletion, ItemState, Phase, Question
from phases.progress.gate_criteria import criteria_of
from phases.progress.progress import progress_in
from phases.reports import gather
from projects.models import AuditEntry, User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
HTMX = {"HX-Request": "true"}
REASON = "Bij ons is er geen personeel voor."


def address(house: House, rest: str) -> str:
    """Return an address inside the initiative."""
    return f"{house.initiative.get_absolute_url()}{rest}"


def answer_url(house: House, road: Road, more: str = "") -> str:
    """Return the address where the first answer is saved."""
    return address(house, f"questions/{road.questions[0].code}/answer/{more}")


def item_url(house: House, road: Road, more: str = "") -> str:
    """Return the address where the required item is settled."""
    return address(house, f"checklist/{road.items[0].code}/{more}")


def words(html: str) -> str:
    """Return what one reads."""
    return re.sub(r" ([:.,)])|(\() ", r"\1\2", " ".join(re.sub(r"<[^>]*>", " ", html).split()))


@pytest.mark.parametrize("fragment", [True, False])
def test_finishing_an_empty_answer_says_that_nothing_was_finished(
    house: House, road: Road, as_: Browser, fragment: bool
) -> None:
    headers = HTMX if fragment else {}
    said = as_(house.lead).post(
        answer_url(house, road, "finish/"), {"text": "", "version": 0}, headers=headers
    )
    assert said.status_code == 422
    assert "Nothing was finished" in said.text
    assert "Saved at" not in said.text
    assert not Answer.objects.exists()


def test_finishing_an_answer_that_was_emptied_stores_the_emptiness_and_says_so(
    house: House, road: Road, as_: Browser
) -> None:
    browser = as_(house.lead)
    browser.post(answer_url(house, road), {"text": "Words", "version": 0})
    said = browser.post(answer_url(house, road, "finish/"), {"text": "", "version": 1}, headers=HTMX)
    assert said.status_code == 422
    assert "Nothing was finished" in said.text
    assert 'name="version" value="2"' in said.text
    assert Answer.objects.get().text == ""


def test_an_answer_that_is_finished_twice_stays_of_who_finished_it_and_the_second_is_told(
    house: House, road: Road, as_: Browser
) -> None:
    as_(house.lead).post(answer_url(house, road, "finish/"), {"text": "Words", "version": 0})
    said = as_(house.facilitator).post(
        answer_url(house, road, "finish/"), {"text": "Words", "version": 0}, follow=True
    )
    assert f"This answer was finished already, by {house.lead}." in words(said.text)
    assert Answer.objects.get().finished_by == house.lead


def test_an_open_answer_that_is_opened_and_a_text_that_is_saved_unchanged_are_told(
    house: House, road: Road, as_: Browser
) -> None:
    browser = as_(house.lead)
    typed = {"text": "Words", "version": 0}
    nothing = browser.post(answer_url(house, road), {"text": "", "version": 0}, follow=True)
    assert "There is nothing to save yet." in nothing.text
    assert "Saved." in browser.post(answer_url(house, road), typed, follow=True).text
    again = browser.post(answer_url(house, road), {**typed, "version": 1}, follow=True)
    assert "Nothing was different, so nothing changed." in again.text
    assert Answer.objects.get().version == 1
    opened = browser.post(answer_url(house, road, "finish/undo/"), {**typed, "version": 1}, follow=True)
    assert "This answer was open already." in opened.text


@pytest.mark.parametrize("fragment", [True, False])
def test_a_tick_that_was_there_already_stays_of_who_set_it_and_is_told(
    house: House, road: Road, as_: Browser, fragment: bool
) -> None:
    headers, tick = HTMX if fragment else {}, {"state": "done", "note": ""}
    as_(house.lead).post(item_url(house, road), tick)
    lines = AuditEntry.objects.count()
    said = as_(house.facilitator).post(item_url(house, road), tick, headers=headers, follow=not fragment)
    assert "This was settled already." in said.text
    assert ItemCompletion.objects.get().updated_by == house.lead
    assert AuditEntry.objects.count() == lines
    as_(house.lead).post(item_url(house, road, "undo/"), {})
    said = as_(house.facilitator).post(
        item_url(house, road, "undo/"), {}, headers=headers, follow=not fragment
    )
    assert "This was open already." in said.text


def test_other_actions_that_change_nothing_say_so(house: House, road: Road, as_: Browser) -> None:
    lead, administrator = as_(house.lead), as_(house.administrator)
    assert "The initiative was open already." in lead.post(address(house, "archive/undo/"), follow=True).text
    own = factories.make_own_method(house.organisation)
    nothing = "Nothing was different, so nothing changed."
    offered = f"{own.get_absolute_url()}retirement/"
    assert nothing in administrator.post(f"{offered}undo/", follow=True).text
    assert nothing not in administrator.post(offered, follow=True).text
    assert nothing in administrator.post(offered, follow=True).text


def test_a_consent_that_was_not_there_is_not_said_to_be_taken_back(
    house: House, road: Road, as_: Browser
) -> None:
    quote = {"kind": "quote", "text": "Een zin", "consent": "anonymous"}
    outcome = factories.make_outcome(factories.make_workshop(house.initiative, road.phases[0]), **quote)
    url = address(house, f"workshops/{outcome.workshop_id}/outcomes/{outcome.pk}/consent/withdrawal/")
    browser = as_(house.lead)
    assert "The quote is out of all reports." in browser.post(url, follow=True).text
    again = browser.post(url, follow=True).text
    assert "The quote is out of all reports." not in again
    assert "Nothing was different, so nothing changed." in again


def waive(house: House, road: Road) -> None:
    """Set the required item aside."""
    state = ItemState.NOT_APPLICABLE
    ItemCompletion.settle(house.initiative, road.items[0], state, REASON, by=house.facilitator)


def test_a_required_item_that_is_set_aside_is_skipped_with_a_reason_and_never_in_order(
    house: House, road: Road, as_: Browser
) -> None:
    phase = road.phases[0]
    criteria = [{**factories.text("Veilig", "Safe"), "item": road.items[0].code}]
    Phase.objects.filter(pk=phase.pk).update(gate_criteria=criteria)
    phase.refresh_from_db()
    waive(house, road)
    (criterion,) = criteria_of(house.initiative, phase)
    assert (criterion.met, criterion.waived) == (False, True)
    gate = words(as_(house.lead).get(address(house, f"phases/{phase.code}/gate/")).text)
    assert f"Skipped, with a reason: {REASON}" in gate
    assert "Required items that were skipped" in gate
    assert "Required items that are still open" not in gate
    page = words(as_(house.lead).get(address(house, f"phases/{phase.code}/")).text)
    assert "1 of 2, 1 skipped" in page
    assert f"Skipped, with a reason: {REASON}" in page
    assert progress_in(house.initiative).of(phase).waived == 1
    overview = words(as_(house.lead).get(address(house, "")).text)
    assert "of which 1 skipped" in overview


def test_a_decision_keeps_what_was_skipped_when_it_was_taken(house: House, road: Road, as_: Browser) -> None:
    phase = road.phases[0]
    waive(house, road)
    said = {
        "reason": "Wij kunnen verder.",
        "decided_by": "De opdrachtgever",
        "decided_on": timezone.localdate(),
    }
    GateDecision.decide(house.initiative, phase, by=house.lead, kind="go", users_voice="Iemand", **said)
    assert GateDecision.objects.get().waived == [road.items[0].code]
    ItemCompletion.undo(house.initiative, road.items[0], by=house.lead)
    gate = words(as_(house.observer).get(address(house, f"phases/{phase.code}/gate/")).text)
    assert f"Skipped, with a reason: {road.items[0]}" in gate
    (decision,) = gather(house.initiative, None, made_by="").decisions
    assert decision.skipped == (str(road.items[0]),)


def test_a_report_says_skipped_and_not_that_it_does_not_apply(house: House, road: Road) -> None:
    waive(house, road)
    ItemCompletion.settle(house.initiative, road.items[1], ItemState.NOT_APPLICABLE, REASON, by=house.lead)
    required, other = gather(house.initiative, road.phases[0], made_by="").phases[0].items
    assert (required.state, other.state) == ("Skipped, with a reason", "Not applicable")


def test_only_a_phase_with_a_gate_says_that_something_is_required_for_it(
    house: House, road: Road, as_: Browser
) -> None:
    last = road.phases[3]
    factories.make_item(last, "required-nowhere", blocking=True)
    for phase, says in ((road.phases[0], True), (last, False)):
        page = as_(house.lead).get(address(house, f"phases/{phase.code}/")).text
        assert ("required for the gate" in page) is says
        public = as_(None).get(phase.get_absolute_url()).text
        assert ("(required)" in words(public)) is says
        items = gather(house.initiative, phase, made_by="").phases[0].items
        assert any(item.required for item in items) is says


@pytest.mark.parametrize("role", ["observer", "facilitator", "manager", "lead"])
def test_whoever_may_read_an_initiative_reads_its_decisions_and_only_a_lead_decides(
    house: House, road: Road, as_: Browser, role: str
) -> None:
    phase = road.phases[0]
    said = {"decided_by": "De opdrachtgever", "users_voice": "Iemand", "decided_on": timezone.localdate()}
    GateDecision.decide(
        house.initiative,
        phase,
        by=house.lead,
        kind="go-with-conditions",
        reason="De behoeften zijn bekend.",
        conditions="Vóór juni twee gesprekken met jongeren.",
        **said,
    )
    browser = as_(getattr(house, role))
    link = f'href="{address(house, f"phases/{phase.code}/gate/")}"'
    assert link in browser.get(address(house, f"phases/{phase.code}/")).text
    page = browser.get(address(house, f"phases/{phase.code}/gate/"))
    assert page.status_code == 200
    for part in ("De behoeften zijn bekend.", "Vóór juni twee gesprekken met jongeren.", "Iemand"):
        assert part in page.text
    assert ('name="reason"' in page.text) is (role == "lead")
    refused = browser.post(address(house, f"phases/{phase.code}/gate/"), {})
    assert refused.status_code == (422 if role == "lead" else 403)


def test_in_the_archive_the_gate_can_be_read_and_not_filled_in(
    house: House, road: Road, as_: Browser
) -> None:
    house.initiative.archive(by=house.lead)
    page = as_(house.lead).get(address(house, f"phases/{road.phases[0].code}/gate/"))
    assert page.status_code == 200
    assert 'name="reason"' not in page.text


@pytest.mark.parametrize("role", ["lead", "observer"])
def test_a_retired_question_and_the_archive_and_a_phase_without_questions_are_right(
    house: House, road: Road, as_: Browser, role: str
) -> None:
    phase, asked = road.phases[0], road.questions[0]
    Answer.record(house.initiative, asked, "What we wrote", by=house.lead, version=0)
    Question.objects.filter(pk=asked.pk).update(retired_at=timezone.now())
    browser = as_(getattr(house, role))
    page = browser.get(address(house, f"phases/{phase.code}/?question={asked.code}"))
    assert "an earlier question" in words(page.text)
    assert "What we wrote" in page.text
    assert browser.get(address(house, f"phases/{road.phases[3].code}/")).status_code == 200
    house.initiative.archive(by=house.lead)
    closed = browser.get(address(house, f"phases/{phase.code}/?question={asked.code}"))
    assert "What we wrote" in closed.text
    assert "<textarea" not in closed.text


def test_after_the_last_question_nothing_is_offered_that_is_not_there(
    house: House, road: Road, as_: Browser
) -> None:
    browser, phase = as_(house.lead), road.phases[0]
    for question in road.questions[:2]:
        url = address(house, f"questions/{question.code}/answer/finish/")
        page = browser.post(url, {"text": "Words", "version": 0}, follow=True).text
    assert "All questions of this phase are finished." in page
    assert "Next question" not in page
    old = browser.get(address(house, f"phases/{phase.code}/?finished=no-such-question"))
    assert 'id="finished"' not in old.text


def test_an_answer_that_is_emptied_counts_no_more_on_the_page_it_stands_on(
    house: House, road: Road, as_: Browser
) -> None:
    browser = as_(house.lead)
    browser.post(answer_url(house, road, "finish/"), {"text": "Words", "version": 0})
    fragment = browser.post(answer_url(house, road), {"text": "", "version": 1}, headers=HTMX).text
    assert re.search(r'id="jump-questions" hx-swap-oob="true">0 of 2<', fragment)
    assert "Answer is finished" in fragment
