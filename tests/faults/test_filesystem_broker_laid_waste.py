"""Files of the folder broker that are empty or cut off, as after a full disk or a power cut: a real worker goes on."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from phases.models import Report, ReportState
from tests.cocreation.operations.waste import WASTE
from tests.conftest import House, Road
from tests.faults.workers import Broker, Worker, wait_for

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a scratch folder."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def lay_waste(folder: Path, content: bytes) -> None:
    """Write into every kind of file that the broker and the clock keep or kept."""
    (folder / "broker" / "control" / "celery.exchange").write_bytes(content)
    for number in range(3):
        (folder / "broker" / "messages" / f"{number}_{number}.celery.msg").write_bytes(content)
    for name in ("beat-schedule", "beat-schedule.db", "celerybeat-schedule", "celerybeat.pid"):
        (folder / name).write_bytes(content)


def made(house: House) -> None:
    """Ask for a report and wait until it is there."""
    report = Report.ask(house.initiative, None, language="nl", by=house.lead)
    wait_for(
        lambda: Report.objects.get(pk=report.pk).state == ReportState.READY,
        seconds=60,
        said="a report that is ready",
    )


def test_a_worker_starts_and_goes_on_with_files_that_were_laid_waste(
    house: House, road: Road, folder: Path
) -> None:
    broker = Broker(folder)
    broker.start()
    lay_waste(folder, b"")
    worker = Worker(folder, broker, sweeps=True)
    try:
        worker.wait_until_ready()
        made(house)
        for content in WASTE.values():
            lay_waste(folder, content)
            made(house)
            assert worker.process.poll() is None, worker.log.read_text()
    finally:
        worker.kill()
