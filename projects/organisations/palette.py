"""The accent colour of an organisation: whether one can read it, and which shades of it the pages need.

Every shade is the chosen colour mixed with white or black until its contrast with white is that of the same step of
our own petrol, so that what is readable in petrol is readable in every house style.
"""

import re
from dataclasses import dataclass
from functools import cache

WHITE, BLACK = "#ffffff", "#000000"
READABLE = 4.5
"""The contrast that words need on their ground (WCAG 2.2, 1.4.3)."""

HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})")
STEPS = {"t50": 1.07, "t100": 1.17, "t200": 1.4, "t300": 2.0, "t400": 5.8}
WORDS, DARK, DARKEST = 7.0, 11.4, 15.7


@dataclass(frozen=True)
class Tones:
    """The shades that a page needs. `fill` is the colour as chosen; words of that colour stand in `t500`."""

    fill: str
    t50: str
    t100: str
    t200: str
    t300: str
    t400: str
    t500: str
    t600: str
    t700: str


def read_colour(text: str) -> str | None:
    """Return a colour as # and six figures or letters; None for what is no colour."""
    found = HEX.fullmatch(text.strip().lower())
    if found is None:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return f"#{digits}"


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours as WCAG reckons it: from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@cache
def tones_of(colour: str) -> Tones:
    """Return the shades of a chosen colour."""
    own = contrast(colour, WHITE)
    steps = {name: _shade(colour, ratio) for name, ratio in STEPS.items()}
    words = colour if own >= WORDS else darkened(colour, WORDS)
    return Tones(
        fill=colour,
        t500=words,
        t600=darkened(colour, max(DARK, min(own * 1.25, 19.0))),
        t700=darkened(colour, max(DARKEST, min(own * 1.5, 20.0))),
        **steps,
    )


def darkened(colour: str, ratio: float) -> str:
    """Return the lightest shade of a colour, mixed with black, that has this contrast with white."""
    shades = (_mixed(colour, BLACK, share) for share in range(257))
    return next((shade for shade in shades if contrast(shade, WHITE) >= ratio), BLACK)


def _shade(colour: str, ratio: float) -> str:
    """Return the shade with this contrast with white, or the next one: lighter for grounds, darker for edges."""
    if contrast(colour, WHITE) < ratio:
        return darkened(colour, ratio)
    shades = (_mixed(colour, WHITE, share) for share in range(256, -1, -1))
    return next(shade for shade in shades if contrast(shade, WHITE) >= ratio)


def _mixed(colour: str, other: str, share: int) -> str:
    """Mix so many parts of 256 of `other` into a colour."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(
        f"{round((mine * (256 - share) + theirs * share) / 256):02x}" for mine, theirs in pairs
    )


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _channels(colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
