"""The content files as they are, for the tests of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from tests.content.language import both_languages, words

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
METHOD = (
    "purpose",
    "use_when",
    "avoid_when",
    "preparation",
    "materials",
    "steps",
    "tips",
    "inclusion",
    "pitfalls",
)
QUESTION = ("why", "steps", "done_when", "pitfalls", "record")


def read(name: str) -> dict[str, Any]:
    """Return what one file says."""
    content: dict[str, Any] = yaml.safe_load((FIXTURES / name).read_text(encoding="utf-8"))
    return content


def roadmap() -> list[dict[str, Any]]:
    """Return the four phases in their order."""
    files = [read(f"roadmap/{path.name}") for path in (FIXTURES / "roadmap").glob("*.yaml")]
    return sorted(files, key=lambda file: int(file["phase"]["number"]))


def kinds() -> dict[str, list[dict[str, Any]]]:
    """Return everything that is published, by kind."""
    files = roadmap()
    return {
        "phase": [file["phase"] for file in files],
        "question": [row for file in files for row in file["questions"]],
        "item": [row for file in files for row in file["checklist"]],
        "problem": read("problems.yaml")["problems"],
        "method": [
            row
            for path in sorted((FIXTURES / "methods").glob("*.yaml"))
            for row in read(f"methods/{path.name}")["methods"]
        ],
        "term": read("glossary.yaml")["terms"],
    }


def texts() -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every bilingual text with the way to it."""
    for kind, rows in kinds().items():
        for row in rows:
            yield from both_languages(row, kind)


def count(row: dict[str, Any], language: str, keys: tuple[str, ...] = ()) -> int:
    """Count the words of a row in one language, of all its texts or of those under `keys`."""
    parts = [row.get(key) for key in keys] if keys else [row]
    return sum(len(words(text[language])) for part in parts for _where, text in both_languages(part))
