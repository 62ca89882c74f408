"""Nothing typed is lost: versions, conflicts, the first save, the quarter of an hour."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from phases.models import Answer, AnswerRevision, Recorded
from projects.models import AuditEntry, User
from tests.at_once import all_at_once
from tests.conftest import House, Road

Browser = Callable[[User | None], Client]
HTMX = {"HX-Request": "true"}


def url(house: House, road: Road, more: str = "") -> str:
    """Return the address where an answer is saved."""
    return f"/initiatives/{house.initiative.pk}/questions/{road.questions[0].code}/answer/{more}"


@pytest.mark.django_db
@pytest.mark.core
def test_an_autosave_answers_with_the_state_and_never_with_the_text(
    house: House, road: Road, as_: Browser
) -> None:
    saved = as_(house.facilitator).post(url(house, road), {"text": "Our words", "version": 0}, headers=HTMX)
    assert saved.status_code == 200
    assert "<textarea" not in saved.text
    assert 'name="version" value="1"' in saved.text
    assert "Saved at" in saved.text
    assert Answer.objects.get().text == "Our words"


@pytest.mark.django_db
@pytest.mark.core
def test_without_scripts_a_save_leads_back_to_the_question(house: House, road: Road, as_: Browser) -> None:
    saved = as_(house.facilitator).post(url(house, road), {"text": "Our words", "version": 0})
    assert saved.status_code == 302
    assert saved.headers["Location"].endswith("?question=first-question#question-first-question")
    assert "Our words" in as_(house.facilitator).get(saved.headers["Location"]).text


@pytest.mark.django_db
@pytest.mark.core
def test_a_newer_text_is_never_overwritten_and_both_are_shown(house: House, road: Road, as_: Browser) -> None:
    as_(house.lead).post(url(house, road), {"text": "Text of Lea", "version": 0})
    late = as_(house.facilitator).post(url(house, road), {"text": "Text of Fay", "version": 0}, headers=HTMX)
    assert late.status_code == 409
    assert "Lea" in late.text
    assert "Fay" in late.text
    assert Answer.objects.get().text == "Text of Lea"
    refused = AnswerRevision.objects.get(accepted=False)
    assert (refused.text, refused.by) == ("Text of Fay", house.facilitator)


@pytest.mark.django_db
@pytest.mark.core
@pytest.mark.parametrize(
    ("keep", "stands"),
    [("mine", "Text of Fay"), ("theirs", "Text of Lea"), ("combined", "Both texts")],
)
def test_the_second_writer_chooses_which_text_stays(
    house: House, road: Road, as_: Browser, keep: str, stands: str
) -> None:
    as_(house.lead).post(url(house, road), {"text": "Text of Lea", "version": 0})
    browser = as_(house.facilitator)
    typed = {"text": "Text of Fay", "version": 0}
    browser.post(url(house, road), typed, headers=HTMX)
    choice = {**typed, "keep": keep, "standing": 1, "combined": "Both texts"}
    assert browser.post(url(house, road), choice).status_code == 302
    assert Answer.objects.get().text == stands
    assert AnswerRevision.objects.filter(text="Text of Fay").exists()


@pytest.mark.django_db
@pytest.mark.core
@pytest.mark.parametrize(
    ("version", "status"), [(7, 200), (2**31 - 2, 200), (2**31 - 1, 422), (2**63 - 1, 422), (10**30, 422)]
)
def test_a_version_that_never_was_loses_no_text(
    house: House, road: Road, as_: Browser, version: int, status: int
) -> None:
    body = {"text": "Our words", "version": version}
    assert as_(house.lead).post(url(house, road), body, headers=HTMX).status_code == status
    assert [answer.text for answer in Answer.objects.all()] == (["Our words"] if status == 200 else [])


@pytest.mark.django_db
@pytest.mark.core
def test_saves_within_a_quarter_of_an_hour_are_one_revision(house: House, road: Road) -> None:
    def save(text: str, version: int, by: User) -> None:
        assert (
            Answer.record(house.initiative, road.questions[0], text, by=by, version=version).refused is None
        )

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for version, text in enumerate(("a", "ab", "abc")):
            save(text, version, house.lead)
            clock.shift(timedelta(minutes=14))
        assert [row.text for row in AnswerRevision.objects.all()] == ["abc"]
        clock.shift(timedelta(minutes=2))
        save("abcd", 3, house.lead)
        assert AnswerRevision.objects.count() == 2
        save("of someone else", 4, house.facilitator)
        assert AnswerRevision.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.core
def test_the_same_text_twice_is_no_conflict(house: House, road: Road) -> None:
    first = Answer.record(house.initiative, road.questions[0], "The same", by=house.lead, version=0)
    again = Answer.record(house.initiative, road.questions[0], "The same", by=house.facilitator, version=0)
    assert again.refused is None
    assert again.answer.pk == first.answer.pk


@pytest.mark.django_db
@pytest.mark.core
def test_finishing_counts_and_a_question_without_text_cannot_be_finished(
    house: House, road: Road, as_: Browser
) -> None:
    browser = as_(house.facilitator)
    browser.post(url(house, road, "finish/"), {"text": "  ", "version": 0})
    assert Answer.objects.get().finished_at is None
    browser.post(url(house, road, "finish/"), {"text": "Done it", "version": 1})
    assert Answer.objects.get().finished_by == house.facilitator
    browser.post(url(house, road, "finish/undo/"), {"text": "Done it", "version": 2})
    assert Answer.objects.get().finished_at is None


@pytest.mark.django_db
@pytest.mark.core
def test_a_text_that_is_too_long_is_refused_in_words_and_stays(
    house: House, road: Road, as_: Browser
) -> None:
    long = "x" * 10_001
    refused = as_(house.facilitator).post(url(house, road), {"text": long, "version": 0})
    assert refused.status_code == 422
    assert long in refused.text
    assert not Answer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_first_saves_at_once_one_stands_and_the_other_is_kept(house: House, road: Road) -> None:
    def save(number: int) -> Recorded:
        text = f"Text {number}"
        return Answer.record(house.initiative, road.questions[0], text, by=house.lead, version=0)

    results = all_at_once(partial(save, number) for number in range(8))
    assert len(results) == 8
    assert Answer.objects.count() == 1
    assert len([result for result in results if result.refused]) == 7
    accepted = AnswerRevision.objects.get(accepted=True)
    assert accepted.text == Answer.objects.get().text


@pytest.mark.django_db
@pytest.mark.core
def test_each_save_leaves_a_line_in_the_audit_trail(house: House, road: Road) -> None:
    before = AuditEntry.objects.count()
    Answer.record(house.initiative, road.questions[0], "One", by=house.lead, version=0)
    Answer.record(house.initiative, road.questions[0], "Two", by=house.lead, version=0)
    assert AuditEntry.objects.count() == before + 1
