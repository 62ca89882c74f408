"""A run that checks less than is promised fails."""

import subprocess
import sys
from pathlib import Path

from tests.counting import AT_NIGHT, COUNTED, too_few

FLOORS = {name: floor for name, (floor, _words) in COUNTED.items()}


def test_what_is_reached_is_enough_and_one_less_is_not() -> None:
    assert too_few(FLOORS, FLOORS) == []
    for name, floor in FLOORS.items():
        assert bool(too_few({**FLOORS, name: floor - 1}, FLOORS)) or floor == 0
    assert len(too_few({}, AT_NIGHT)) == len(AT_NIGHT)


def test_a_whole_run_with_too_few_checks_ends_as_failed(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_one.py").write_text("def test_one():\n    pass\n")
    (tmp_path / "conftest.py").write_text(
        f"import sys\nsys.path.insert(0, {str(root)!r})\n"
        "from tests.counting import pytest_sessionfinish, pytest_terminal_summary\n"
    )
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\ntestpaths = tests\naddopts = -m 'not night' -p no:django\nmarkers = night: x\n"
    )
    whole = subprocess.run(
        [sys.executable, "-m", "pytest"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "1 passed" in whole.stdout
    assert "trust, too few: 0 checks of route" in whole.stdout
    assert whole.returncode == 1
    some = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/test_one.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert some.returncode == 0
