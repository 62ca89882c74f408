"""Work at night is done once a night whatever restarts; a clock that stands still is seen."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from cocreation import tasks
from cocreation.celery import app
from projects.models import BEAT, AuditEntry, AuditHead, TaskRun, verify, work_is_late
from projects.models.audit_anchor import read_anchor
from projects.tasks import beat
from tests import factories
from tests.logs.listening import Ear

pytestmark = [pytest.mark.django_db, pytest.mark.core]

HERE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that sets the clock, as the wall in Amsterdam shows it."""

    def set_clock(*when: int) -> None:
        moment = datetime(*when, tzinfo=HERE)  # type: ignore[misc, arg-type]
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_clock


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what was done at night, in order."""
    done: list[str] = []
    work = (
        ("retention", (3, 15), lambda: done.append("retention")),
        ("anchor", (3, 45), lambda: done.append("anchor")),
    )
    monkeypatch.setattr(tasks, "AT_NIGHT", work)
    return done


def test_it_is_done_once_a_night_however_often_it_is_asked(at: Callable[..., None], runs: list[str]) -> None:
    at(2026, 11, 28, 3, 0)
    tasks.run_nightly()
    assert runs == ["retention", "anchor"], "never done here, so it is done at once"
    for minute in (10, 15, 16, 44, 45, 59):
        at(2026, 11, 28, 3, minute)
        tasks.run_nightly()
        tasks.run_nightly()
    assert runs == ["retention", "anchor"] * 2
    at(2026, 11, 28, 23, 59)
    tasks.run_nightly()
    at(2026, 11, 29, 3, 14)
    tasks.run_nightly()
    assert runs == ["retention", "anchor"] * 2


def test_what_was_missed_while_the_machine_was_off_is_done_later(
    at: Callable[..., None], runs: list[str]
) -> None:
    at(2026, 11, 28, 3, 50)
    tasks.run_nightly()
    at(2026, 11, 30, 9, 12)
    tasks.run_nightly()
    tasks.run_nightly()
    assert runs == ["retention", "anchor"] * 2


@pytest.mark.parametrize("day", [(2026, 3, 29), (2026, 10, 25)], ids=["the clock goes forward", "back"])
def test_the_night_in_which_the_clock_changes_has_one_too(
    day: tuple[int, int, int], at: Callable[..., None], runs: list[str]
) -> None:
    at(*day[:2], day[2] - 1, 12, 0)
    tasks.run_nightly()
    for hour in range(24):
        at(*day, hour, 50)
        tasks.run_nightly()
    assert runs == ["retention", "anchor"] * 2


def test_one_that_fails_is_tried_again_and_not_every_minute(
    at: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def fails() -> None:
        tries.append(1)
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(tasks, "AT_NIGHT", (("retention", (3, 15), fails),))
    at(2026, 11, 28, 3, 15)
    with pytest.raises(RuntimeError):
        tasks.run_nightly()
    at(2026, 11, 28, 3, 16)
    tasks.run_nightly()
    assert len(tries) == 1
    at(2026, 11, 28, 3, 46)
    with pytest.raises(RuntimeError):
        tasks.run_nightly()
    assert len(tries) == 2


def test_nothing_waits_for_a_day_of_running_and_nothing_is_kept_in_a_file() -> None:
    schedules = [entry["schedule"] for entry in app.conf.beat_schedule.values()]
    assert not [each for each in schedules if isinstance(each, int | float) and each >= 60 * 60]
    assert app.conf.beat_scheduler == "celery.beat:Scheduler"
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} >= {
        "cocreation.tasks.run_nightly",
        "projects.tasks.beat",
        "projects.tasks.chain_audit",
    }


def test_a_clock_that_stands_still_is_told_to_who_watches(client: Client, caplog: Any) -> None:
    beat()
    assert not work_is_late()
    assert client.get("/health/ready").content == b"ok"
    TaskRun.objects.filter(name=BEAT).update(at=timezone.now() - timedelta(hours=3))
    assert work_is_late()
    broken = client.get("/health/ready")
    assert (broken.status_code, broken.content) == (503, b"not ok")
    assert "the worker or the clock (celery beat) gave no sign for five minutes" in caplog.text
    beat()
    assert client.get("/health/ready").status_code == 200


def test_a_clock_that_never_ran_is_seen_by_what_waits(client: Client) -> None:
    assert not work_is_late()
    AuditEntry.record("test.done", by=None)
    assert not work_is_late()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE projects_auditentry DISABLE TRIGGER audit_is_append_only")
        cursor.execute("UPDATE projects_auditentry SET at = %s", [timezone.now() - timedelta(hours=1)])
    assert work_is_late()


@pytest.mark.parametrize("host", ["10.1.2.3", "pod.internal:8000", "evil.example", "[::1]", ""])
def test_who_watches_may_ask_under_any_name_and_without_a_question(host: str, client: Client) -> None:
    def refuse(*_args: Any) -> None:
        raise AssertionError("the database was asked")

    with connection.execute_wrapper(refuse):
        answer = client.get("/health/live", headers={"host": host}, secure=True)
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert client.get("/health/ready", headers={"host": host}).status_code == 200
    assert client.get("/accessibility/", headers={"host": "evil.example"}).status_code == 400


def chained(settings: Any, lines: int) -> None:
    """Write lines, chain them and let the anchor follow."""
    person = factories.make_user()
    for _line in range(lines):
        AuditEntry.record("test.done", by=person)
    while AuditHead.chain():
        pass
    assert read_anchor() is not None


def truncate() -> None:
    """Take away trail and head, as who owns the tables can."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE projects_auditentry DISABLE TRIGGER ALL")
            cursor.execute("TRUNCATE projects_auditentry, projects_audithead")
        else:
            cursor.execute("DELETE FROM projects_auditentry")
            cursor.execute("DELETE FROM projects_audithead")


def test_a_trail_that_was_emptied_with_its_end_is_found(settings: Any) -> None:
    chained(settings, 5)
    call_command("verify_audit")
    truncate()
    with pytest.raises(CommandError, match="line 5: this line stands in the anchor outside the database"):
        call_command("verify_audit")


def test_the_anchor_does_not_follow_a_trail_that_was_made_shorter(settings: Any) -> None:
    chained(settings, 5)
    before = Path(settings.AUDIT_ANCHOR).read_text()
    truncate()
    ear = Ear()
    logging.getLogger().addHandler(ear)
    for _line in range(9):
        AuditEntry.record("test.done", by=None)
    while AuditHead.chain():
        pass
    logging.getLogger().removeHandler(ear)
    assert Path(settings.AUDIT_ANCHOR).read_text() == before
    assert any("does not hold the line of its anchor: number 5" in line for line in ear.lines)
    assert [fault.number for fault in verify()] == [5]


@pytest.mark.parametrize("text", ["3 abc def\n", "garbage", "", "5 " + "0" * 64 + " " + "0" * 64])
def test_an_anchor_that_was_changed_is_found(text: str, settings: Any) -> None:
    chained(settings, 5)
    Path(settings.AUDIT_ANCHOR).write_text(text)
    assert "the file of the anchor was changed" in str([fault.reason for fault in verify()])
