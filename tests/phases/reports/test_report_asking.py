"""Asking for a report: equal ones are one, everyone has a turn, and what cannot be made is told before it is tried."""

import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from cocreation.celery import app as celery_app
from phases.models import Answer, Failure, MethodSheet, Report, ReportState
from phases.reports import is_too_large, letters_of
from phases.reports.pdf_process import Document, RenderTimeoutError, render_in_subprocess
from phases.reports.produce import _lease_renewed, produce
from phases.tasks import enqueue_documents, make_report, make_sheet
from projects.models import Initiative, Stakeholder, User
from tests import factories
from tests.conftest import House, Road

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


def ask(browser: Client, initiative: Initiative, **values: str) -> HttpResponse:
    """Post the form once, with a key of its own."""
    url = f"/initiatives/{initiative.pk}/reports/"
    key = str(browser.get(url).context["form"]["submission_key"].value())
    given = {"phase": "", "language": "nl", "submission_key": key}
    return browser.post(url, {**given, **values})  # type: ignore[return-value]


@pytest.mark.parametrize("made", [False, True], ids=["waiting", "ready"])
def test_fifty_equal_requests_are_one_report(house: House, road: Road, as_: Browser, *, made: bool) -> None:
    browser = as_(house.observer)
    first = ask(browser, house.initiative)
    if made:
        assert produce(Report.objects.get().pk)
    for _again in range(5 if made else 49):
        assert ask(browser, house.initiative).headers["Location"] == first.headers["Location"]
    assert Report.objects.count() == 1
    assert "You asked for this report before" in browser.get(first.headers["Location"]).text


def test_another_language_phase_person_or_text_is_another_report(
    house: House, road: Road, as_: Browser
) -> None:
    browser = as_(house.observer)
    ask(browser, house.initiative)
    produce(Report.objects.get().pk)
    ask(browser, house.initiative, language="en")
    ask(browser, house.initiative, phase=road.phases[0].code)
    ask(as_(house.manager), house.initiative)
    assert Report.objects.count() == 4
    Answer.record(house.initiative, road.questions[0], "Something new", by=house.lead, version=0)
    ask(browser, house.initiative)
    assert Report.objects.count() == 5


def test_a_new_house_style_is_another_report(house: House, road: Road, as_: Browser) -> None:
    ask(as_(house.observer), house.initiative)
    produce(Report.objects.get().pk)
    factories.dress(house.organisation, by=house.administrator)
    ask(as_(house.observer), house.initiative)
    assert Report.objects.count() == 2


def test_an_old_or_failed_report_is_made_anew(house: House, road: Road, as_: Browser) -> None:
    browser = as_(house.observer)
    ask(browser, house.initiative)
    produce(Report.objects.get().pk)
    Report.objects.update(requested_at=timezone.now() - timedelta(hours=1))
    ask(browser, house.initiative)
    assert Report.objects.count() == 2
    Report.objects.filter(state=ReportState.WAITING).update(state=ReportState.FAILED)
    ask(browser, house.initiative)
    assert Report.objects.count() == 3


