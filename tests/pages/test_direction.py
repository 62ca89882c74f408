"""What people typed takes its own direction on every page: right to left stays so inside a page in Dutch."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client

from projects.models import User
from tests import factories
from tests.conftest import House, Road

Browser = Callable[[User | None], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.core]

HEBREW = "שלום (abc) 12!"
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "circle", "rect", "use", "wbr"}
NO_PAGE = {"title", "option", "script"}


class Directions(HTMLParser):
    """Collects where the text stands without a direction of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.seen = 0
        self.without: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        auto = given.get("dir") == "auto" or given.get("class") == "vh"  # what is only heard has no side
        if "שלום" in (given.get("value") or "") and given.get("type") != "hidden":
            self._look(auto, f"{tag} {given.get('name')}")
        if tag not in VOID:
            self.open.append((tag, auto))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "שלום" in data and not NO_PAGE & {tag for tag, _auto in self.open}:
            self._look(any(auto for _tag, auto in self.open), " ".join(tag for tag, _auto in self.open[-3:]))

    def _look(self, auto: bool, where: str) -> None:
        self.seen += 1
        if not auto:
            self.without.append(where)


def test_every_text_that_people_typed_has_a_direction_of_its_own(
    house: House, road: Road, as_: Browser
) -> None:
    group = factories.make_stakeholder(house.initiative, HEBREW)
    workshop = factories.make_workshop(house.initiative, road.phases[0])
    type(workshop).objects.update(title=HEBREW, purpose=HEBREW, place=HEBREW)
    type(group).objects.update(stake=HEBREW)
    type(house.initiative).objects.update(title=HEBREW, problem=HEBREW, service=HEBREW, audience=HEBREW)
    base = f"/initiatives/{house.initiative.pk}/"
    phase = f"phases/{road.phases[0].code}/"
    paths = [
        "",
        "edit/",
        "stakeholders/",
        f"stakeholders/{group.pk}/",
        phase,
        "workshops/",
        f"workshops/{workshop.pk}/",
    ]
    wrong, seen = [], 0
    for path in ["/", "/initiatives/", *(base + path for path in paths)]:
        answer = as_(house.lead).get(path)
        assert answer.status_code == 200, path
        page = Directions()
        page.feed(answer.text)
        seen += page.seen
        wrong += [f"{path}: {where}" for where in page.without]
    assert seen >= 25
    assert sorted(set(wrong)) == [], "\n".join(wrong)
