"""The cycle as a picture, and unrolled as bars: paths for SVG, computed here and drawn by the templates.

The view box is 240 by 240 with its centre at 120, 120. A quadrant is an arrow that runs clockwise from 4 to 79
degrees after its quarter; its head and its notch take 7 degrees more. Numbers are in those units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sin
from typing import Literal

CENTRE = 120.0
MIDDLE = 96.0
TAIL, SPAN, HEAD = 4.0, 75.0, 7.0
THIN, THICK = 9.0, 17.0
LEAST = 0.04

Gate = Literal["none", "open", "taken"]


@dataclass(frozen=True)
class CyclePhase:
    """What the cycle shows of one phase; `url` is empty where there is nothing to click, as on paper."""

    number: int
    name: str
    url: str
    done_count: int
    all_count: int
    current: bool
    gate: Gate
    finished: bool
    state_text: str

    @property
    def share(self) -> float:
        """Return the part of the arrow that is filled: all once the gate was passed, and never more than all."""
        if self.finished:
            return 1.0
        return min(1.0, self.done_count / self.all_count) if self.all_count else 0.0


@dataclass(frozen=True)
class Point:
    """A place in the view box."""

    x: float
    y: float


@dataclass(frozen=True)
class Quadrant:
    """One phase as drawn: the track, the part done (empty when not begun), and the mark inside the band."""

    phase: CyclePhase
    track: str
    done: str
    mark: Point
    text: Point
    tick: str
    diamond: str


@dataclass(frozen=True)
class Cycle:
    """The whole picture with its title in words."""

    id: str
    title: str
    quadrants: tuple[Quadrant, ...]
    current: CyclePhase | None


def at(degrees: float, radius: float) -> Point:
    """Return the place at an angle, clockwise from twelve o'clock."""
    angle = radians(degrees)
    return Point(round(CENTRE + radius * sin(angle), 2), round(CENTRE - radius * cos(angle), 2))


def arrow(quarter: int, half: float, share: float = 1.0) -> str:
    """Return the path of an arrow along the ring that covers `share` of its quadrant."""
    tail = 90 * quarter + TAIL
    end = tail + SPAN * share
    outer, inner = MIDDLE + half, MIDDLE - half
    a, b, tip = at(tail, outer), at(end, outer), at(end + HEAD, MIDDLE)
    c, d, notch = at(end, inner), at(tail, inner), at(tail + HEAD, MIDDLE)
    return (
        f"M{a.x} {a.y}A{outer:g} {outer:g} 0 0 1 {b.x} {b.y}L{tip.x} {tip.y}L{c.x} {c.y}"
        f"A{inner:g} {inner:g} 0 0 0 {d.x} {d.y}L{notch.x} {notch.y}Z"
    )


def diamond(degrees: float, half: float = 6.0) -> str:
    """Return the path of a gate at an angle of the ring."""
    p = at(degrees, MIDDLE)
    points = ((p.x, p.y - half), (p.x + half, p.y), (p.x, p.y + half), (p.x - half, p.y))
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + "Z"


def build_cycle(rows: Sequence[CyclePhase], *, id: str, title: str) -> Cycle:  # noqa: A002 - the id in HTML
    """Draw the cycle of four phases; `title` says in a sentence what it shows."""
    quadrants = tuple(_quadrant(quarter, row) for quarter, row in enumerate(rows))
    return Cycle(id, title, quadrants, next((row for row in rows if row.current), None))


def home_arrows() -> list[tuple[int, str, Point]]:
    """Return the four arrows of the first page, all filled: number, path, and where the number stands."""
    spots = [at(90 * quarter + TAIL + SPAN / 2 + HEAD / 2, MIDDLE) for quarter in range(4)]
    return [(q + 1, arrow(q, THICK), Point(spot.x, round(spot.y + 6.5, 2))) for q, spot in enumerate(spots)]


def home_gates() -> list[str]:
    """Return the three gates of the first page."""
    return [diamond(90 * quarter + 93.2) for quarter in range(3)]


def _quadrant(quarter: int, row: CyclePhase) -> Quadrant:
    half = THICK if row.current else THIN
    begun = row.done_count > 0 or row.finished
    mark = at(90 * quarter + 45, 65.0 if row.current else 68.0)
    return Quadrant(
        phase=row,
        track=arrow(quarter, half),
        done=arrow(quarter, half, max(LEAST, row.share)) if begun else "",
        mark=mark,
        text=Point(mark.x, round(mark.y + 5.5, 2)),
        tick=f"M{mark.x - 6:.2f} {mark.y + 0.5:.2f}l4 4.2 8-9",
        diamond=diamond(90 * quarter + 93.2) if row.gate != "none" else "",
    )


@dataclass(frozen=True)
class Bar:
    """An arrow laid flat: the track and the part done (empty when not begun)."""

    track: str
    done: str


@lru_cache(maxsize=2048)
def small_bar(place: int, share: float, *, current: bool, done: bool, begun: bool) -> Bar:
    """Draw a phase as an arrow in the `place`-th box of 42 by 18, 45 apart; the current one is 16 high, others 10."""
    left, high = 45 * place + 1, 8.0 if current else 5.0
    track = _flat(left, left + 35, 5, 9, high)
    return Bar(
        track, track if done else _flat(left, left + max(5.0, 35 * share), 5, 9, high) if begun else ""
    )


def strip_bar(share: float, *, current: bool, done: bool, begun: bool) -> Bar:
    """Draw a phase as an arrow in a box of 280 by 20; the current one is 19 high, others 11."""
    high = 9.5 if current else 5.5
    track = _flat(0.5, 271.5, 8, 10, high)
    return Bar(
        track, track if done else _flat(0.5, 0.5 + max(16.0, 271 * share), 8, 10, high) if begun else ""
    )


def _flat(left: float, end: float, head: float, middle: float, high: float) -> str:
    top, bottom = middle - high, middle + high
    return (
        f"M{left:g} {top:g}H{end:.4g}L{end + head:.4g} {middle:g}L{end:.4g} {bottom:g}"
        f"H{left:g}L{left + head:g} {middle:g}Z"
    )
