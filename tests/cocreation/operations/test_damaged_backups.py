"""A backup that is damaged, or does not fit, is refused in words; not a row and not a file is touched."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import CommandError, call_command

from cocreation.operations.backup import check, restore
from cocreation.operations.backup_manifest import BackupError
from projects.models import User
from tests import factories
from tests.cocreation.conftest import REPORT
from tests.cocreation.operations.damage import Damage, agreeing, in_manifest, parts_changed
from tests.states import whole_state

pytestmark = [pytest.mark.django_db, pytest.mark.core]

PEOPLE = "rows/projects.user.jsonl"
TEAM = "rows/projects.teammember.jsonl"


def flipped(path: Path, position: int) -> None:
    """Change one byte."""
    content = bytearray(path.read_bytes())
    content[position] ^= 0xFF
    path.write_bytes(content)


SEEN_BY_CHECK: dict[str, Damage] = {
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-500]),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "empty": lambda path: path.write_bytes(b""),
    "no zip": lambda path: path.write_bytes(b"hello" * 99),
    "gone": lambda path: path.unlink(),
    "one byte changed": lambda path: flipped(path, path.stat().st_size // 3),
    "a row changed": parts_changed(lambda parts: parts.update({PEOPLE: parts[PEOPLE] + b"\n"})),
    "a part gone": parts_changed(lambda parts: parts.pop(PEOPLE)),
    "a file gone": parts_changed(lambda parts: parts.pop(f"files/{REPORT}")),
    "a part put in": parts_changed(lambda parts: parts.update({"files/evil": b"x"})),
    "no manifest": parts_changed(lambda parts: parts.pop("manifest.json")),
    "manifest is no JSON": parts_changed(lambda parts: parts.update({"manifest.json": b"{"})),
    "manifest of another shape": parts_changed(lambda parts: parts.update({"manifest.json": b"[]"})),
    "hashes of another shape": in_manifest(hashes=["rows/projects.user.jsonl"]),
    "another form": in_manifest(format=1),
    "another version": in_manifest(migrations=["projects.0001_first"]),
    "unknown words": in_manifest(extra=1),
    "a table gone, and the manifest agrees": agreeing(lambda parts: parts.pop(PEOPLE)),
    "a table put in, and the manifest agrees": agreeing(
        lambda parts: parts.update({"rows/auth.x.jsonl": b""})
    ),
    "a file for outside the folder": agreeing(lambda parts: parts.update({"files/../evil.txt": b"x"})),
}
SEEN_BY_RESTORE: dict[str, Damage] = {
    "counts that do not agree": in_manifest(rows={"projects.user": 99}),
    "a row twice": agreeing(lambda parts: parts.update({PEOPLE: parts[PEOPLE] * 2})),
    "rows that point at nobody": agreeing(lambda parts: parts.update({PEOPLE: b""})),
    "a row of nothing we know": agreeing(lambda parts: parts.update({TEAM: b'{"model": "x.y", "pk": 1}\n'})),
    "a field we do not know": agreeing(
        lambda parts: parts.update({TEAM: parts[TEAM].replace(b'"role"', b'"rule"')})
    ),
    "a value that cannot be": agreeing(
        lambda parts: parts.update({TEAM: parts[TEAM].replace(b'"role": 30', b'"role": "x"')})
    ),
    "a row that is no JSON": agreeing(lambda parts: parts.update({TEAM: b"{\n"})),
}


def refused(path: Path) -> str:
    """See that the backup is refused and that nothing is touched; give the words."""
    before = whole_state()
    with pytest.raises(BackupError) as error:
        restore(path)
    with pytest.raises(CommandError):
        call_command("restore", str(path), no_ledger=True)
    assert whole_state() == before
    return str(error.value)


@pytest.mark.parametrize("damage", SEEN_BY_CHECK.values(), ids=SEEN_BY_CHECK.keys())
def test_what_is_damaged_is_refused_and_nothing_is_touched(elsewhere: Path, damage: Damage) -> None:
    check(elsewhere)
    damage(elsewhere)
    with pytest.raises(BackupError):
        check(elsewhere)
    assert refused(elsewhere)


@pytest.mark.parametrize("damage", SEEN_BY_RESTORE.values(), ids=SEEN_BY_RESTORE.keys())
def test_rows_that_do_not_fit_take_everything_back(elsewhere: Path, damage: Damage) -> None:
    damage(elsewhere)
    check(elsewhere)
    assert refused(elsewhere)


def test_without_damage_everything_is_filled(elsewhere: Path) -> None:
    rows, files = whole_state()
    restore(elsewhere)
    filled_rows, filled_files = whole_state()
    assert User.objects.exists()
    assert len([table for table in rows if rows[table] != filled_rows[table]]) >= 38
    assert set(filled_files) > set(files)


def test_wherever_a_byte_is_changed_it_is_seen_or_does_not_matter(elsewhere: Path) -> None:
    whole, manifest = elsewhere.read_bytes(), check(elsewhere)
    seen = 0
    for position in range(0, len(whole), max(1, len(whole) // 150)):
        flipped(elsewhere, position)
        try:
            assert check(elsewhere) == manifest
        except BackupError:
            seen += 1
        elsewhere.write_bytes(whole)
    assert seen > 100


def test_a_database_with_somebody_in_it_is_left_alone(elsewhere: Path) -> None:
    factories.make_user()
    assert "not empty" in refused(elsewhere)


def test_a_file_that_is_there_is_not_overwritten(elsewhere: Path) -> None:
    default_storage.save(REPORT, ContentFile(b"something else"))
    assert REPORT in refused(elsewhere)


def test_a_disk_that_runs_full_leaves_no_half_files(elsewhere: Path, monkeypatch: Any) -> None:
    whole: Any = getattr(FileSystemStorage, "_save")  # noqa: B009 - not in the types
    saved = []

    def full(storage: FileSystemStorage, name: str, content: Any) -> str:
        saved.append(name)
        if len(saved) % 3 == 0:
            Path(storage.path(name)).parent.mkdir(parents=True, exist_ok=True)
            Path(storage.path(name)).write_bytes(b"half")
            raise OSError("no space left")
        return str(whole(storage, name, content))

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    assert "OSError" in refused(elsewhere)
    assert len(saved) == 6
