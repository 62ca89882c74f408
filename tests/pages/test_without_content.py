"""Before the content is loaded no page breaks: what needs it says so, and what the operator runs."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from phases.models import Phase
from projects.models import User
from tests import factories
from tests.access.table import TABLE, routes
from tests.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def address(route: str, house: House, stakeholder: Any) -> str:
    """Return the address of a route: with rows that are there without content, and else with what is nowhere."""
    known = {
        "initiative_id": house.initiative.pk,
        "organisation_id": house.organisation.pk,
        "stakeholder_id": stakeholder.pk,
        "member_id": house.initiative.team.get(user=house.observer).pk,
    }
    pattern = dict(routes(get_resolver()))[route].pattern
    own = {name: known.get(name, _nowhere(pattern, name)) for name in pattern.converters}
    for above in ({}, {"initiative_id": house.initiative.pk}, {"organisation_id": house.organisation.pk}):
        try:
            return reverse(route, kwargs=own | above)
        except NoReverseMatch:
            continue
    return ""


def _nowhere(pattern: Any, name: str) -> Any:
    converter = type(pattern.converters.get(name)).__name__
    return uuid.uuid4() if converter == "UUIDConverter" else "nowhere"


def test_every_page_answers_before_the_content_is_loaded(
    house: House, as_: Callable[[User | None], Client]
) -> None:
    assert not Phase.objects.exists()
    group = factories.make_stakeholder(house.initiative)
    browser, told, walked = as_(house.lead), [], 0
    browser.raise_request_exception = False
    for row in TABLE:
        if row["method"] != "GET" or "session" in row["route"]:
            continue
        url = address(row["route"], house, group)
        if not url:
            continue
        answer = browser.get(url)
        assert answer.status_code < 500, row["route"]
        walked += 1
        if "manage.py load_content" in getattr(answer, "text", ""):
            told.append(row["route"])
    assert walked > 60
    assert {"home", "initiative", "portfolio", "phases:phases"} <= set(told)
