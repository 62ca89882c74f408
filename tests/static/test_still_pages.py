"""A page that is led somewhere stands there at once: while it glides, a finger misses what it presses."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.core

STATIC = Path(__file__).resolve().parents[2] / "static"


@pytest.mark.parametrize("path", sorted(STATIC.glob("*/*.[cj]s*")), ids=lambda path: path.name)
def test_no_page_glides(path: Path) -> None:
    assert "smooth" not in path.read_text(encoding="utf-8")
