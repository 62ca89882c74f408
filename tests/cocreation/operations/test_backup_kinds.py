"""A backup of PostgreSQL fills a fresh SQLite, as the embedded mode has it, and one of that fills PostgreSQL again."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from cocreation.operations.backup import restore
from projects.models import User, verify
from tests.cocreation.operations.secrets_kept import secret_of_the_app
from tests.everything import SECRET
from tests.states import files_under, rows_of_models, stored_files, wipe

pytestmark = [pytest.mark.long, pytest.mark.django_db]

FROM_OUTSIDE = frozenset(
    {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "DEBUG", "SECRET_KEY_FALLBACKS"}
)


def embedded(place: Path, *words: str) -> str:
    """Run a command as the embedded mode does, with everything it makes in `place`; give what it says."""
    clean = {name: value for name, value in os.environ.items() if name not in FROM_OUTSIDE}
    keys = {"SECRET_KEY": settings.SECRET_KEY, "AUDIT_KEY": settings.AUDIT_KEY}
    own = {"EMBEDDED": "true", "VAR_DIR": str(place), "ERASURE_LEDGER": str(place / "erasures.txt")}
    told = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env={**clean, **keys, **own, "ALLOWED_HOSTS": "localhost"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


def rows_in(path: Path) -> dict[str, list[Any]]:
    """Return every row of every table in a backup."""
    with zipfile.ZipFile(path) as archive:
        return {
            name: [json.loads(line) for line in archive.read(name).splitlines()]
            for name in archive.namelist()
            if name.startswith("rows/")
        }


def test_there_and_back_again_every_row_and_file_is_equal(backup: Path, tmp_path: Path) -> None:
    assert connection.vendor == "postgresql"
    place, second = tmp_path / "embedded", tmp_path / "second.zip"
    place.mkdir()
    rows, files = rows_of_models(), stored_files()
    embedded(place, "migrate", "--verbosity", "0")
    assert "rows are back" in embedded(place, "restore", str(backup), "--no-ledger")
    assert (place / "database.sqlite3").read_bytes().startswith(b"SQLite format 3")
    assert files_under(place / "files") == files
    embedded(place, "verify_audit")
    embedded(place, "backup", str(second))
    first = rows_in(backup)
    assert [name for name, lines in rows_in(second).items() if lines != first[name]] == []
    assert set(first) == set(rows_in(second))
    assert all(first.values())
    wipe()
    for name in files:
        default_storage.delete(name)
    assert not User.objects.exists()
    restore(second)
    again = rows_of_models()
    assert [label for label in rows if rows[label] != again[label]] == []
    assert stored_files() == files
    assert list(verify()) == []
    assert secret_of_the_app() == SECRET
