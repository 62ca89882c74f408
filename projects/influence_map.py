"""The map of influence and interest as a picture: where each mark stands, and where its name still fits.

There are two pictures of the same marks. The wide one has names beside the marks; a name that would touch
another mark or name becomes a number with the name in the line below. In the narrow one, for phones, every mark
has a number. Interest runs from left to right, influence from bottom to top, both from 1 to 5.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, dist, hypot

from .map_names import Box, Spot, named

STEPS = 5
EDGE = 14.0
CLOSER = 0.85

Place = tuple[float, float]


@dataclass(frozen=True)
class MapMark:
    """A group to place; `missing` says that it should be there and is not."""

    name: str
    end_users: bool
    influence: int
    interest: int
    missing: bool = False


@dataclass(frozen=True)
class InfluenceMap:
    """Both pictures; `rest` are the marks of the wide one whose names stand below it."""

    wide: tuple[Spot, ...]
    narrow: tuple[Spot, ...]

    @property
    def rest(self) -> list[Spot]:
        """Give the numbered marks of the wide picture, in the order of their numbers."""
        return sorted((spot for spot in self.wide if spot.number), key=lambda spot: spot.number or 0)


@dataclass(frozen=True)
class Field:
    """One of the two pictures: its frame, the titles of its quarters, where the scales run, what marks keep apart."""

    frame: Box
    titles: tuple[Box, ...]
    scales: Box
    apart: float

    def place(self, mark: MapMark) -> Place:
        """Give the place that belongs to the influence and interest of a group."""
        box = self.scales
        across, up = (mark.interest - 1) / (STEPS - 1), (mark.influence - 1) / (STEPS - 1)
        return box.left + (box.right - box.left) * across, box.bottom - (box.bottom - box.top) * up

    def offers(self, place: Place) -> bool:
        """Tell whether a mark may stand here: inside the frame and off the titles."""
        x, y = place
        room = Box(x - EDGE, y - EDGE, x + EDGE, y + EDGE)
        return room.within(self.frame) and not any(room.touches(title) for title in self.titles)


WIDE = Field(
    frame=Box(52, 16, 700, 520),
    titles=(Box(60, 28, 220, 48), Box(530, 28, 692, 48), Box(60, 490, 240, 510), Box(530, 490, 692, 510)),
    scales=Box(104, 68, 648, 468),
    apart=34,
)
NARROW = Field(
    frame=Box(30, 6, 344, 326),
    titles=(Box(34, 11, 160, 25), Box(214, 11, 340, 25), Box(34, 309, 160, 323), Box(214, 309, 340, 323)),
    scales=Box(56, 46, 318, 286),
    apart=30,
)


def build_map(marks: Sequence[MapMark]) -> InfluenceMap:
    """Place the marks in both pictures."""
    wide = named(_placed(marks, WIDE), WIDE.frame, WIDE.titles)
    narrow = [replace(spot, number=number) for number, spot in enumerate(_placed(marks, NARROW), 1)]
    return InfluenceMap(tuple(wide), tuple(narrow))


def _placed(marks: Sequence[MapMark], field: Field) -> list[Spot]:
    """Give each mark its place; so many groups that they do not fit stand closer."""
    apart = field.apart
    while (places := _spread([field.place(mark) for mark in marks], field, apart)) is None:
        apart *= CLOSER
    return [
        Spot(mark.name, mark.end_users, mark.missing, *place)
        for mark, place in zip(marks, places, strict=True)
    ]


class Crowd:
    """Places that are taken, found again by the square of the plane they lie in."""

    def __init__(self, apart: float) -> None:
        """Begin empty; two places are too close when nearer than this."""
        self.apart = apart
        self.squares: dict[tuple[int, int], list[Place]] = {}

    def add(self, place: Place) -> None:
        """Take a place."""
        self.squares.setdefault(self._square(place), []).append(place)

    def presses(self, place: Place) -> bool:
        """Tell whether a taken place is too close."""
        column, row = self._square(place)
        around = ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        return any(
            dist(place, other) < self.apart - 0.1 for key in around for other in self.squares.get(key, ())
        )

    def _square(self, place: Place) -> tuple[int, int]:
        return int(place[0] // self.apart), int(place[1] // self.apart)


def _spread(wanted: Sequence[Place], field: Field, apart: float) -> list[Place] | None:
    """Push places aside in equal steps until none are too close; None when there are too many.

    The first group at each place stays there: it is the later ones that move.
    """
    crowd = Crowd(apart)
    found: dict[int, Place] = {wanted.index(place): place for place in set(wanted)}
    for place in found.values():
        crowd.add(place)
    for index, (x, y) in enumerate(wanted):
        if index in found:
            continue
        tried = ((round(x + dx * apart, 1), round(y + dy * apart, 1)) for dx, dy in _spiral(field, apart))
        free = next((place for place in tried if field.offers(place) and not crowd.presses(place)), None)
        if free is None:
            return None
        found[index] = free
        crowd.add(free)
    return [found[index] for index in range(len(wanted))]


def _spiral(field: Field, apart: float) -> Iterator[tuple[int, int]]:
    """Yield steps aside, ring by ring and in each ring the nearest first, as far as the frame can reach."""
    rings = ceil((field.frame.bottom + field.frame.right) / apart)
    for ring in range(1, rings):
        square = [(x, y) for x in range(-ring, ring + 1) for y in range(-ring, ring + 1)]
        yield from sorted((step for step in square if max(map(abs, step)) == ring), key=lambda s: hypot(*s))
