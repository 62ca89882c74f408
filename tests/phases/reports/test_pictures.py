"""Every picture of progress or of people says what its numbers say: for nothing, one, nearly all, all and too many."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from phases.models import GateDecision
from phases.progress.attendance import _cell
from phases.progress.cycle import cycle_of
from phases.progress.progress import InitiativeProgress, PhaseProgress
from phases.templatetags.roadmap import bars_of, phase_strip
from projects.organisations.palette import WHITE, contrast
from tests.conftest import House, Road
from tests.phases.progress.geometry import corners

pytestmark = [pytest.mark.django_db, pytest.mark.core]

ALL = 15
PASSED = GateDecision(kind="go", decided_on=date(2026, 11, 1))
LEAST = {"cycle": 0.04, "bars": 5 / 35, "strip": 16 / 271}
"""What is drawn at least once a phase has begun, so that one sees it."""


def progress(road: Road, done: int, *, passed: bool) -> InitiativeProgress:
    """Make four phases in which so much of fifteen is done; their gates were passed, or not."""
    return InitiativeProgress(
        tuple(
            PhaseProgress(phase, 5, min(done, 5), 10, max(0, done - 5), PASSED if passed else None)
            for phase in road.phases
        )
    )


def filled(track: str, done: str) -> float:
    """Return the part of a flat arrow that is filled, as eyes measure it."""
    if not done:
        return 0.0
    (start, full), (from_, end) = (
        [float(number) for number in re.findall(r"[MH](-?[\d.]+)", path)[:2]] for path in (track, done)
    )
    assert from_ == start
    return (end - start) / (full - start)


def filled_ring(track: str, done: str) -> float:
    """Return the part of an arrow along the ring that is filled, as eyes measure it."""
    if not done:
        return 0.0
    (start, full), (from_, end) = ([angle for angle, _radius in corners(path)[:2]] for path in (track, done))
    assert from_ == start
    return (end - start) / (full - start)


@pytest.mark.parametrize("passed", [False, True], ids=["not passed", "passed"])
@pytest.mark.parametrize("done", [0, 1, 7, ALL - 1, ALL, ALL + 1])
def test_what_is_filled_is_what_is_done(done: int, passed: bool, house: House, road: Road) -> None:
    rows = progress(road, done, passed=passed)
    wanted = 1.0 if passed else min(1.0, done / ALL)
    drawn = {
        "cycle": [filled_ring(each.track, each.done) for each in cycle_of(house.initiative, rows).quadrants],
        "bars": [filled(each.track, each.done) for each in bars_of(rows)],
        "strip": [
            filled(each["bar"].track, each["bar"].done)
            for each in phase_strip(house.initiative, rows, road.phases[0])["strip"]
        ],
    }
    for name, parts in drawn.items():
        least = max(wanted, LEAST[name]) if done else wanted
        assert parts == [pytest.approx(least, abs=0.01)] * 4, name


@pytest.mark.parametrize("most", [1, 2, 4, 40])
def test_more_people_in_the_room_are_never_lighter_and_nobody_is_no_shade(most: int) -> None:
    steps = [_cell(people, most).step for people in range(1, most + 1)]
    assert steps == sorted(steps)
    assert set(steps) <= {f"h{number}" for number in range(1, 6)}
    assert most < 5 or {steps[0], steps[-1]} == {"h1", "h5"}
    assert (_cell(0, most).step, _cell(None, most).step) == ("hx", "h0")


def css(name: str) -> str:
    return (Path(settings.BASE_DIR) / "static" / "css" / name).read_text()


def test_the_shades_of_the_room_grow_darker_step_by_step() -> None:
    on_screen = re.findall(r"\.heat \.h[1-5] { background: var\(--accent(?:-(\d+))?\)", css("app.css"))
    assert [int(tone or 500) for tone in on_screen] == [50, 100, 200, 300, 500]
    on_paper = re.findall(r"\.heat \.h[1-5] {[^}]*background: var\([^,]+, (#\w{6})\)", css("report.css"))
    dark = [contrast(colour, WHITE) for colour in on_paper]
    assert len(dark) == 5
    assert dark == sorted(set(dark))