def test_one_organisation_does_not_fill_the_queue_of_another(
    house: House, road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = [Report.ask(house.initiative, None, language="nl", by=house.observer) for _each in range(50)]
    other = Initiative.objects.get(title="Elsewhere")
    theirs = Report.ask(other, None, language="nl", by=house.stranger)
    rung: list[str] = []
    monkeypatch.setattr(
        make_report, "apply_async", lambda *, kwargs, expires: rung.append(kwargs["report_id"])
    )
    enqueue_documents()
    assert rung == [str(mine[0].pk), str(theirs.pk)]
    Report.acquire(mine[0].pk)
    rung.clear()
    enqueue_documents()
    assert rung == [str(mine[1].pk), str(theirs.pk)]


def test_cards_of_methods_do_not_fill_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        MethodSheet.ask(factories.make_method(f"method-{number}"), language="nl", paper="a4")
    rung: list[Any] = []
    monkeypatch.setattr(make_sheet, "apply_async", lambda *, kwargs, expires: rung.append(kwargs))
    enqueue_documents()
    assert len(rung) == 2


def test_what_is_too_large_is_told_before_it_is_made(
    house: House, road: Road, as_: Browser, settings: Any
) -> None:
    Answer.record(house.initiative, road.questions[0], "x" * 1_200, by=house.lead, version=0)
    settings.REPORT_MOST_LETTERS = 1_000
    refused = ask(as_(house.observer), house.initiative)
    assert refused.status_code == 422
    assert "it has 1,200 letters and 1,000 fit. Make a report of one phase." in refused.text
    assert Report.objects.count() == 0
    assert ask(as_(house.observer), house.initiative, phase=road.phases[1].code).status_code == 302
    preview = as_(house.observer).get(f"/initiatives/{house.initiative.pk}/reports/preview/")
    assert "Choose one phase" in preview.text
    assert "x" * 100 not in preview.text


def test_the_size_counts_what_is_printed(house: House, road: Road) -> None:
    Answer.record(house.initiative, road.questions[0], "four", by=house.lead, version=0)
    group = factories.make_stakeholder(house.initiative, "Group", stake="stake")
    workshop = factories.make_workshop(house.initiative, road.phases[1])
    factories.make_outcome(workshop, text="seven77")
    factories.make_outcome(workshop, text="kept back", kind="quote", consent="none", stakeholder=group)
    assert letters_of(house.initiative, None) == 4 + 10 + 7
    assert letters_of(house.initiative, road.phases[1]) == 10 + 7
    assert not is_too_large(house.initiative, None)


def test_many_short_rows_are_too_large_as_well(house: House, road: Road, as_: Browser, settings: Any) -> None:
    """A row costs more than its letters: 7,500 outcomes of 40 letters take as long as 5,000 of 200."""
    workshop = factories.make_workshop(house.initiative, road.phases[1])
    for _row in range(4):
        factories.make_outcome(workshop, text="short")
    settings.REPORT_MOST_LETTERS = 4 * 200 + 20
    assert not is_too_large(house.initiative, None)
    settings.REPORT_MOST_LETTERS -= 1
    assert letters_of(house.initiative, None) == 20
    assert is_too_large(house.initiative, None)
    assert not is_too_large(house.initiative, road.phases[0])
    refused = ask(as_(house.observer), house.initiative)
    assert refused.status_code == 422
    assert "too many outcomes, answers and groups stand in it. Make a report of one phase." in refused.text
    settings.REPORT_MOST_LETTERS = 1_000_000
    Stakeholder.objects.bulk_create(
        Stakeholder(initiative=house.initiative, name=str(number)) for number in range(1_000)
    )
    assert is_too_large(house.initiative, None)


def test_a_report_that_grew_too_large_fails_at_once_and_in_words(
    house: House, road: Road, as_: Browser, settings: Any
) -> None:
    Answer.record(house.initiative, road.questions[0], "x" * 1_200, by=house.lead, version=0)
    report = Report.ask(house.initiative, None, language="nl", by=house.lead)
    settings.REPORT_MOST_LETTERS = 1_000
    assert not produce(report.pk)
    report.refresh_from_db()
    assert (report.state, report.failure, report.attempts) == (ReportState.FAILED, Failure.TOO_LARGE, 1)
    assert (
        "There is more in it than fits in one report" in as_(house.lead).get(report.get_absolute_url()).text
    )


def test_printing_ends_at_its_limit() -> None:
    with pytest.raises(RenderTimeoutError):
        render_in_subprocess(Document("<html lang='nl'><p>x", {}), seconds=0.05)


@pytest.mark.parametrize("task", [make_report, make_sheet], ids=["report", "sheet"])
def test_the_process_is_ended_after_the_work_was_told_to_stop(task: Any, settings: Any) -> None:
    assert settings.REPORT_MOST_SECONDS < task.soft_time_limit < task.time_limit
    assert task.time_limit <= 10 * 60, "nobody waits longer than this for what never ends"


def test_the_worker_is_renewed() -> None:
    assert 0 < celery_app.conf.worker_max_tasks_per_child <= 1_000
    assert 0 < celery_app.conf.worker_max_memory_per_child <= 1_000_000, "in kB"


def test_what_is_told_to_stop_before_it_is_printed_says_so(
    house: House, road: Road, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_given: Any, **_options: Any) -> None:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(sys.modules["phases.reports.produce"], "gather", endless)
    report = Report.ask(house.initiative, None, language="nl", by=house.lead)
    make_report(report_id=str(report.pk))
    report.refresh_from_db()
    assert (report.state, report.failure, report.attempts) == (ReportState.FAILED, Failure.TOO_LONG, 1)
    assert "It took too long, so we stopped" in as_(house.lead).get(report.get_absolute_url()).text


def test_a_claim_is_not_renewed_for_ever(house: House, road: Road, settings: Any) -> None:
    report = Report.ask(house.initiative, None, language="nl", by=house.lead)
    claimed = Report.acquire(report.pk)
    settings.REPORT_MOST_SECONDS = settings.REPORT_LEASE_SECONDS = 0.1
    with _lease_renewed(claimed):
        holder = next(thread for thread in threading.enumerate() if thread.name == f"lease-{report.pk}")
        holder.join(timeout=10)
        assert not holder.is_alive()


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (3, True)])
def test_what_waits_longer_than_usual_says_so(
    house: House, road: Road, as_: Browser, minutes: int, *, late: bool
) -> None:
    report = Report.ask(house.initiative, None, language="nl", by=house.lead)
    sheet = MethodSheet.ask(factories.make_method("soup"), language="nl", paper="a4")
    asked_at = timezone.now() - timedelta(minutes=minutes)
    Report.objects.update(asked_at=asked_at)
    MethodSheet.objects.update(asked_at=asked_at)
    shown = as_(house.lead).get(report.get_absolute_url()).text
    card = as_(None).get(f"/toolkit/soup/print/{sheet.pk}/").text
    assert ("This takes longer than usual" in shown) == late
    assert ("It will be made soon" in shown) != late
    assert ("This takes longer than usual" in card) == late


def test_a_second_try_does_not_wait_since_the_first(house: House, road: Road) -> None:
    report = Report.ask(house.initiative, None, language="nl", by=house.lead)
    Report.objects.update(state=ReportState.FAILED, asked_at=timezone.now() - timedelta(hours=2))
    report.ask_again(by=house.lead)
    assert not Report.objects.get().is_late


def test_a_claim_goes_on_after_the_database_could_not_renew_it_once(settings: Any) -> None:
    settings.REPORT_LEASE_SECONDS = 0.06
    told: list[str] = []
    renewed = threading.Event()

    class Claimed:
        pk = "a report"

        def renew_lease(self) -> None:
            told.append("tried")
            if len(told) == 1:
                raise OperationalError("database is locked")
            renewed.set()

    with _lease_renewed(Claimed()):
        assert renewed.wait(5)
