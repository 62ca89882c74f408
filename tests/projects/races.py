"""Two people who change the same thing at once, each held at the worst moment (on PostgreSQL)."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from projects.models import (
    AuditEntry,
    CannotHandOverError,
    InvitationGoneError,
    LastAdministratorError,
    LastLeadError,
    OnlyLeadError,
    OrganisationMember,
    TeamMember,
)

REFUSALS = (
    InvitationGoneError,
    OnlyLeadError,
    CannotHandOverError,
    LastLeadError,
    LastAdministratorError,
    TeamMember.DoesNotExist,
    OrganisationMember.DoesNotExist,
)
PATIENCE = 30
Work = Callable[[], Any]


def at_once(monkeypatch: pytest.MonkeyPatch, *works: Work) -> list[str]:
    """Do things at once and return how each ended, sorted: `done`, or the name of a refusal.

    Each begins when the one before has looked, and is held between what it looked at and what it writes until all
    have looked. Where a lock lets only one look at a time, it is held until another one waits for that lock.
    """
    record = AuditEntry.record.__func__  # type: ignore[attr-defined]
    looked = [threading.Event() for _work in works]
    this = threading.local()
    processes: list[int] = []
    ends: list[str] = []

    def look_and_record(cls: Any, *args: Any, **options: Any) -> Any:
        if not looked[this.number].is_set():
            looked[this.number].set()
            until(lambda: all(each.is_set() for each in looked) or one_waits(processes))
        return record(cls, *args, **options)

    def do(number: int, work: Work) -> None:
        this.number = number
        connection.ensure_connection()
        processes.append(connection.connection.info.backend_pid)
        try:
            work()
            ends.append("done")
        except REFUSALS as refused:
            ends.append(type(refused).__name__)
        finally:
            looked[number].set()
            connections.close_all()

    monkeypatch.setattr(AuditEntry, "record", classmethod(look_and_record))
    threads = [threading.Thread(target=do, args=numbered) for numbered in enumerate(works)]
    for number, thread in enumerate(threads):
        thread.start()
        until(lambda: looked[number].is_set() or one_waits(processes))  # noqa: B023 - over before the next
    for thread in threads:
        thread.join()
    return sorted(ends)


def until(happened: Callable[[], bool]) -> None:
    """Wait until something happened."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.005)


def one_waits(processes: list[int]) -> bool:
    """Tell whether one of these processes of the database waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_locks WHERE NOT granted AND pid = ANY(%s)", [processes])
        return cursor.fetchone() is not None
