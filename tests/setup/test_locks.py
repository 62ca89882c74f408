"""The locks name versions and hashes, never a place to fetch them from."""

import json
import re
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]
LOCKS = sorted((BASE / "requirements").glob("*.*"))


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_no_lock_holds_an_address(path: Path) -> None:
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links|\bwww\.", path.read_text())


@pytest.mark.parametrize("path", sorted((BASE / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_every_requirement_has_a_version_and_a_hash(path: Path) -> None:
    text = path.read_text().replace("\\\n", " ")
    rows = [row for row in text.splitlines() if row.strip() and not row.lstrip().startswith("#")]
    assert rows
    for row in rows:
        assert re.match(r"[A-Za-z0-9_.\[\]-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", row), row[:60]


def test_the_npm_lock_does_not_say_where_from() -> None:
    def values(node: object) -> set[str]:
        if isinstance(node, dict):
            return set(node) | {key for value in node.values() for key in values(value)}
        return set()

    lock = json.loads((BASE / "package-lock.json").read_text())
    assert len(lock["packages"]) > 10
    assert "resolved" not in values(lock)


def test_the_packages_that_were_chosen_are_locked() -> None:
    text = (BASE / "requirements" / "base.txt").read_text() + (BASE / "requirements" / "test.txt").read_text()
    versions = dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([0-9.]+)", text, re.MULTILINE))
    chosen = {
        "django",
        "django-htmx",
        "django-crispy-forms",
        "psycopg",
        "celery",
        "redis",
        "weasyprint",
        "pytest-django",
    }
    assert chosen <= set(versions)
    assert versions["django"].startswith("5.2.")
    assert int(versions["weasyprint"].split(".")[0]) >= 70
