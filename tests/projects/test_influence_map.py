"""Marks and names on the map of influence and interest never collide, whoever is on the register."""

from itertools import combinations
from math import dist

import pytest

from projects.influence_map import NARROW, WIDE, Field, InfluenceMap, MapMark, build_map
from projects.map_names import FONT, NAME_LENGTH, WIDTHS, Box, Spot, name_lines, named

pytestmark = pytest.mark.core

LONG = (
    "Werkzoekenden met een arbeidsongeschiktheidsverzekeringsuitkering",
    "Mantelzorgondersteuningscoördinatoren",
    "Taalhuis, voedselbank, banencafé en buurthuis De Samenwerkplaats",
    "Ondernemersvereniging bedrijventerreinen",
    "Werkgevers in de bouw, de zorg en de metaalbewerkingsindustrie",
    "Raad",
)


def groups(count: int, *, crowded: bool = False) -> list[MapMark]:
    """Make so many groups with long names, over the whole map or all at its corner."""
    return [
        MapMark(
            f"{LONG[i % len(LONG)]} {i}",
            end_users=i % 3 == 0,
            influence=5 if crowded else 1 + i * 7 % 5,
            interest=5 if crowded else 1 + i * 3 % 5,
            missing=i % 9 == 1,
        )
        for i in range(count)
    ]


MANY = [groups(1), groups(3), groups(12), groups(40), groups(40, crowded=True)]
NAMES = ["1", "3", "12", "40", "40 at one place"]
maps = pytest.mark.parametrize("drawn", [build_map(marks) for marks in MANY], ids=NAMES)


def text_box(spot: Spot) -> Box:
    """Give the room a name takes beside its mark, reckoned as the browser draws it."""
    width = max(len(line.text) for line in spot.lines) * FONT * WIDTHS[spot.end_users or spot.missing]
    first, last = spot.lines[0], spot.lines[-1]
    left = {"start": 0.0, "middle": width / 2, "end": width}[spot.anchor]
    return Box(first.x - left, first.y - 11, first.x - left + width, last.y + 3)


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two rectangles share room."""
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


@maps
def test_every_group_is_on_both_pictures(drawn: InfluenceMap) -> None:
    assert [spot.name for spot in drawn.wide] == [spot.name for spot in drawn.narrow]
    assert [spot.number for spot in drawn.narrow] == list(range(1, len(drawn.narrow) + 1))


@maps
def test_marks_stand_inside_the_frame_apart_from_each_other(drawn: InfluenceMap) -> None:
    for spots, field in ((drawn.wide, WIDE), (drawn.narrow, NARROW)):
        assert all(spot.box.within(field.frame) for spot in spots)
        for one, other in combinations(spots, 2):
            assert dist((one.x, one.y), (other.x, other.y)) >= field.apart - 0.1
            if not (one.missing or other.missing):
                assert not overlap(one.box, other.box)
        assert not any(overlap(spot.box, title) for spot in spots for title in field.titles)


@maps
def test_names_stand_inside_the_frame_and_touch_nothing(drawn: InfluenceMap) -> None:
    names = [(spot, text_box(spot)) for spot in drawn.wide if spot.lines]
    for spot, box in names:
        assert box.within(WIDE.frame)
        assert not any(overlap(box, other.box) for other in drawn.wide if other is not spot)
        assert not any(overlap(box, title) for title in WIDE.titles)
    assert not any(overlap(one, other) for (_, one), (_, other) in combinations(names, 2))


@maps
def test_a_name_stands_beside_its_mark_or_below_the_map_under_its_number(drawn: InfluenceMap) -> None:
    assert all(bool(spot.lines) != bool(spot.number) for spot in drawn.wide)
    assert [spot.number for spot in drawn.rest] == list(range(1, len(drawn.rest) + 1))


def test_one_group_keeps_its_name_and_its_own_place() -> None:
    (spot,) = build_map([MapMark("Inwoners", True, influence=1, interest=5)]).wide
    assert (spot.x, spot.y) == (WIDE.scales.right, WIDE.scales.bottom)
    assert [line.text for line in spot.lines] == ["Inwoners"]
    assert spot.anchor == "end", "right of the mark is no room"


def test_interest_runs_to_the_right_and_influence_upwards() -> None:
    low, more, higher = build_map(
        [MapMark("a", False, 1, 1), MapMark("b", False, 1, 2), MapMark("c", False, 2, 1)]
    ).wide
    assert more.x > low.x
    assert more.y == low.y
    assert higher.y < low.y
    assert higher.x == low.x


def test_the_first_group_of_a_place_stays_and_the_next_moves_one_step() -> None:
    one, alone, other = build_map(
        [MapMark("a", False, 3, 3), MapMark("b", False, 3, 4), MapMark("c", False, 3, 3)]
    ).wide
    assert (one.x, one.y) == WIDE.place(MapMark("a", False, 3, 3))
    assert (alone.x, alone.y) == WIDE.place(MapMark("b", False, 3, 4))
    assert dist((one.x, one.y), (other.x, other.y)) == pytest.approx(34)


@pytest.mark.parametrize("field", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_place_of_the_scales_is_free_of_titles(field: Field) -> None:
    places = [
        MapMark("", False, influence, interest) for influence in range(1, 6) for interest in range(1, 6)
    ]
    assert all(field.offers(field.place(mark)) for mark in places)


def test_more_groups_than_fit_stand_closer_instead_of_falling_off() -> None:
    drawn = build_map([MapMark(f"Groep {i}", False, 3, 3) for i in range(150)])
    assert len({(spot.x, spot.y) for spot in drawn.narrow}) == 150
    assert all(spot.box.within(NARROW.frame) for spot in drawn.narrow)


@pytest.mark.parametrize(
    ("first", "second"),
    [((True, False), (False, True)), ((False, True), (False, False)), ((True, False), (False, False))],
    ids=["missing before end users", "end users before others", "missing before others"],
)
def test_missing_groups_and_then_end_users_choose_their_place_first(
    first: tuple[bool, bool], second: tuple[bool, bool]
) -> None:
    frame = Box(0, 0, 300, 40)  # room for one of the two names
    spots = [
        Spot("Ondernemersvereniging", end_users, missing, x, y)
        for (missing, end_users), x, y in ((second, 20, 19), (first, 280, 20))
    ]
    last, chosen = named(spots, frame, ())
    assert chosen.lines
    assert last.number == 1


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Raad", ["Raad"]),
        ("a" * 28, ["a" * 28]),
        ("Nieuwkomers zonder uitkering nu", ["Nieuwkomers zonder uitkering", "nu"]),
        ("Mantelzorgondersteuningscoördinatoren", ["Mantelzorgondersteuningscoö…"]),
        (
            "Taalhuis, voedselbank, banencafé en buurthuis De Samenwerkplaats",
            ["Taalhuis, voedselbank,", "banencafé en buurthuis De S…"],
        ),
        ("Wij " + "a" * 60, ["Wij", "a" * 27 + "…"]),
    ],
)
def test_names_take_at_most_two_lines_of_28_letters(name: str, lines: list[str]) -> None:
    assert name_lines(name) == lines
    assert max(map(len, lines)) <= NAME_LENGTH
