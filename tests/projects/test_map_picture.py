"""What the template makes of the map of influence and interest, on a page and on paper."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string

from projects.influence_map import MapMark, build_map

pytestmark = pytest.mark.core

SVG = "{http://www.w3.org/2000/svg}"


def crowd(count: int) -> list[MapMark]:
    """Make so many groups with short names at one place."""
    return [MapMark(f"Groep {i}", i % 3 == 0, 5, 5) for i in range(count)]


def rendered(marks: list[MapMark], **context: object) -> tuple[str, list[ET.Element]]:
    """Render the map and give its text and its pictures."""
    html = render_to_string("projects/_influence_map.html", {"map": build_map(marks), **context})
    pictures = re.findall(r"<svg .*?</svg>", html, re.DOTALL)
    head = '<svg xmlns="http://www.w3.org/2000/svg" '
    parsed = [ET.fromstring(picture.replace("<svg ", head, 1)) for picture in pictures]
    return html, parsed


def test_on_paper_the_names_below_the_map_need_no_page_around_it() -> None:
    html, pictures = rendered(crowd(40), paper=True, text_language="nl")
    assert len(pictures) == 1
    assert "smap-key" not in html
    assert '<span lang="nl">' in html
    assert all(mark.name in html for mark in crowd(40))


def test_pictures_say_what_they_are_and_which_way_the_scales_run() -> None:
    html, pictures = rendered(crowd(3), initiative={"language": "nl"})
    assert len(pictures) == 2
    assert len(set(re.findall(r' id="([^"]+)"', html))) == 4
    for picture in pictures:
        title, desc = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
        assert title is not None
        assert desc is not None
        assert title.get("id") == picture.get("aria-labelledby")
        assert desc.get("id") == picture.get("aria-describedby")
        assert title.text
        assert desc.text


def test_end_users_are_round_others_square_and_a_missing_group_has_a_ring() -> None:
    marks = [MapMark("a", True, 5, 5), MapMark("b", False, 1, 1), MapMark("c", False, 3, 3, missing=True)]
    _html, pictures = rendered(marks, text_language="nl")
    for picture in pictures:
        circles = picture.findall(f"{SVG}circle")
        squares = [rect for rect in picture.findall(f"{SVG}rect") if float(rect.get("width", "")) < 30]
        assert len(squares) == 2
        assert [bool(circle.get("stroke-dasharray")) for circle in circles] == [False, True]
