"""`make bench` starts and measures, and its limits bite: nothing else would say when they do not."""

import importlib.machinery
import importlib.util
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
OWN = ("DATABASE_URL", "REDIS_URL", "PYTEST_XDIST_WORKER")


def limits_of_the_bench() -> Any:
    loader = importlib.machinery.SourceFileLoader("bench_limits", str(SCRIPTS / "bench_limits.py"))
    spec = importlib.util.spec_from_loader("bench_limits", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_limits"] = module  # where its dataclasses look for themselves
    loader.exec_module(module)
    return module


LIMITS = limits_of_the_bench()


def just_enough(name: str) -> Any:
    """Return the most that a page may cost."""
    limit = LIMITS.LIMITS[name]
    return LIMITS.Cost(limit.ratio, limit.statements or 0, limit.kilobytes or 0.0)


@pytest.mark.long
def test_one_round_starts_both_servers_and_measures_every_page(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    environment |= {"VAR_DIR": str(tmp_path)}
    command = [sys.executable, str(SCRIPTS / "with_services"), sys.executable, str(SCRIPTS / "bench")]
    done = subprocess.run(
        [*command, "--rounds", "1", "--seed", "7"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=570,
        check=False,
    )
    assert done.stderr == ""
    seed, *yardsticks, _head, table = done.stdout.split("\n", 4)
    assert seed == "seed 7"
    assert [line.split(":")[0] for line in yardsticks] == ["yardstick /list/", "yardstick /save/"]
    verdicts = {
        name: line.split()[-1]
        for name in LIMITS.LIMITS
        for line in table.splitlines()
        if line.startswith(name)
    }
    assert set(verdicts) == set(LIMITS.LIMITS)
    assert set(verdicts.values()) <= {"OK", "MISS"}
    assert done.returncode == ("MISS" in verdicts.values())


def test_a_page_at_its_limit_is_ok() -> None:
    found = {name: just_enough(name) for name in LIMITS.LIMITS}
    assert "MISS" not in LIMITS.table(found)
    assert LIMITS.status(found) == 0


@pytest.mark.parametrize(
    ("name", "more"),
    [
        (name, more)
        for name, limit in LIMITS.LIMITS.items()
        for more in ("ratio", "statements", "kilobytes")
        if getattr(limit, more) is not None
    ],
)
def test_a_page_above_one_of_its_limits_is_a_miss_and_fails_the_bench(name: str, more: str) -> None:
    good = just_enough(name)
    step = {"ratio": 0.01, "statements": 1, "kilobytes": 0.1}[more]
    found = {name: replace(good, **{more: getattr(good, more) + step})}
    assert LIMITS.table(found).splitlines()[1].endswith("MISS")
    assert LIMITS.status(found) == 1


def test_a_share_of_what_the_yardstick_answers_is_asked() -> None:
    assert LIMITS.share_fits(40.0, 100.0)
    assert not LIMITS.share_fits(39.9, 100.0)
