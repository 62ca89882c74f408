"""The map of influence and interest says what the register says: for every pair of scores, however many groups."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from projects.initiatives.influence_map import MapMark, build_map
from projects.initiatives.map_drawing import NARROW, WIDE, Field, Picture
from projects.models import Stakeholder, User
from tests import factories
from tests.conftest import House
from tests.markup import on_one_line

pytestmark = pytest.mark.core

Browser = Callable[[User | None], Client]
SVG = "{http://www.w3.org/2000/svg}"
PAIRS = [(influence, interest) for influence in range(1, 6) for interest in range(1, 6)]
CORNERS = {
    (True, True): "Create together",
    (True, False): "Involve early",
    (False, True): "Give extra voice",
    (False, False): "Keep informed",
}


def groups(*scores: tuple[int, int], missing: bool = False) -> list[MapMark]:
    """Make a group for each pair of influence and interest; every third is of end users."""
    return [
        MapMark(f"Groep {n}", n % 3 == 0, influence, interest, missing)
        for n, (influence, interest) in enumerate(scores, 1)
    ]


def rendered(marks: list[MapMark], **context: object) -> tuple[str, list[ET.Element]]:
    """Render the map with its list, and give the text and the pictures."""
    whole = {"map": build_map(marks), "text_language": "nl", **context}
    with translation.override("en"):
        whole["map"] = build_map(marks)
        html = render_to_string("projects/_influence_map.html", whole)
        html += render_to_string("projects/_map_list.html", {**whole, "groups": build_map(marks).groups})
    head = '<svg xmlns="http://www.w3.org/2000/svg" '
    pictures = re.findall(r"<svg .*?</svg>", html, re.DOTALL)
    return html, [ET.fromstring(picture.replace("<svg ", head, 1)) for picture in pictures]


def drawn(picture: ET.Element, field: Field) -> dict[str, tuple[int, int]]:
    """Read a picture as eyes do: which number stands in which of the twenty-five places."""
    found = {}
    for text in picture.findall(f"{SVG}g/{SVG}text"):
        if not (text.text or "").isdigit():
            continue
        x, y = float(text.get("x", "")), float(text.get("y", ""))
        column = int((x - field.left) // field.cell) + 1
        row = 5 - int((y - field.top) // field.cell)
        assert 1 <= column <= 5
        assert 1 <= row <= 5
        found[text.text or ""] = (row, column)
    return found


@pytest.mark.parametrize("scores", PAIRS, ids=str)
@pytest.mark.parametrize("count", [1, 2, 4, 5, 6, 7, 40])
def test_the_picture_says_what_the_register_says(scores: tuple[int, int], count: int) -> None:
    _html, pictures = rendered(groups(*[scores] * count))
    for picture, field in zip(pictures, (WIDE, NARROW), strict=True):
        said = drawn(picture, field)
        wanted = [str(number) for number in range(1, count + 1)] if count <= field.most else [str(count)]
        assert said == dict.fromkeys(wanted, scores)


@pytest.mark.parametrize("scores", PAIRS, ids=str)
def test_the_list_advises_what_the_corner_of_the_picture_says_and_nothing_in_the_middle(
    scores: tuple[int, int],
) -> None:
    html, pictures = rendered(groups(scores))
    influence, interest = scores
    wanted = "" if 3 in scores else CORNERS[influence > 3, interest > 3]
    advice = re.findall(r'<span class="small muted">([^<]*)</span>', html)
    assert advice == [wanted or "no advice yet"]
    for picture, field in zip(pictures, (WIDE, NARROW), strict=True):
        assert corner_at(picture, *field.place(influence, interest)) == wanted


def corner_at(picture: ET.Element, x: float, y: float) -> str:
    """Return the advice of the tinted field under a point; nothing where the map is white."""
    tinted = [rect for rect in picture.findall(f"{SVG}rect") if rect.get("fill") in {"#e2f1f3", "#f3f9fa"}]
    names = [text.text or "" for text in picture.findall(f"{SVG}text")][:4]
    assert len(tinted) == 4
    for rect, name in zip(tinted, names, strict=True):
        left, top, wide, high = (float(rect.get(key, "")) for key in ("x", "y", "width", "height"))
        if left < x < left + wide and top < y < top + high:
            return name
    return ""


@pytest.mark.parametrize("field", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_on_the_map_touches_anything_else(field: Field) -> None:
    full = build_map(groups(*[scores for scores in PAIRS for _ in range(field.most)]))
    picture: Picture = full.wide if field is WIDE else full.narrow
    frames = [place.frame for place in picture.places if place.frame]
    assert len(frames) == 25
    for one, other in combinations(frames, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y
    for place in picture.places:
        for spot, next_to in combinations(place.spots, 2):
            assert max(abs(spot.x - next_to.x), abs(spot.y - next_to.y)) >= 2 * field.half + 2
    for corner in picture.corners:
        top, foot = corner.y - 0.8 * field.type, corner.y + 0.25 * field.type
        assert not [frame for frame in frames if top < frame.y + frame.height and frame.y < foot]


def test_equal_scores_stand_in_one_frame_in_the_order_of_the_register() -> None:
    _html, pictures = rendered(groups((3, 3), (3, 4), (3, 3), (3, 3)))
    for picture in pictures:
        places = {
            (group.get("data-influence"), group.get("data-interest")): [
                text.text for text in group.findall(f"{SVG}text")
            ]
            for group in picture.findall(f"{SVG}g")
        }
        assert places == {("3", "3"): ["1", "3", "4"], ("3", "4"): ["2"]}
        framed = [
            g for g in picture.findall(f"{SVG}g") if g.find(f"{SVG}rect[@class='nplace__frame']") is not None
        ]
        assert len(framed) == 1


@pytest.mark.django_db
def test_six_groups_left_at_middling_get_no_advice_and_one_place(house: House, as_: Browser) -> None:
    for number in range(6):
        factories.make_stakeholder(house.initiative, f"Group {number}", influence=3, interest=3)
    page = as_(house.lead).get(f"{house.initiative.get_absolute_url()}stakeholders/").text
    places = re.findall(r'data-influence="(.)" data-interest="(.)"', page)
    assert set(places) == {("3", "3")}
    assert Counter(re.findall(r'<span class="small muted">(no advice yet|Create together)</span>', page)) == {
        "no advice yet": 6
    }


def test_the_numbers_of_the_picture_are_those_of_the_list() -> None:
    marks = groups(*PAIRS, *PAIRS)
    html, pictures = rendered(marks)
    listed = re.findall(
        r'<span class="nmark[^"]*">(\d+)</span><span><b lang="nl" dir="auto">([^<]+)</b>', on_one_line(html)
    )
    assert listed == [(str(number), mark.name) for number, mark in enumerate(marks, 1)]
    for picture, field in zip(pictures, (WIDE, NARROW), strict=True):
        assert drawn(picture, field) == {
            str(number): (mark.influence, mark.interest) for number, mark in enumerate(marks, 1)
        }


def test_end_users_are_round_others_square_and_who_is_missing_dashed() -> None:
    marks = [MapMark("a", True, 5, 5), MapMark("b", False, 1, 1), MapMark("c", False, 3, 3, missing=True)]
    html, pictures = rendered(marks)
    for picture in pictures:
        signs = [sign for group in picture.findall(f"{SVG}g") for sign in group if sign.tag != f"{SVG}text"]
        kinds = {(sign.tag.removeprefix(SVG), bool(sign.get("stroke-dasharray"))) for sign in signs}
        assert kinds == {("circle", False), ("rect", False), ("rect", True)}
    for word in ("end users", "others", "belongs here, but is missing", "no advice yet"):
        assert word in html, "the legend says it"


def test_the_legend_says_only_what_is_on_the_map() -> None:
    html, _pictures = rendered([MapMark("a", True, 5, 5)])
    legend = html[html.index("nlegend") :].split("</ul>")[0]
    assert "end users" in legend
    assert not [word for word in ("others", "missing", "equal scores") if word in legend]


def test_on_paper_is_one_picture_and_the_list_names_every_number() -> None:
    html, pictures = rendered(groups(*PAIRS), paper=True)
    assert len(pictures) == 1
    assert all(f">Groep {number}</b>" in html for number in range(1, 26))


def test_pictures_say_what_they_are() -> None:
    html, pictures = rendered(groups((1, 1), (2, 2), (3, 3)))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 2
    for picture in pictures:
        assert picture.find(f"{SVG}title").get("id") == picture.get("aria-labelledby")
        assert "3 numbered groups" in (picture.find(f"{SVG}title").text or "")


def test_so_many_groups_cost_no_more_than_their_list() -> None:
    """What is drawn does not grow with the groups: 25 places, and at most six marks in each."""
    few, many = (rendered(groups(*PAIRS * times)) for times in (6, 32))
    sizes = [[sum(1 for _ in picture.iter()) for picture in pictures] for _html, pictures in (few, many)]
    assert many[0].count('<li><span class="nmark') >= 800
    assert sizes[1][0] < sizes[0][0]
    assert sizes[1][1] <= sizes[0][1]


@pytest.mark.django_db
def test_the_page_of_a_large_register_asks_no_more_of_the_database(
    house: House, as_: Browser, django_assert_max_num_queries: Any
) -> None:
    rows = [
        Stakeholder(initiative=house.initiative, name=f"Group {n}", kind="group", influence=i, interest=j)
        for n, (i, j) in enumerate(PAIRS * 32)
    ]
    Stakeholder.objects.bulk_create(rows)
    Stakeholder.objects.filter(name="Group 3").update(interest=None)
    browser, url = as_(house.lead), f"{house.initiative.get_absolute_url()}stakeholders/"
    with django_assert_max_num_queries(14):
        page = browser.get(url).text
    assert "799 numbered groups" in page
    in_table = r'<th scope="row"[^>]*>\s*(?:<span class="num muted">(\d+)</span>\s*)?<a[^>]*>([^<]+)</a>'
    table = [
        found for n in range(1, 17) for found in re.findall(in_table, browser.get(f"{url}?page={n}").text)
    ]
    assert [name for _number, name in table] == [row.name for row in house.initiative.stakeholders.all()]
    listed = re.findall(r'<span class="nmark[^"]*">(\d+)</span><span><b[^>]*>([^<]+)</b>', page)
    assert [(number, name) for number, name in table if number][:50] == listed
    assert "749 groups more stand in the table below" in page
    assert ("", "Group 3") in table
