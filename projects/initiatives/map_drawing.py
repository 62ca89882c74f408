"""The map of influence and interest as a picture: five by five places, one for each pair of scores.

A mark never leaves its place: equal scores stand together, in a frame, in the order of the register. Interest runs from
left to right, influence from bottom to top, both from 1 to 5.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from ..models import Level
from .map_groups import HIGH, Numbered, advice_on

STEPS = len(Level.values)
AIR = 3.0


@dataclass(frozen=True)
class Spot:
    """A mark as drawn."""

    group: Numbered
    x: float
    y: float


@dataclass(frozen=True)
class Rectangle:
    """A rectangle in the units of a picture."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Place:
    """The groups of one pair of scores: their marks, or how many they are when their marks do not fit."""

    influence: int
    interest: int
    x: float
    y: float
    count: int
    spots: tuple[Spot, ...]
    frame: Rectangle | None


@dataclass(frozen=True)
class Corner:
    """A field of four places that names one advice."""

    box: Rectangle
    advice: str
    x: float
    y: float
    anchor: str
    strong: bool


@dataclass(frozen=True)
class Label:
    """A word of a scale."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Field:
    """The measures of a picture: where its grid begins, how large a place and a mark are, how many marks fit."""

    left: float
    top: float
    cell: float
    half: float
    columns: int
    most: int
    type: float
    small: float
    inside: float
    """How far marks of the first and last row stand aside for the name of their corner, inside the grid."""
    words: tuple[int, ...]

    @property
    def side(self) -> float:
        return STEPS * self.cell

    @property
    def width(self) -> float:
        return self.left + self.side + 2

    @property
    def height(self) -> float:
        """Return the height of the picture, with the words below the grid."""
        return self.bottom + 3.4 * self.type + (0 if self.inside else 1.2 * self.type)

    @property
    def bottom(self) -> float:
        """Return where the grid ends below."""
        return self.top + self.side

    @property
    def right(self) -> float:
        """Return where the grid ends to the right."""
        return self.left + self.side

    @property
    def across_at(self) -> tuple[float, float]:
        """Return where the question about interest stands."""
        return self.left + self.side / 2, self.height - 0.5 * self.type

    @property
    def up_at(self) -> tuple[float, float]:
        """Return where the question about influence stands."""
        return 1.1 * self.type, self.top + self.side / 2

    def place(self, influence: int, interest: int) -> tuple[float, float]:
        """Return the middle of the place of two scores."""
        aside = {STEPS: self.inside, 1: -self.inside}.get(influence, 0.0)
        return (
            self.left + (interest - 0.5) * self.cell,
            self.top + (STEPS - influence + 0.5) * self.cell + aside,
        )


WIDE = Field(64, 8, 112, 13, 3, 6, 16, 14, inside=8, words=(1, 2, 3, 4, 5))
NARROW = Field(38, 24, 61, 11, 2, 4, 12, 12, inside=0, words=(1, 3, 5))


@dataclass(frozen=True)
class Picture:
    field: Field
    places: tuple[Place, ...]
    corners: tuple[Corner, ...]
    lines: tuple[float, ...]
    rows: tuple[float, ...]
    across: tuple[Label, ...]
    up: tuple[Label, ...]


def draw(field: Field, together: Mapping[tuple[int, int], Sequence[Numbered]]) -> Picture:
    names: Any = dict(Level.choices)
    below = field.bottom + 1.4 * field.small + (0 if field.inside else 1.4 * field.type)
    return Picture(
        field=field,
        places=tuple(_place(field, *scores, groups) for scores, groups in sorted(together.items())),
        corners=tuple(
            _corner(field, influence, interest) for influence in (HIGH, 1) for interest in (1, HIGH)
        ),
        lines=tuple(field.left + step * field.cell for step in range(1, STEPS)),
        rows=tuple(field.top + step * field.cell for step in range(1, STEPS)),
        across=tuple(
            Label(str(names[level]).lower(), field.place(3, level)[0], below) for level in field.words
        ),
        up=tuple(
            Label(
                str(names[level]).lower(),
                field.left - 0.7 * field.small,
                field.top + (STEPS - level + 0.5) * field.cell,
            )
            for level in field.words
        ),
    )


def _corner(field: Field, influence: int, interest: int) -> Corner:
    """Return a corner field of two by two places, with its advice in (or, on phones, outside) its outer corner."""
    left, high = interest == 1, influence == HIGH
    box = Rectangle(
        field.left if left else field.left + 3 * field.cell,
        field.top if high else field.top + 3 * field.cell,
        2 * field.cell,
        2 * field.cell,
    )
    margin = 0.75 * field.type if field.inside else 0
    if field.inside:
        y = field.top + 1.5 * field.type if high else field.bottom - 0.75 * field.type
    else:
        y = field.top - 0.6 * field.type if high else field.bottom + 1.2 * field.type
    x = box.x + margin if left else box.x + box.width - margin
    advice = advice_on(influence, interest)
    return Corner(box, advice, x, y, "start" if left else "end", strong=high and not left)


def _place(field: Field, influence: int, interest: int, groups: Sequence[Numbered]) -> Place:
    """Stand the marks of a place in rows; more than fit become a count."""
    x, y = field.place(influence, interest)
    count = len(groups)
    if count > field.most:
        room = field.cell - 4
        high = 2.7 * field.type
        return Place(influence, interest, x, y, count, (), Rectangle(x - room / 2, y - high / 2, room, high))
    step = 2 * (field.half + AIR)
    columns = min(count, field.columns)
    rows = ceil(count / field.columns)
    spots = tuple(
        Spot(
            group,
            x + (place % field.columns - (columns - 1) / 2) * step,
            y + (place // field.columns - (rows - 1) / 2) * step,
        )
        for place, group in enumerate(groups)
    )
    width, height = columns * step + AIR, rows * step + AIR
    frame = Rectangle(x - width / 2, y - height / 2, width, height) if count > 1 else None
    return Place(influence, interest, x, y, count, spots, frame)
