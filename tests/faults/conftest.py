"""A report that takes long, and the workers that make it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from phases.models import Answer, Report
from tests import factories
from tests.conftest import House, Road
from tests.faults.workers import Broker, RedisBroker, Worker

PARAGRAPH = "Wie werk zoekt loopt vast in regels en voelt zich te weinig gehoord. " * 14


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a scratch folder with a short name: the name of a socket may have 107 letters."""
    made = Path(tempfile.mkdtemp(prefix="roadmap-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture(params=[Broker, RedisBroker], ids=["folder", "redis"])
def broker(request: pytest.FixtureRequest, folder: Path) -> Iterator[Broker]:
    """Return a running broker."""
    made: Broker = request.param(folder)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def start(folder: Path, broker: Broker) -> Iterator[Callable[..., Worker]]:
    """Return a function that starts a worker; what it started is ended after the test."""
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
    """Return the state that stands in the database now."""
    return Report.objects.values_list("state", flat=True).get(pk=report.pk)
