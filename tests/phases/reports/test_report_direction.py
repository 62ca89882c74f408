"""On paper typed words are read from their own side, as on a page."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from phases.models import Answer, ItemCompletion, ItemState
from phases.reports.direction import direction_of
from projects.models import User
from tests.conftest import House, Road
from tests.phases.reports.report_reading import SCRIPTS, pages, printed, words

pytestmark = pytest.mark.django_db

TITLE, NAME, ORGANISATION = "שלום (abc) 3!", "דנה (abc) 3!", "מועצה (abc) 3!"
"""Read from right to left: the Latin letters stand left of the Hebrew ones."""


def test_each_paragraph_has_its_own_direction(
    house: House, road: Road, as_: Callable[[User | None], Client]
) -> None:
    text = f"{SCRIPTS['Arabic']}\nGemeente Voorbeeld.\n\n{SCRIPTS['Hebrew']}"
    Answer.record(house.initiative, road.questions[0], text, by=house.lead, version=0)
    shown = as_(house.observer).get(f"/initiatives/{house.initiative.pk}/reports/preview/?language=nl").text
    assert f'<p dir="auto">{SCRIPTS["Arabic"]}</p><p class="line" dir="auto">Gemeente Voorbeeld.</p>' in shown
    assert re.search(r'<h1 class="cover-title[^>]*dir="auto"', shown)
    pdf = printed(house.initiative).pdf
    found = [row for number in range(1, len(pages(pdf)) + 1) for row in words(pdf, number)]
    right = max(box[2] for word, *box in found if re.search(r"[\u0600-\u06ff]", word))
    hebrew = max(box[2] for word, *box in found if re.search(r"[\u05d0-\u05ea]", word))
    assert min(right, hebrew) > 595 - 62
    assert [direction_of(each) for each in ("123 مرحبا", "Utrecht שלום", "", "12")] == [
        "rtl",
        "ltr",
        "ltr",
        "ltr",
    ]


def test_names_in_heads_and_in_lines_of_ours_are_read_from_right_to_left(house: House, road: Road) -> None:
    rows = (
        (house.organisation, "name", ORGANISATION),
        (house.initiative, "title", TITLE),
        (house.lead, "name", NAME),
    )
    for row, field, text in rows:
        type(row).objects.filter(pk=row.pk).update(**{field: text})
        row.refresh_from_db()
    ItemCompletion.settle(house.initiative, road.items[0], ItemState.DONE, "", by=house.lead)
    document = printed(house.initiative)
    assert document.missing == ""
    places: dict[str, list[bool]] = {}
    for number in range(2, len(pages(document.pdf)) + 1):
        found = words(document.pdf, number)
        for word, left, top, *_end in found:
            if re.search("[\u05d0-\u05ea]", word):
                (latin,) = [box[0] for each, *box in found if "abc" in each and abs(box[1] - top) < 3]
                places.setdefault(re.sub(r"[^\u05d0-\u05ea]", "", word), []).append(latin < left)
    assert {len(each) > 0 and all(each) for each in places.values()} == {True}
    assert len(places) == 3
