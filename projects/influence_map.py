"""The map of influence and interest as a picture: where each mark stands, and where its name still fits.

There are two pictures of the same marks. The wide one has names beside the marks; a name that would touch
another mark or name becomes a number with the name in the line below. In the narrow one, for phones, every mark
has a number. Interest runs from left to right, influence from bottom to top, both from 1 to 5.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

STEPS = 5
FONT = 15
NAME_LENGTH = 28
AIR = 3.0


@dataclass(frozen=True)
class MapMark:
    """A group to place; `missing` says that it should be there and is not."""

    name: str
    end_users: bool
    influence: int
    interest: int
    missing: bool = False


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
class Spot:
    """A mark as drawn. With a `number` the name stands below; else it stands at `text_x`, `text_y`."""

    name: str
    end_users: bool
    missing: bool
    x: float
    y: float
    number: int | None = None
    text_x: float = 0.0
    text_y: float = 0.0
    anchor: str = "start"

    def box(self, half: float) -> Box:
        """Give the room the mark takes."""
        return Box(self.x - half, self.y - half, self.x + half, self.y + half)

    @property
    def label(self) -> str:
        """Give the name as it is written beside the mark."""
        return self.name if len(self.name) <= NAME_LENGTH else f"{self.name[: NAME_LENGTH - 1]}…"

    @property
    def baseline(self) -> float:
        """Give where a number in the mark stands."""
        return self.y + 4.5

    @property
    def corner(self) -> tuple[float, float]:
        """Give the left upper corner of the mark as a square, for those who are no end users."""
        half = 8.0 if self.number is None else 11.0
        return self.x - half, self.y - half


@dataclass(frozen=True)
class InfluenceMap:
    """Both pictures; `rest` are the marks of the wide one whose names stand below it."""

    wide: tuple[Spot, ...]
    narrow: tuple[Spot, ...]

    @property
    def rest(self) -> list[Spot]:
        """Give the numbered marks of the wide picture."""
        return [spot for spot in self.wide if spot.number is not None]


WIDE_FRAME = Box(52, 16, 700, 520)
WIDE_TITLES = (Box(60, 22, 220, 48), Box(530, 22, 692, 48), Box(60, 486, 240, 512), Box(530, 486, 692, 512))
NARROW_FRAME = Box(30, 6, 344, 326)


def build_map(marks: Sequence[MapMark]) -> InfluenceMap:
    """Place the marks in both pictures."""
    wide = _named(_placed(marks, WIDE_FRAME, apart=34.0, margin=52.0))
    narrow = [
        replace(spot, number=number)
        for number, spot in enumerate(_placed(marks, NARROW_FRAME, apart=30.0, margin=26.0), 1)
    ]
    return InfluenceMap(tuple(wide), tuple(narrow))


def _placed(marks: Sequence[MapMark], frame: Box, *, apart: float, margin: float) -> list[Spot]:
    """Give each mark its place; those at the same place go round it in growing rings."""
    taken: dict[tuple[int, int], int] = {}
    spots = []
    for mark in marks:
        cell = (mark.interest, mark.influence)
        count = taken[cell] = taken.get(cell, -1) + 1
        dx, dy = _ring(count)
        x = _along(frame.left, frame.right, margin, mark.interest) + dx * apart
        y = _along(frame.bottom, frame.top, -margin, mark.influence) + dy * apart
        x = min(max(x, frame.left + 16), frame.right - 16)
        y = min(max(y, frame.top + 16), frame.bottom - 16)
        spots.append(Spot(mark.name, mark.end_users, mark.missing, round(x, 1), round(y, 1)))
    return spots


def _along(start: float, end: float, margin: float, step: int) -> float:
    begin, finish = start + margin, end - margin
    return begin + (finish - begin) * (step - 1) / (STEPS - 1)


def _ring(count: int) -> tuple[int, int]:
    """Give the steps aside for the mark that comes after `count` others at one place: a growing square spiral."""
    x = y = 0
    dx, dy, leg, walked, turns = 0, 1, 1, 0, 0
    for _step in range(count):
        x, y, walked = x + dx, y + dy, walked + 1
        if walked == leg:
            dx, dy, walked, turns = -dy, dx, 0, turns + 1
            leg += turns % 2 == 0
    return x, y


def _named(spots: list[Spot]) -> list[Spot]:
    """Put each name at the first place where it touches nothing; missing groups and end users choose first."""
    full: list[Box] = [*WIDE_TITLES, *(spot.box(10) for spot in spots)]
    order = sorted(
        range(len(spots)), key=lambda i: (not spots[i].missing, not spots[i].end_users, spots[i].y)
    )
    named = list(spots)
    numbers = 0
    for i in order:
        own = spots[i].box(10)
        others = [box for box in full if box != own]
        for spot, box in _places(spots[i]):
            if box.within(WIDE_FRAME) and not any(box.touches(other) for other in others):
                named[i] = spot
                full.append(box)
                break
        else:
            numbers += 1
            named[i] = replace(spots[i], number=numbers)
    return named


def _places(spot: Spot) -> Iterator[tuple[Spot, Box]]:
    """Yield the eight places of a name: right, left, below, above, then the diagonals."""
    width = len(spot.label) * FONT * (0.585 if spot.end_users or spot.missing else 0.55)
    for anchor, dx, dy in (
        ("start", 14, 5),
        ("end", -14, 5),
        ("middle", 0, 28),
        ("middle", 0, -16),
        ("start", 10, 24),
        ("end", -10, 24),
        ("start", 10, -12),
        ("end", -10, -12),
    ):
        x, y = spot.x + dx, spot.y + dy
        left = x if anchor == "start" else x - width if anchor == "end" else x - width / 2
        yield replace(spot, text_x=x, text_y=y, anchor=anchor), Box(left, y - 12, left + width, y + 4)
