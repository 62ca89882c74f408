"""Marks of the map of influence and interest, and the names that fit beside them.

A name that would touch another mark or name, a title of a quarter or the edge becomes a number in its mark.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

FONT = 15
LINE = 18.0
NAME_LENGTH = 28
AIR = 3.0
WIDTHS = {True: 0.585, False: 0.55}  # of a letter, bold and not, as a part of the size of the type


@dataclass(frozen=True)
class Box:
    """A rectangle in the units of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        """Tell whether there is less than a little air between the two."""
        return (
            self.left < other.right + AIR
            and other.left < self.right + AIR
            and self.top < other.bottom + AIR
            and other.top < self.bottom + AIR
        )

    def within(self, other: "Box") -> bool:
        """Tell whether it lies inside another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Line:
    """A line of a name as drawn: the place of its foot."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Spot:
    """A mark as drawn. With a `number` the name stands below the map, else in one or two `lines` beside it."""

    name: str
    end_users: bool
    missing: bool
    x: float
    y: float
    number: int | None = None
    lines: tuple[Line, ...] = ()
    anchor: str = "start"

    @property
    def half(self) -> float:
        """Give half the side of a square mark, or the radius of a round one; a number needs more room."""
        return {(True, True): 12, (True, False): 11, (False, True): 8.5, (False, False): 8}[
            self.number is not None, self.end_users
        ]

    @property
    def ring(self) -> float:
        """Give the radius of the ring round a group that is missing."""
        return 15 if self.number is None else 17

    @property
    def box(self) -> Box:
        """Give the room the mark takes."""
        half = self.ring + 1 if self.missing else self.half + 1.5
        return Box(self.x - half, self.y - half, self.x + half, self.y + half)

    @property
    def baseline(self) -> float:
        """Give where a number in the mark stands."""
        return self.y + 4.5

    @property
    def side(self) -> float:
        """Give the side of a square mark."""
        return 2 * self.half

    @property
    def corner(self) -> tuple[float, float]:
        """Give the left upper corner of a square mark."""
        return self.x - self.half, self.y - self.half


def named(spots: Sequence[Spot], frame: Box, titles: Sequence[Box]) -> list[Spot]:
    """Put each name at the first place where it touches nothing; missing groups and end users choose first."""
    marks = [spot.box for spot in spots]
    taken = list(titles)
    order = sorted(
        range(len(spots)), key=lambda i: (not spots[i].missing, not spots[i].end_users, spots[i].y)
    )
    result = list(spots)
    numbers = 0
    for i in order:
        full = [*taken, *marks[:i], *marks[i + 1 :]]
        for spot, box in _places(spots[i]):
            if box.within(frame) and not any(box.touches(other) for other in full):
                result[i] = spot
                taken.append(box)
                break
        else:
            numbers += 1
            result[i] = replace(spots[i], number=numbers)
    return result


def name_lines(name: str) -> list[str]:
    """Break a name into at most two lines; what does not fit is left out and three dots stand for it."""
    if len(name) <= NAME_LENGTH:
        return [name]
    room = name.rfind(" ", 0, NAME_LENGTH + 1)
    if room < 1:
        return [_cut(name)]
    first, second = name[:room].rstrip(), name[room:].strip()
    return [first, second if len(second) <= NAME_LENGTH else _cut(second)]


def _cut(text: str) -> str:
    return text[: NAME_LENGTH - 1].rstrip() + "…"


def _places(spot: Spot) -> Iterator[tuple[Spot, Box]]:
    """Yield the eight places of a name: right, left, below, above, then the diagonals."""
    lines = name_lines(spot.name)
    width = max(map(len, lines)) * FONT * WIDTHS[spot.end_users or spot.missing]
    high = LINE * (len(lines) - 1) + 16
    aside = spot.box.right - spot.x + 4.5
    low, top = aside, -aside - high
    for anchor, dx, dy in (
        ("start", aside, -high / 2 + 1),
        ("end", -aside, -high / 2 + 1),
        ("middle", 0.0, low),
        ("middle", 0.0, top),
        ("start", aside - 4, low),
        ("end", 4 - aside, low),
        ("start", aside - 4, top),
        ("end", 4 - aside, top),
    ):
        x, y = round(spot.x + dx, 1), round(spot.y + dy, 1)
        left = x if anchor == "start" else x - width if anchor == "end" else x - width / 2
        drawn = tuple(Line(text, x, y + 12 + LINE * n) for n, text in enumerate(lines))
        yield replace(spot, lines=drawn, anchor=anchor), Box(left, y, left + width, y + high)
