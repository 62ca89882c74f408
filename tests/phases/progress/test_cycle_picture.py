"""What the templates make of the cycle: a picture, and the same in words."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from phases.progress.cycle_drawing import CyclePhase, Gate, build_cycle

pytestmark = pytest.mark.core

SVG = "{http://www.w3.org/2000/svg}"


def phase(number: int, done: int = 0, *, current: bool = False, gate: Gate = "open") -> CyclePhase:
    """Make a phase with 15 points, of which so many are done."""
    finished = gate == "taken"
    return CyclePhase(
        number, f"Phase {number}", f"/p/{number}/", done, 15, current, gate, finished, f"{done} of 15"
    )


def story() -> list[CyclePhase]:
    """Return the state of the reference pictures: two gates passed, the third phase on its way."""
    return [
        phase(1, 15, gate="taken"),
        phase(2, 14, gate="taken"),
        phase(3, 6, current=True),
        phase(4, 3, gate="none"),
    ]


def rendered(template: str, **context: object) -> tuple[str, ET.Element]:
    """Render a template and give its text and its picture."""
    html = render_to_string(template, context)
    found = re.search(r"<svg .*?</svg>", html, re.DOTALL)
    assert found
    picture = found.group().replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return html, ET.fromstring(picture)


def test_the_picture_of_the_cycle_has_a_title_and_the_same_in_words() -> None:
    html, svg = rendered(
        "phases/_cycle.html", cycle=build_cycle(story(), id="ring", title="Phase 3 of 4: 6 of 15")
    )
    assert svg.get("role") == "img"
    title = svg.find(f"{SVG}title")
    assert title is not None
    assert (title.text, title.get("id")) == ("Phase 3 of 4: 6 of 15", svg.get("aria-labelledby"))
    for row in story():
        assert f'href="{row.url}"' in html
        assert row.state_text in html
    assert html.count("cycle__phase--now") == 1


def test_decisions_and_phases_differ_by_shape_as_well_as_by_colour() -> None:
    _html, svg = rendered("phases/_cycle.html", cycle=build_cycle(story(), id="ring", title="x"))
    paths = svg.findall(f"{SVG}path")
    gates = [path.get("fill") for path in paths if path.get("stroke-width") == "1.8"]
    assert gates == ["#12272c", "#12272c", "#fff"]
    ticks = [path for path in paths if path.get("fill") == "none"]
    assert len(ticks) == 2
    assert len(svg.findall(f"{SVG}circle")) == 1
    assert [text.text for text in svg.findall(f"{SVG}text")][:2] == ["3", "4"]


def test_on_paper_there_are_neither_links_nor_list_items() -> None:
    rows = [CyclePhase(n, "Name", "", 0, 15, n == 1, "none", False, "none") for n in range(1, 5)]
    html, _svg = rendered("phases/_cycle.html", cycle=build_cycle(rows, id="ring", title="x"), paper=True)
    assert "href" not in html
    assert "<li" not in html


@pytest.mark.parametrize("language", ["nl", "en"])
def test_numbers_in_paths_keep_their_point_in_every_language(language: str) -> None:
    with translation.override(language):
        _html, svg = rendered("phases/_cycle.html", cycle=build_cycle(story(), id="ring", title="x"))
    circle = svg.find(f"{SVG}circle")
    assert circle is not None
    assert float(circle.get("cx", "")) == pytest.approx(74.04, abs=0.1)
