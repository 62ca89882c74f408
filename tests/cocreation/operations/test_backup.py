"""Everything comes back from a backup: every row, every file; who was erased does not."""

import json
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from cocreation.operations.backup import _models, restore, write
from phases.models import Answer, Outcome
from projects.models import (
    AuditEntry,
    IdentityProvider,
    Initiative,
    Organisation,
    Role,
    StakeholderContact,
    User,
    verify,
)
from projects.privacy.erasure import erase
from tests import factories
from tests.cocreation.conftest import REPORT, REPORT_BYTES
from tests.everything import PROVIDER_SECRET, SECRET
from tests.states import rows_of_models, rows_of_tables, stored_files, wipe

pytestmark = [pytest.mark.django_db, pytest.mark.core]

LEFT_OUT = {
    "projects_session",
    "projects_taskrun",
    "django_migrations",
    "django_content_type",
    "auth_group",
    "auth_permission",
    "auth_group_permissions",
}
"""Tables that a backup leaves out: sign-ins of the moment, and what Django makes by itself."""


def test_there_is_a_row_of_everything_that_is_kept(filled: Initiative) -> None:
    assert [label for label, rows in rows_of_models().items() if not rows] == []
    kept = {model._meta.db_table for model in _models()}
    assert set(rows_of_tables()) == kept | LEFT_OUT
    assert not kept & LEFT_OUT


def test_everything_comes_back(filled: Initiative, backup: Path, record_property: Any) -> None:
    before, tables, files = rows_of_models(), rows_of_tables(), stored_files()
    (logo,) = Organisation.objects.exclude(logo="").values_list("logo", flat=True)
    assert files[REPORT] == REPORT_BYTES
    assert files[logo].startswith(b"\x89PNG")
    wipe()
    for name in files:
        default_storage.delete(name)
    assert not User.objects.exists()
    assert stored_files() == {}
    restore(backup)
    after = rows_of_models()
    assert {label for label in before if before[label] != after[label]} == set()
    assert set(before) == set(after)
    record_property("models with a row", sum(bool(rows) for rows in after.values()))
    assert sum(bool(rows) for rows in after.values()) >= 39
    again = rows_of_tables()
    assert {table for table in tables if tables[table] != again[table]} == {"projects_session"}
    assert stored_files() == files


def test_the_work_goes_on_after_it(filled: Initiative, backup: Path) -> None:
    wipe()
    restore(backup)
    assert list(verify()) == []
    assert get_adapter().decrypt(Authenticator.objects.get().data["secret"]) == SECRET
    assert IdentityProvider.objects.get().secret == PROVIDER_SECRET
    assert filled.updated_by is not None
    lead = User.objects.get(pk=filled.updated_by.pk)
    AuditEntry.record("test.done", by=lead)
    answer = Answer.objects.get()
    answer.finish(by=lead)
    saved = Answer.record(filled, answer.question, "Later", by=lead, version=answer.version)
    assert saved.refused is None
    factories.make_initiative()


def test_the_commands_say_what_they_did(
    filled: Initiative, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "b.zip"
    call_command("backup", str(path))
    assert "and 4 files" in capsys.readouterr().out
    call_command("backup", str(path), check=True)
    with pytest.raises(CommandError, match="there already"):
        call_command("backup", str(path))
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(path), no_ledger=True)
    wipe()
    call_command("restore", str(path), no_ledger=True)
    assert "rows are back" in capsys.readouterr().out


def test_who_was_erased_does_not_come_back(
    filled: Initiative, tmp_path: Path, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    workshop = factories.make_workshop(filled)
    quote = factories.make_outcome(workshop, kind="quote", consent="with-name", speaker="Canary speaker")
    taken_out = factories.make_outcome(workshop, text="Canary words")
    again = factories.make_outcome(workshop, kind="quote", consent="anonymous")
    person = factories.make_team_member(filled, Role.LEAD, name="Canary person", email="canary@example.org")
    group = factories.make_stakeholder(filled, "Neighbours")
    contact = factories.make_contact(group, "Canary contact", email="canary@contact.example")
    staying = factories.make_contact(group, "Still there")
    path = tmp_path / "before.zip"
    with django_capture_on_commit_callbacks(execute=True):
        again.withdraw_consent(by=person)
        values = {"kind": "quote", "text": again.text, "consent": "anonymous", "speaker": ""}
        again.revise(by=person, based_on=again.version, **values)
    write(path)
    with django_capture_on_commit_callbacks(execute=True):
        quote.withdraw_consent(by=person)
        taken_out.remove(by=person)
        contact.remove(by=person)
        erase(person, by=person)
    wipe()
    call_command("restore", str(path))
    text = json.dumps(rows_of_models(), default=str)
    assert "canary" not in text.lower()
    assert User.objects.get(pk=person.pk).erased_at is not None
    assert list(StakeholderContact.objects.filter(stakeholder=group)) == [staying]
    assert list(verify()) == []
    assert Outcome.objects.get(pk=again.pk).consent == "anonymous"
    wipe()
    settings.ERASURE_LEDGER.unlink()
    call_command("restore", str(path), no_ledger=True)
    assert "canary" in json.dumps(rows_of_models(), default=str).lower()


def test_a_backup_that_breaks_off_leaves_no_file(
    filled: Initiative, tmp_path: Path, monkeypatch: Any
) -> None:
    def full(*_args: Any, **_options: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("cocreation.operations.backup._copy", full)
    with pytest.raises(OSError, match="no space"):
        write(tmp_path / "b.zip")
    assert list(tmp_path.glob("b.zip*")) == []
