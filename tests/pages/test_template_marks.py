"""Marks in templates that show wrongly on the page: a space before a comma, a warning in the colour of nothing else."""

import re
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.core

INCLUDE_THEN_COMMA = re.compile(r"\{% include [^%]*%\}(?:\{% (?:if|else|endif)[^%]*%\})*[,.;:)]")
"""An included file ends with a line end, which shows as a space."""


def faulty(pattern: str | re.Pattern[str]) -> list[str]:
    """Return the templates in which a pattern is found."""
    templates = Path(settings.BASE_DIR) / "templates"
    return [path.name for path in templates.rglob("*.html") if re.search(pattern, path.read_text())]


def test_no_comma_stands_behind_an_included_file() -> None:
    assert faulty(INCLUDE_THEN_COMMA) == []


def test_a_warning_is_ochre_and_not_the_blue_of_the_package() -> None:
    assert faulty("utrecht-alert--warning") == []
