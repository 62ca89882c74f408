"""The geometry of the cycle and its bars, as the design fixes it, and what the templates make of it."""

import re
from collections.abc import Callable
from functools import partial

import pytest

from phases.progress.cycle_drawing import (
    CyclePhase,
    Gate,
    Quadrant,
    arrow,
    build_cycle,
    home_arrows,
    home_gates,
    small_bar,
    strip_bar,
)
from tests.phases.progress.geometry import NUMBER, Pair, corners, polar

pytestmark = pytest.mark.core


def phase(number: int, done: int = 0, *, current: bool = False, gate: Gate = "open") -> CyclePhase:
    """Make a phase with 15 points, of which so many are done."""
    finished = gate == "taken"
    return CyclePhase(
        number, f"Phase {number}", f"/p/{number}/", done, 15, current, gate, finished, f"{done} of 15"
    )


def story() -> list[CyclePhase]:
    """Return the state of the reference pictures: two gates passed, the third phase on its way."""
    return [
        phase(1, 15, gate="taken"),
        phase(2, 14, gate="taken"),
        phase(3, 6, current=True),
        phase(4, 3, gate="none"),
    ]


def drawn(rows: list[CyclePhase] | None = None) -> tuple[Quadrant, ...]:
    """Return the four quadrants."""
    return build_cycle(rows or story(), id="ring", title="Phase 3 of 4").quadrants


def near(found: list[Pair], wanted: list[Pair]) -> bool:
    """Tell whether angles and radii agree to what two decimals can hold."""
    return all(a == pytest.approx(b, abs=0.15) for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize(("half", "inner", "outer"), [(9, 87, 105), (17, 79, 113)])
def test_an_arrow_runs_from_4_to_79_degrees_of_its_quarter(
    quarter: int, half: float, inner: float, outer: float
) -> None:
    tail, end = 90 * quarter + 4, 90 * quarter + 79
    wanted = [(tail, outer), (end, outer), (end + 7, 96), (end, inner), (tail, inner), (tail + 7, 96)]
    assert near(corners(arrow(quarter, half)), [(float(a), float(r)) for a, r in wanted])


def test_paths_have_at_most_two_decimals() -> None:
    paths = [path for quadrant in drawn() for path in (quadrant.track, quadrant.done, quadrant.diamond)]
    assert not re.search(r"\.\d{3}", "".join(paths))


@pytest.mark.parametrize(("done", "angle"), [(15, 75.0), (6, 30.0), (3, 15.0), (1, 5.0)])
def test_progress_ends_at_its_share_of_75_degrees(done: int, angle: float) -> None:
    quadrant = drawn([phase(1, done, current=True), *story()[1:]])[0]
    assert corners(quadrant.done)[1][0] == pytest.approx(4 + angle, abs=0.15)


def test_a_phase_just_begun_shows_at_least_4_percent() -> None:
    row = CyclePhase(1, "Phase 1", "", 1, 100, True, "open", False, "1 of 100")
    assert corners(drawn([row, *story()[1:]])[0].done)[1][0] == pytest.approx(4 + 3, abs=0.15)


def test_a_phase_not_begun_shows_no_progress() -> None:
    assert drawn([phase(1, current=True), *story()[1:]])[0].done == ""
    nothing = CyclePhase(4, "Phase 4", "", 0, 0, False, "none", False, "nothing to do")
    assert drawn([*story()[:3], nothing])[3].done == ""


def test_a_phase_whose_gate_is_passed_is_full_whatever_its_count() -> None:
    second = drawn()[1]
    assert second.phase.done_count == 14
    assert second.done == second.track


def test_only_the_current_phase_is_thick() -> None:
    radii = [corners(quadrant.track)[0][1] for quadrant in drawn()]
    assert radii == pytest.approx([105, 105, 113, 105], abs=0.1)


def test_gates_are_three_diamonds_in_the_notches() -> None:
    gates = [quadrant.diamond for quadrant in drawn() if quadrant.diamond]
    assert len(gates) == 3
    assert gates == home_gates()
    for gate, angle in zip(gates, (93.2, 183.2, 273.2), strict=True):
        numbers = [float(number) for number in NUMBER.findall(gate)]
        xs, ys = numbers[::2], numbers[1::2]
        assert polar(sum(xs) / 4, sum(ys) / 4) == pytest.approx((angle, 96), abs=0.15)
        assert (max(xs) - min(xs), max(ys) - min(ys)) == pytest.approx((12, 12), abs=0.02)


def test_numbers_stand_inside_the_band() -> None:
    marks = [polar(quadrant.mark.x, quadrant.mark.y) for quadrant in drawn()]
    assert near(marks, [(45, 68), (135, 68), (225, 65), (315, 68)])


def test_the_arrows_of_the_first_page_are_thick_and_full_with_their_number_inside() -> None:
    arrows = home_arrows()
    assert [number for number, _path, _spot in arrows] == [1, 2, 3, 4]
    for quarter, (_number, path, spot) in enumerate(arrows):
        assert path == arrow(quarter, 17)
        assert polar(spot.x, spot.y - 6.5) == pytest.approx((90 * quarter + 45, 96), abs=0.15)


def test_the_cycle_knows_where_the_initiative_stands() -> None:
    cycle = build_cycle(story(), id="ring", title="Phase 3 of 4")
    assert cycle.current is not None
    assert cycle.current.number == 3


@pytest.mark.parametrize(
    ("draw", "width", "high", "low", "least"),
    [(partial(small_bar, 0), 42, 16, 10, 5), (strip_bar, 280, 19, 11, 16)],
    ids=["small", "strip"],
)
def test_bars(draw: Callable[..., object], width: float, high: float, low: float, least: float) -> None:
    def of(share: float, *, current: bool = False, done: bool = False, begun: bool = True) -> tuple[str, str]:
        bar = draw(share, current=current, done=done, begun=begun)
        return bar.track, bar.done  # type: ignore[attr-defined]

    def end(path: str) -> float:
        return float(path.split("H")[1].split("L", maxsplit=1)[0])

    def height(path: str) -> float:
        top, bottom = NUMBER.findall(path)[1], NUMBER.findall(path)[6]
        return float(bottom) - float(top)

    track, done = of(0.5)
    assert end(track) < width
    start = float(NUMBER.findall(track)[0])
    assert end(done) - start == pytest.approx((end(track) - start) / 2, abs=0.1)
    assert end(of(0.001)[1]) - start == pytest.approx(least)
    assert of(0.0, begun=False)[1] == ""
    assert of(0.9, done=True)[1] == track
    assert height(of(0.5, current=True)[0]) == high
    assert height(track) == low
