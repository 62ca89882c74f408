"""Where the lines of a drawing stand."""

import re
from math import atan2, degrees, hypot

Pair = tuple[float, float]


NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def polar(x: float, y: float) -> Pair:
    """Return the angle, clockwise from twelve o'clock, and the distance to the centre."""
    return round(degrees(atan2(x - 120, 120 - y)) % 360, 1), round(hypot(x - 120, y - 120), 1)


def corners(path: str) -> list[Pair]:
    """Return angle and radius of the six corners of an arrow along the ring."""
    ends = re.sub(r"A[\d.]+ [\d.]+ 0 0 [01] ", "L", path)
    numbers = [float(number) for number in NUMBER.findall(ends)]
    return [polar(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
