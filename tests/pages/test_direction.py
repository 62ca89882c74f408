"""What people typed takes its own direction on every page: right to left stays so inside a page in Dutch."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from projects.models import User
from tests import factories
from tests.conftest import House, Road
from tests.html_tree import parse
from tests.pages.judging_words import words_with_a_side

Browser = Callable[[User | None], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.core]

HEBREW = "שלום (abc) 12!"
RIGHT_TO_LEFT = re.compile(r"^\s*שלום")
"""A text that begins so is somebody's own; a sentence of ours with such words in it keeps our side."""


def test_every_text_that_people_typed_has_a_direction_of_its_own(
    house: House, road: Road, as_: Browser
) -> None:
    group = factories.make_stakeholder(house.initiative, HEBREW)
    workshop = factories.make_workshop(house.initiative, road.phases[0])
    type(workshop).objects.update(title=HEBREW, purpose=HEBREW, place=HEBREW)
    type(group).objects.update(stake=HEBREW)
    type(house.initiative).objects.update(title=HEBREW, problem=HEBREW, service=HEBREW, audience=HEBREW)
    type(house.organisation).objects.filter(pk=house.organisation.pk).update(name=HEBREW)
    User.objects.update(name=HEBREW)
    office = f"/organisation/{house.organisation.pk}/"
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
        "team/",
        "reports/",
    ]
    wrong, seen = [], 0
    for path in [
        "/",
        "/initiatives/",
        f"{office}people/",
        f"{office}settings/",
        f"{office}rights/",
        *(base + path for path in paths),
    ]:
        answer = as_(house.administrator if "organisation" in path else house.lead).get(path)
        assert answer.status_code == 200, path
        sides = list(words_with_a_side(parse(answer.text), RIGHT_TO_LEFT))
        seen += len(sides)
        wrong += [f"{path}: {where}" for where, auto in sides if not auto]
    assert seen >= 25
    assert sorted(set(wrong)) == [], "\n".join(wrong)
