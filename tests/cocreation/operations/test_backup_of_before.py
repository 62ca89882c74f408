"""A backup from before a model got another name comes back: the table is the same, only the word changed."""

import json
import zipfile
from pathlib import Path

import pytest

from cocreation.operations.backup import restore
from projects.models import IdempotencyKey
from tests.cocreation.operations.damage import agreeing

pytestmark = [pytest.mark.django_db, pytest.mark.core]
KEYS = "rows/projects.submission.jsonl"


def test_the_rows_of_a_renamed_model_come_back(elsewhere: Path) -> None:
    with zipfile.ZipFile(elsewhere) as archive:
        (row,) = archive.read(KEYS).splitlines()
    before = {**json.loads(row), "model": "projects.submission"}
    agreeing(lambda parts: parts.update({KEYS: json.dumps(before).encode() + b"\n"}))(elsewhere)
    restore(elsewhere)
    assert str(IdempotencyKey.objects.get().pk) == before["pk"]


def test_what_is_written_now_has_the_old_name_too(elsewhere: Path) -> None:
    with zipfile.ZipFile(elsewhere) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["rows"]["projects.submission"] == 1
    assert "projects.idempotencykey" not in manifest["rows"]
    assert "projects.0018_idempotency_key" not in manifest["migrations"]
