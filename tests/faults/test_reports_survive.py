"""Reports are made although workers are killed and brokers disappear: real processes, on both brokers."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from phases.models import Answer, Report, ReportState
from projects.models import User
from tests import factories
from tests.conftest import House, Road
from tests.faults.workers import LEASE_SECONDS, Broker, RedisBroker, Worker, wait_for

pytestmark = [
    pytest.mark.fault,
    pytest.mark.django_db(transaction=True),
]
PARAGRAPH = "Wie werk zoekt loopt vast in regels en voelt zich te weinig gehoord. " * 14


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a scratch folder with a short name: the name of a socket may have 107 letters."""
    made = Path(tempfile.mkdtemp(prefix="roadmap-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture(params=[Broker, RedisBroker], ids=["folder", "redis"])
def broker(request: pytest.FixtureRequest, folder: Path) -> Iterator[Broker]:
    """Give a running broker."""
    made: Broker = request.param(folder)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def start(folder: Path, broker: Broker) -> Iterator[Callable[..., Worker]]:
    """Give a function that starts a worker; what it started is ended after the test."""
    started: list[Worker] = []

    def make(*, sweeps: bool = True) -> Worker:
        started.append(Worker(folder, broker, sweeps=sweeps))
        started[-1].wait_until_ready()
        return started[-1]

    yield make
    for worker in started:
        worker.kill()


def ask_for_a_long_report(house: House, road: Road) -> Report:
    """Ask for a report that takes seconds to make: two hundred pages of answers."""
    for question in road.questions:
        text = "\n\n".join([PARAGRAPH] * 9)
        Answer.record(house.initiative, question, text, by=house.lead, version=0)
    for number in range(30):
        question = factories.make_question(road.phases[0], f"more-{number}")
        Answer.record(house.initiative, question, text, by=house.lead, version=0)
    return Report.ask(house.initiative, None, language="nl", by=house.lead)


def state_of(report: Report) -> str:
    """Give the state that stands in the database now."""
    return Report.objects.values_list("state", flat=True).get(pk=report.pk)


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
