"""A backup never copies itself, cleans up however it ends, and is not put back without what was erased since."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from cocreation.operations import backup as module
from cocreation.operations.backup import check, write
from cocreation.operations.backup_manifest import BackupError
from projects.models import Erasure, Initiative, Role, User
from projects.privacy.erasure import erase
from tests import factories
from tests.states import rows_of_models, stored_files, wipe

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def storage() -> Path:
    """Return the folder of files."""
    return Path(default_storage.path(""))


def straight(tmp_path: Path) -> Path:
    return storage() / "c.zip"


def deeper(tmp_path: Path) -> Path:
    (storage() / "new").mkdir()
    return storage() / "new" / "c.zip"


def by_a_link_in(tmp_path: Path) -> Path:
    (tmp_path / "link").symlink_to(storage())
    return tmp_path / "link" / "c.zip"


def by_a_link_out(tmp_path: Path) -> Path:
    (tmp_path / "outside").mkdir()
    (storage() / "link").symlink_to(tmp_path / "outside")
    return tmp_path / "outside" / "c.zip"


def as_a_link(tmp_path: Path) -> Path:
    (tmp_path / "c.zip").symlink_to(storage() / "c.zip")
    return tmp_path / "c.zip"


def around(tmp_path: Path) -> Path:
    return tmp_path / "files" / ".." / "files" / "c.zip"


@pytest.mark.parametrize("place", [straight, deeper, by_a_link_in, by_a_link_out, as_a_link, around])
def test_a_backup_does_not_go_into_what_it_copies(
    place: Callable[[Path], Path], filled: Initiative, tmp_path: Path
) -> None:
    target = place(tmp_path)
    before = sorted(storage().rglob("*"))
    with pytest.raises(CommandError, match="lies in the folder of files"):
        call_command("backup", str(target))
    assert sorted(storage().rglob("*")) == before


def test_a_folder_that_leads_back_to_itself_is_copied_once(filled: Initiative, tmp_path: Path) -> None:
    (storage() / "loop").symlink_to(storage())
    files = {name for name in write(tmp_path / "b.zip").hashes if name.startswith("files/")}
    assert files == {f"files/{name}" for name in stored_files() if not name.startswith("loop/")}


def test_a_file_that_vanishes_meanwhile_is_noted_and_no_fault(
    filled: Initiative, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    default_storage.save("zz/withdrawn.pdf", ContentFile(b"%PDF"))
    copy = module._copy

    def copy_and_lose(*args: Any) -> str:
        default_storage.delete("zz/withdrawn.pdf")
        return copy(*args)

    monkeypatch.setattr(module, "_copy", copy_and_lose)
    call_command("backup", str(tmp_path / "b.zip"))
    assert "zz/withdrawn.pdf went away while it was being copied." in capsys.readouterr().out
    monkeypatch.undo()
    assert check(tmp_path / "b.zip").vanished == ["zz/withdrawn.pdf"]
    wipe()
    call_command("restore", str(tmp_path / "b.zip"), no_ledger=True)
    assert "zz/withdrawn.pdf" not in stored_files()


def test_a_place_that_cannot_be_written_is_told_in_words(filled: Initiative, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read or written: No such file or directory"):
        call_command("backup", str(tmp_path / "nowhere" / "b.zip"))


def test_no_backup_is_put_back_without_what_was_erased_since(
    filled: Initiative, tmp_path: Path, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    first = factories.make_team_member(filled, Role.LEAD, email="first@example.org")
    person = factories.make_team_member(filled, Role.LEAD, name="Canary person", email="canary@example.org")
    ledger: Path = settings.ERASURE_LEDGER
    with django_capture_on_commit_callbacks(execute=True):
        erase(first, by=None)
    old = ledger.read_text()
    path = tmp_path / "b.zip"
    write(path)
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=None)
    whole = ledger.read_text()
    wipe()
    ledger.unlink()
    nothing = rows_of_models()
    for kept in (None, "", "not a ledger\n"):
        if kept is not None:
            ledger.write_text(kept)
        with pytest.raises(CommandError, match=r"there is no ledger.*--no-ledger"):
            call_command("restore", str(path))
    ledger.write_text(old.replace(str(first.pk), str(person.pk)))
    with pytest.raises(CommandError, match="lacks 1 of what the backup itself knows"):
        call_command("restore", str(path))
    assert rows_of_models() == nothing
    ledger.unlink()
    elsewhere = tmp_path / "kept apart.txt"
    elsewhere.write_text(whole)
    call_command("restore", str(path), ledger=elsewhere)
    assert User.objects.get(pk=person.pk).erased_at is not None
    assert not User.objects.filter(email="canary@example.org").exists()


def test_a_ledger_that_cannot_be_written_does_not_say_that_nothing_was_erased(
    filled: Initiative, tmp_path: Path, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.ERASURE_LEDGER = tmp_path / "a folder"
    settings.ERASURE_LEDGER.mkdir()
    person = factories.make_team_member(filled, Role.LEAD)
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=None)
    settings.ERASURE_LEDGER = tmp_path / "erasures.txt"
    assert Erasure.write_ledger() >= 1
    assert str(person.pk) in settings.ERASURE_LEDGER.read_text()


def test_a_refusal_is_a_fault_of_its_own_kind() -> None:
    with pytest.raises(BackupError, match="lies in the folder"):
        write(storage() / "c.zip")
