"""The table can see an open door: with the guard of a route switched off, its rows fail."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpRequest
from django.urls import get_resolver

from projects.models import Initiative, Role, User
from tests import factories
from tests.access.test_matrix import ACTORS, TABLE, Browser, address, arguments, ask, routes, told
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

GUARDED = sorted(
    name for name, pattern in routes(get_resolver()) if hasattr(pattern.callback, "required_role")
)
SAMPLE = {"phases:gate", "phases:answer", "phases:report-file", "projects:team-leave", "phases:outcome-add"}


def innermost(view: Any) -> Any:
    """Give the view behind all its decorators."""
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view


def open_door(view: Any) -> Callable[..., Any]:
    """Give the view with a door that lets everybody in as lead."""
    inside = innermost(view)

    def anybody(request: HttpRequest, initiative_id: UUID, **rest: Any) -> Any:
        initiative: Any = Initiative.objects.get(pk=initiative_id)
        initiative.role = Role.LEAD
        return inside(request, initiative=initiative, **rest)

    anybody.login_required = True  # type: ignore[attr-defined]
    return anybody


def deviations(route: str, url: str, house: House, as_: Browser) -> int:
    """Count where the rows of a route answer otherwise than the table says."""
    people: dict[str, User | None] = {actor: getattr(house, actor, None) for actor in ACTORS}
    return sum(
        ask(as_(user), row, url, fragment=False) != told(row, actor, "active", fragment=False)
        for row in TABLE
        if row["route"] == route
        for actor, user in people.items()
    )


@pytest.mark.parametrize(
    "route", [pytest.param(name, marks=() if name in SAMPLE else pytest.mark.night) for name in GUARDED]
)
def test_an_open_door_is_seen(
    route: str, house: House, road: Road, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.make_problem("a-problem")
    pattern = dict(routes(get_resolver()))[route]
    url = address(route, arguments(house, road), road)
    assert deviations(route, url, house, as_) == 0
    monkeypatch.setattr(pattern, "callback", open_door(pattern.callback))
    assert deviations(route, url, house, as_) >= 1


def test_the_sample_is_there() -> None:
    assert set(GUARDED) >= SAMPLE
    assert len(GUARDED) > 30
