"""Reports are made although workers are killed and brokers disappear: real processes, on both brokers."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from phases.models import Report, ReportState
from projects.models import User
from tests.conftest import House, Road
from tests.faults.conftest import ask_for_a_long_report, state_of
from tests.faults.workers import LEASE_SECONDS, Broker, Worker, wait_for

pytestmark = [
    pytest.mark.fault,
    pytest.mark.django_db(transaction=True),
]


def kill_in_mid_work(start: Callable[..., Worker], report: Report) -> None:
    """Start a worker, see that it works on the report, and kill it."""
    worker = start()
    try:
        wait_for(lambda: state_of(report) == ReportState.WORKING, seconds=60, said="working")
    except AssertionError as error:
        raise AssertionError(worker.log.read_text()[-5000:]) from error
    worker.kill()
    assert state_of(report) == ReportState.WORKING


def test_a_killed_worker_costs_time_not_the_report(
    house: House, road: Road, start: Callable[..., Worker], folder: Path
) -> None:
    report = ask_for_a_long_report(house, road)
    kill_in_mid_work(start, report)
    start()
    wait_for(lambda: state_of(report) == ReportState.READY, seconds=90, said="ready")
    report.refresh_from_db()
    assert report.attempts == 2
    assert [path.name for path in (folder / "files" / "reports" / str(report.pk)).iterdir()] == [
        Path(report.file).name
    ]


def test_without_the_sweep_it_stays_unfinished(
    house: House, road: Road, start: Callable[..., Worker], broker: Broker
) -> None:
    report = ask_for_a_long_report(house, road)
    kill_in_mid_work(start, report)
    broker.forget()
    start(sweeps=False)
    time.sleep(LEASE_SECONDS + 6)
    report.refresh_from_db()
    assert (report.state, report.attempts) == (ReportState.WORKING, 1)


def test_a_broker_that_is_gone_costs_the_page_nothing(
    house: House,
    road: Road,
    start: Callable[..., Worker],
    broker: Broker,
    as_: Callable[[User | None], Client],
) -> None:
    start()
    broker.break_down()
    url = f"/initiatives/{house.initiative.pk}/reports/"
    form = as_(house.observer).get(url).context["form"]
    began = time.monotonic()
    answer = as_(house.observer).post(
        url, {"phase": "", "language": "nl", "submission_key": str(form["submission_key"].value())}
    )
    took = time.monotonic() - began
    assert answer.status_code == 302
    assert took < 0.5
    time.sleep(4)
    report = Report.objects.get()
    assert report.state == ReportState.WAITING
    broker.bring_back()
    wait_for(
        lambda: state_of(report) == ReportState.READY, seconds=60, said="ready after the broker came back"
    )
