"""A report ends within its time, made or in words: a real worker, 5,000 outcomes of 1,900 letters."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from phases.models import Failure, Outcome, Report, ReportState
from projects.models import User
from tests import factories
from tests.conftest import House, Road
from tests.faults.conftest import ask_for_a_long_report, state_of
from tests.faults.workers import Worker, wait_for

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


def test_what_is_too_large_ends_in_words_and_the_next_one_is_made(
    house: House, road: Road, start: Callable[..., Worker], as_: Callable[[User | None], Client]
) -> None:
    workshop = factories.make_workshop(house.initiative, road.phases[0])
    text = ("Mensen willen een vaste contactpersoon. " * 50)[:1_900]
    Outcome.objects.bulk_create(
        [
            Outcome(workshop=workshop, kind="insight", text=text, updated_by=house.lead)
            for _each in range(5_000)
        ]
    )
    report = Report.ask(house.initiative, None, language="nl", by=house.lead)
    small = Report.ask(house.initiative, road.phases[1], language="nl", by=house.lead)
    start()
    wait_for(lambda: state_of(report) == ReportState.FAILED, seconds=60, said="refused")
    report.refresh_from_db()
    assert (report.failure, report.attempts, report.lease_until) == (Failure.TOO_LARGE, 1, None)
    assert "There is more in it than fits" in as_(house.lead).get(report.get_absolute_url()).text
    wait_for(lambda: state_of(small) == ReportState.READY, seconds=60, said="the next one")


def test_what_takes_too_long_is_stopped_and_told(
    house: House,
    road: Road,
    start: Callable[..., Worker],
    as_: Callable[[User | None], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REPORT_MOST_SECONDS", "0.5")
    report = ask_for_a_long_report(house, road)
    start()
    wait_for(lambda: state_of(report) == ReportState.FAILED, seconds=60, said="stopped")
    report.refresh_from_db()
    assert (report.failure, report.attempts) == (Failure.TOO_LONG, 1)
    assert "It took too long, so we stopped" in as_(house.lead).get(report.get_absolute_url()).text


@pytest.fixture(autouse=True)
def _no_printer_stays(folder: Path) -> Iterator[None]:
    """See that no printing process outlives its worker's claim."""
    yield
    printing = [
        path
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.exists()
        and b"pdf_process.main" in path.read_bytes()
        and str(folder).encode() in path.with_name("environ").read_bytes()
    ]
    assert printing == []
