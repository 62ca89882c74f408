"""The accent colour: the contrast is that of the standard, and every shade made of a colour can be read."""

import math
import re
from pathlib import Path

import pytest
from django.conf import settings

from projects.organisations.palette import READABLE, WHITE, contrast, darkened, read_colour, tones_of

INK = "#12272c"
KNOWN = {
    "#ffffff": 1.0,
    "#000000": 21.0,
    "#767676": 4.54,
    "#777777": 4.48,
    "#ff0000": 4.0,
    "#0000ff": 8.59,
    "#008000": 5.14,
    "#ffff00": 1.07,
    "#0a5562": 8.4,
    "#586d72": 5.5,
}
"""Ratios with white that others published, to two figures behind the point."""
SAMPLE = [
    f"#{red}{red}{green}{green}{blue}{blue}" for red in "0369cf" for green in "0369cf" for blue in "0369cf"
]


def oracle(one: str, other: str) -> float:
    """Reckon the contrast once more, in another way: by the words of the standard, with whole numbers and logarithms."""

    def light(colour: str) -> float:
        total = 0.0
        for weight, pair in zip((2126, 7152, 722), re.findall("..", colour[1:]), strict=True):
            part = int(pair, 16) / 255
            total += weight * (
                part / 12.92 if part <= 0.04045 else math.exp(2.4 * math.log((part + 0.055) / 1.055))
            )
        return total / 10_000

    first, second = light(one), light(other)
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


@pytest.mark.parametrize(("colour", "ratio"), KNOWN.items())
def test_the_contrast_is_that_of_the_standard(colour: str, ratio: float) -> None:
    assert contrast(colour, WHITE) == pytest.approx(ratio, abs=0.06)
    assert oracle(colour, WHITE) == pytest.approx(ratio, abs=0.06)


def test_it_agrees_with_the_oracle_and_does_not_mind_the_order() -> None:
    for one, other in zip(SAMPLE, reversed(SAMPLE), strict=True):
        assert contrast(one, other) == pytest.approx(oracle(one, other))
        assert contrast(one, other) == contrast(other, one)
        assert 1 <= contrast(one, other) <= 21.01


ACCEPTED = [colour for colour in SAMPLE if oracle(colour, WHITE) >= READABLE]


def test_every_shade_of_every_accepted_colour_can_be_read() -> None:
    assert len(ACCEPTED) > 60
    for colour in ACCEPTED:
        tones = tones_of(colour)
        words = [(tones.t500, ground) for ground in (WHITE, tones.t50, tones.t100, tones.t200)]
        words += [(INK, ground) for ground in (tones.t50, tones.t100, tones.t200, tones.t300)]
        words += [(WHITE, tones.fill), (WHITE, tones.t500), (WHITE, tones.t600), (WHITE, tones.t700)]
        words += [(tones.t200, tones.t600), (tones.t600, tones.t100), (tones.t400, WHITE)]
        assert [pair for pair in words if oracle(*pair) < 4.5] == [], colour
        assert oracle(tones.t500, tones.t100) >= 3, colour
        assert tones.fill == colour


def test_shades_go_from_light_to_dark() -> None:
    for colour in ACCEPTED:
        tones = tones_of(colour)
        steps = (
            tones.t50,
            tones.t100,
            tones.t200,
            tones.t300,
            tones.t400,
            tones.t500,
            tones.t600,
            tones.t700,
        )
        ratios = [oracle(step, WHITE) for step in steps]
        assert ratios == sorted(ratios), colour


def test_our_own_petrol_gives_the_grounds_of_our_own_theme() -> None:
    tones = tones_of("#0a5562")
    assert tones.t500 == "#0a5562"
    for step, ours in (("t50", "#f3f9fa"), ("t100", "#e2f1f3"), ("t200", "#c3e1e5"), ("t300", "#84c3cc")):
        assert oracle(getattr(tones, step), ours) < 1.1, step


def test_a_darker_shade_is_the_lightest_that_will_do() -> None:
    for colour in SAMPLE:
        shade = darkened(colour, READABLE)
        assert oracle(shade, WHITE) >= READABLE
        assert oracle(colour, WHITE) >= READABLE or oracle(shade, WHITE) < 4.7


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("#0A5562", "#0a5562"),
        ("0a5562", "#0a5562"),
        (" #abc ", "#aabbcc"),
        ("abc", "#aabbcc"),
        ("", None),
        ("#", None),
        ("#12345", None),
        ("#1234567", None),
        ("#ggg", None),
        ("red", None),
        ("rgb(0,0,0)", None),
        ("#０a5562", None),
        ("#000000;}body{display:none", None),
        ("#000000\n}", None),
        ("var(--x)", None),
        ("url(//evil.example)", None),
    ],
)
def test_only_a_colour_is_a_colour(typed: str, read: str | None) -> None:
    assert read_colour(typed) == read


def test_the_house_style_changes_every_petrol_token_of_our_theme() -> None:
    base = Path(settings.BASE_DIR)
    theme = (base / "static" / "css" / "theme.css").read_text()
    petrol = set(
        re.findall(r"(--[\w-]+): #(?:f3f9fa|e2f1f3|c3e1e5|84c3cc|14707f|0a5562|07404a|05272e);", theme)
    )
    ours = (base / "templates" / "projects" / "house_style.css").read_text()
    assert len(petrol) > 30
    assert set(re.findall(r"(--[\w-]+): {{", ours)) == petrol
