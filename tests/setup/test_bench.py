"""`make bench` starts and measures: nothing else would say when it does not."""

import os
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
PAGES = ("yardstick", "portfolio", "overview", "phase page", "workshop log", "methods", "answer save")


def test_one_round_measures_every_page(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    environment |= {"EMBEDDED": "true", "DEBUG": "true", "VAR_DIR": str(tmp_path)}
    command = [sys.executable, str(BASE / "scripts" / "bench"), "1"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    lines = done.stdout.splitlines()
    assert [page for page in PAGES if not any(line.startswith(page) for line in lines)] == []
