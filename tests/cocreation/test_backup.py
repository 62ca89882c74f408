"""Everything comes back from a backup; a damaged one is refused and nothing is touched."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from cocreation.backup import BackupError, _models, check, restore, write
from phases.models import Answer, Outcome, Report, ReportState
from projects.erasure import erase
from projects.models import (
    AuditEntry,
    AuditHead,
    Initiative,
    Role,
    StakeholderContact,
    User,
    verify,
)
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def fingerprint() -> dict[str, list[Any]]:
    """Give every row of every model."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in _models()}


def wipe() -> None:
    """Empty the database, as a new one is."""
    tables = [model._meta.db_table for model in _models()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(f'"{table}"' for table in tables)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {names} CASCADE")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our own tables


@pytest.fixture
def filled() -> Initiative:
    """Fill the database: content, an initiative with an answer, a finished report with its file, a chained trail."""
    call_command("load_content", verbosity=0)
    initiative = factories.make_initiative(title="Wérk & inkomen 😀")
    lead = initiative.updated_by
    from phases.models import Question  # noqa: PLC0415

    question = Question.objects.get(code="analyse-needs")
    Answer.record(initiative, question, "Wij\n\tluisterden eerst.  ", by=lead, version=0)
    factories.make_own_method(initiative.organisation, "Soepgesprek")
    name = default_storage.save("reports/one/x.pdf", ContentFile(b"%PDF-1.7 \x00\xff"))
    report = Report.ask(initiative, None, language="nl", by=lead)
    Report.objects.filter(pk=report.pk).update(state=ReportState.READY, file=name)
    AuditHead.chain()
    return initiative


@pytest.fixture
def backup(filled: Initiative, tmp_path: Path) -> Path:
    """Write a backup of it."""
    path = tmp_path / "backup.zip"
    write(path)
    return path


def test_everything_comes_back(filled: Initiative, backup: Path) -> None:
    before = fingerprint()
    wipe()
    default_storage.delete("reports/one/x.pdf")
    assert not User.objects.exists()
    restore(backup)
    after = fingerprint()
    assert {label for label in before if before[label] != after[label]} == set()
    with default_storage.open("reports/one/x.pdf") as file:
        assert file.read() == b"%PDF-1.7 \x00\xff"
    assert list(verify()) == []
    lead = filled.updated_by
    assert lead is not None
    AuditEntry.record("test.done", by=lead)
    answer = Answer.objects.get()
    answer.finish(by=lead)
    factories.make_initiative()


def test_the_commands_say_what_they_did(
    filled: Initiative, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "b.zip"
    call_command("backup", str(path))
    assert "and 1 files" in capsys.readouterr().out
    call_command("backup", str(path), check=True)
    with pytest.raises(CommandError, match="there already"):
        call_command("backup", str(path))
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(path))
    wipe()
    call_command("restore", str(path))
    assert "rows are back" in capsys.readouterr().out


def test_who_was_erased_does_not_come_back(
    filled: Initiative, tmp_path: Path, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    workshop = factories.make_workshop(filled)
    quote = factories.make_outcome(workshop, kind="quote", consent="with-name", speaker="Canary speaker")
    taken_out = factories.make_outcome(workshop, text="Canary words")
    again = factories.make_outcome(workshop, kind="quote", consent="anonymous")
    person = factories.make_team_member(filled, Role.LEAD, name="Canary person", email="canary@example.org")
    group = factories.make_stakeholder(filled, "Tenants")
    contact = factories.make_contact(group, "Canary contact", email="canary@contact.example")
    staying = factories.make_contact(group, "Still there")
    path = tmp_path / "before.zip"
    with django_capture_on_commit_callbacks(execute=True):
        again.take_consent_back(by=person)
        values = {"kind": "quote", "text": again.text, "consent": "anonymous", "speaker": ""}
        again.revise(by=person, based_on=again.version, **values)
    write(path)
    with django_capture_on_commit_callbacks(execute=True):
        quote.take_consent_back(by=person)
        taken_out.remove(by=person)
        contact.remove(by=person)
        erase(person, by=person)
    wipe()
    call_command("restore", str(path))
    text = json.dumps(fingerprint(), default=str)
    assert "canary" not in text.lower()
    assert User.objects.get(pk=person.pk).erased_at is not None
    assert list(StakeholderContact.objects.all()) == [staying]
    assert list(verify()) == []
    assert Outcome.objects.get(pk=again.pk).consent == "anonymous"
    wipe()
    settings.ERASURE_LEDGER.unlink()
    call_command("restore", str(path))
    assert "canary" in json.dumps(fingerprint(), default=str).lower()


def rewritten(path: Path, change: Callable[[dict[str, bytes]], Any]) -> None:
    """Change the parts of a backup."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def in_manifest(**values: Any) -> Callable[[dict[str, bytes]], None]:
    """Change what the manifest says."""

    def change(parts: dict[str, bytes]) -> None:
        parts["manifest.json"] = json.dumps({**json.loads(parts["manifest.json"]), **values}).encode()

    return change


ROWS = "rows/projects.user.jsonl"
DAMAGE: dict[str, Callable[[Path], Any]] = {
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-500]),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "empty": lambda path: path.write_bytes(b""),
    "no zip": lambda path: path.write_bytes(b"hello" * 99),
    "gone": lambda path: path.unlink(),
    "a row changed": lambda path: rewritten(path, lambda parts: parts.update({ROWS: parts[ROWS] + b"\n"})),
    "a part gone": lambda path: rewritten(path, lambda parts: parts.pop(ROWS)),
    "a file gone": lambda path: rewritten(path, lambda parts: parts.pop("files/reports/one/x.pdf")),
    "a part put in": lambda path: rewritten(path, lambda parts: parts.update({"files/evil": b"x"})),
    "no manifest": lambda path: rewritten(path, lambda parts: parts.pop("manifest.json")),
    "manifest is no JSON": lambda path: rewritten(path, lambda parts: parts.update({"manifest.json": b"{"})),
    "another form": lambda path: rewritten(path, in_manifest(format=2)),
    "another version": lambda path: rewritten(path, in_manifest(migrations=["projects.0001_first"])),
    "unknown words": lambda path: rewritten(path, in_manifest(extra=1)),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    backup: Path, damage: Callable[[Path], Any]
) -> None:
    check(backup)
    wipe()
    damage(backup)
    with pytest.raises(BackupError):
        check(backup)
    with pytest.raises(BackupError):
        restore(backup)
    assert not User.objects.exists()


def test_counts_that_do_not_agree_take_everything_back(backup: Path) -> None:
    wipe()
    with zipfile.ZipFile(backup) as archive:
        rows = json.loads(archive.read("manifest.json"))["rows"]
    rewritten(backup, in_manifest(rows={**rows, "projects.user": 99}))
    with pytest.raises(BackupError, match="not those of the manifest"):
        restore(backup)
    assert not User.objects.exists()


def test_a_backup_that_breaks_off_leaves_no_file(
    filled: Initiative, tmp_path: Path, monkeypatch: Any
) -> None:
    def full(*_args: Any, **_options: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("cocreation.backup._copy", full)
    with pytest.raises(OSError, match="no space"):
        write(tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()
    shutil.rmtree(tmp_path, ignore_errors=True)
