"""A backup that was made with other keys is refused in words; with the keys of then it comes back whole."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from django.core.management import CommandError, call_command

from cocreation.operations.backup import check, restore
from cocreation.operations.backup_manifest import BackupError
from projects.models import IdentityProvider, User, verify
from tests.cocreation.operations.secrets_kept import secret_of_the_app
from tests.everything import PROVIDER_SECRET, SECRET
from tests.states import whole_state

pytestmark = [pytest.mark.django_db, pytest.mark.core]

ANOTHER = "another-key-of-this-test-" + "z" * 40


@pytest.mark.parametrize("key", ["SECRET_KEY", "AUDIT_KEY"])
def test_with_another_key_it_is_refused_and_nothing_is_touched(
    key: str, elsewhere: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    setattr(settings, key, ANOTHER)
    before = whole_state()
    with pytest.raises(BackupError, match=f"^{key} is another one than when the backup was made: [^;]*$"):
        restore(elsewhere)
    with pytest.raises(CommandError, match=key):
        call_command("restore", str(elsewhere), no_ledger=True)
    assert whole_state() == before
    call_command("backup", str(elsewhere), check=True)
    assert f"{key} is another one" in capsys.readouterr().out


def test_with_the_same_keys_all_can_be_read(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("backup", str(elsewhere), check=True)
    assert "another one" not in capsys.readouterr().out
    call_command("restore", str(elsewhere), no_ledger=True)
    assert list(verify()) == []
    assert secret_of_the_app() == SECRET
    assert IdentityProvider.objects.get().secret == PROVIDER_SECRET


def test_who_goes_on_knowingly_gets_the_rows_without_what_the_keys_opened(
    elsewhere: Path, settings: Any
) -> None:
    settings.SECRET_KEY = settings.AUDIT_KEY = ANOTHER
    with pytest.raises(BackupError, match=r"SECRET_KEY.*; AUDIT_KEY"):
        restore(elsewhere)
    call_command("restore", str(elsewhere), no_ledger=True, other_keys=True)
    assert User.objects.exists()
    assert {fault.reason for fault in verify()} >= {"the line was changed"}
    with pytest.raises(InvalidToken):
        secret_of_the_app()


def test_the_key_of_then_may_be_an_earlier_one_by_now(elsewhere: Path, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = ANOTHER
    restore(elsewhere)
    assert secret_of_the_app() == SECRET


def test_the_keys_themselves_are_not_in_it(elsewhere: Path, settings: Any) -> None:
    with zipfile.ZipFile(elsewhere) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
        keys = json.loads(archive.read("manifest.json"))["keys"]
    assert set(keys) == {"SECRET_KEY", "AUDIT_KEY"}
    assert len(set(keys.values())) == 2
    assert settings.SECRET_KEY.encode() not in whole
    assert settings.AUDIT_KEY.encode() not in whole
    assert check(elsewhere).keys == keys
