"""The audit trail finds seven kinds of tampering on 10,000 lines, does not fork, and costs little."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from projects.models import AuditEntry, AuditHead, verify
from tests import factories

pytestmark = pytest.mark.django_db

LINES = 10_000
MIDDLE = 5_000


def sealed(number: int, **values: Any) -> AuditEntry:
    """Return a line with its seal, not stored yet."""
    entry = AuditEntry(action="test.done", target_id=str(number), detail={"n": number}, **values)
    entry.seal = entry.compute_seal()
    return entry


@pytest.fixture
def trail(db: None) -> Iterator[None]:
    """Lay a trail of 10,000 chained lines, and let the test write where nobody may."""
    AuditEntry.objects.bulk_create(sealed(number) for number in range(LINES))
    while AuditHead.chain():
        pass
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # as the owner of the database can
    yield


def line(number: int) -> Any:
    """Return one line as a queryset."""
    return AuditEntry.objects.filter(number=number)


def change_a_byte() -> int:
    line(MIDDLE).update(action="test.dope")
    return MIDDLE


def say_that_it_was_refused() -> int:
    line(MIDDLE).update(result="refused")
    return MIDDLE


def change_the_time() -> int:
    entry = line(MIDDLE).get()
    line(MIDDLE).update(at=entry.at + timedelta(microseconds=1))
    return MIDDLE


def delete_in_the_middle() -> int:
    line(MIDDLE).delete()
    return MIDDLE


def delete_the_tail() -> int:
    AuditEntry.objects.filter(number__gt=LINES - 3).delete()
    return LINES


def insert_one() -> int | None:
    AuditEntry.objects.bulk_create([AuditEntry(action="test.never", seal="0" * 64)])
    return None


def swap_two() -> int:
    one, other = line(MIDDLE).get(), line(MIDDLE + 1).get()
    line(MIDDLE).update(number=None)
    line(MIDDLE + 1).update(number=MIDDLE, link=one.link)
    AuditEntry.objects.filter(pk=one.pk).update(number=MIDDLE + 1, link=other.link)
    return MIDDLE


def seal_again_without_the_key() -> int:
    import hashlib  # noqa: PLC0415 - what someone without the key can do

    forged = hashlib.sha256(b"test.dope").hexdigest()
    line(MIDDLE).update(action="test.dope", seal=forged)
    return MIDDLE


def put_one_in_and_chain_it() -> list[Any]:
    """Put a line in that is chained as others are; return what is found, and take it back."""
    at = transaction.savepoint()
    AuditEntry.objects.bulk_create([AuditEntry(action="test.never", seal="0" * 64)])
    AuditHead.chain()
    return found_from(at)


def set_the_end_back() -> list[Any]:
    """Take the tail away and let the end of the chain say so; return what is found, and take it back."""
    at = transaction.savepoint()
    delete_the_tail()
    last = line(LINES - 3).get()
    AuditHead.objects.update(number=last.number, link=last.link)
    return found_from(at)


def found_from(at: Any) -> list[Any]:
    """Return what is wrong with the trail, and set it back to a savepoint."""
    found = list(verify())
    transaction.savepoint_rollback(at)
    return found


TAMPERING = [
    change_a_byte,
    change_the_time,
    delete_in_the_middle,
    delete_the_tail,
    insert_one,
    say_that_it_was_refused,
    swap_two,
    seal_again_without_the_key,
]


def test_tampering_is_found_and_its_first_line_named(trail: None) -> None:
    assert list(verify()) == []
    for tamper in TAMPERING:
        at = transaction.savepoint()
        first = tamper()
        found = list(verify())
        assert found[0].number == first, (tamper.__name__, found[:3])
        transaction.savepoint_rollback(at)
    assert list(verify()) == [], "each was tried on the trail as it was"
    assert [fault.number for fault in put_one_in_and_chain_it()] == [LINES + 1]
    assert "the end of the chain was changed" in {fault.reason for fault in set_the_end_back()}


@pytest.mark.core
def test_the_command_says_that_all_is_in_order_or_what_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    factories.make_initiative()
    call_command("verify_audit")
    assert "all in order" in capsys.readouterr().out
    head = AuditHead.objects.get()
    call_command("verify_audit", anchor=f"{head.number}:{head.link}")
    with pytest.raises(CommandError, match="not the one of the anchor"):
        call_command("verify_audit", anchor=f"{head.number}:{'0' * 64}")
    AuditEntry.objects.bulk_create([AuditEntry(action="test.never")])
    with pytest.raises(CommandError, match=r"1 faults"):
        call_command("verify_audit")


def test_the_database_refuses_to_change_or_delete_a_line() -> None:
    initiative = factories.make_initiative()
    AuditHead.chain()
    for tamper in (
        lambda: initiative.audit_entries.update(action="x"),
        lambda: initiative.audit_entries.all().delete(),
        lambda: initiative.audit_entries.update(number=None),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            tamper()


@pytest.mark.django_db(transaction=True)
def test_eight_writers_and_two_chainers_at_once_do_not_fork_it() -> None:
    person = factories.make_user()
    start = threading.Barrier(10)

    def write() -> None:
        try:
            start.wait()
            for _time in range(25):
                AuditEntry.record("test.done", by=person)
        finally:
            connection.close()

    def chain() -> None:
        try:
            start.wait()
            for _time in range(10):
                AuditHead.chain()
        finally:
            connection.close()

    threads = [threading.Thread(target=job) for job in [write] * 8 + [chain] * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while AuditHead.chain():
        pass
    assert AuditEntry.objects.filter(action="test.done").count() == 200
    assert list(verify()) == []


def test_a_line_costs_less_than_three_milliseconds() -> None:
    person = factories.make_user()
    times = []
    for _time in range(50):
        began = time.perf_counter()
        AuditEntry.record("test.done", by=person)
        times.append(time.perf_counter() - began)
    assert sorted(times)[25] < 0.003


@pytest.mark.core
def test_an_anchor_that_is_gone_is_told_once_and_made_anew(settings: Any, capsys: Any) -> None:
    call_command("verify_audit")
    assert "0 lines" in capsys.readouterr().out
    factories.make_initiative()
    call_command("verify_audit")
    Path(settings.AUDIT_ANCHOR).unlink()
    AuditHead.chain()
    with pytest.raises(CommandError, match="AUDIT_ANCHOR"):
        call_command("verify_audit")
    call_command("verify_audit")
