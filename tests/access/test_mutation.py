"""The table sees a guard that is switched off, and one that refuses everyone: the rows of its route fail."""

from collections.abc import Callable

import pytest
from django.urls import get_resolver

from projects.accounts import require_second_factor
from projects.models import User
from tests import factories
from tests.access.mutants import ANSWERED_FIRST, GUARDS, mutants
from tests.access.table import ACTORS, TABLE, Browser, address, arguments, ask, routes, told
from tests.conftest import House, Road

pytestmark = pytest.mark.django_db

MUTANTS = sorted(mutants())
SAMPLE = {
    ("everyone leads", "phases:gate"),
    ("everyone leads", "phases:report-file"),
    ("nobody leads", "projects:team-leave"),
    ("archive is open", "phases:outcome-add"),
    ("archive is closed", "phases:phase"),
    ("everyone belongs", "organisation:people"),
    ("everyone belongs", "organisation:logo"),
    ("everyone is in the team", "projects:team-departure"),
    ("nobody is in the team", "projects:team-departure"),
    ("every provider is open", "account_link"),
    ("no provider is open", "account_unlink"),
    ("everyone belongs", "phases:own-method-edit"),
    ("everyone belongs", "projects:start"),
    ("nobody belongs", "phases:own-methods"),
    ("no sign-in asked", "phases:answer"),
    ("sign-in asked", "phases:roadmap"),
    ("second factor not asked", "portfolio"),
    ("second factor asked", "mfa_index"),
}
WITHOUT = "without the second factor"
OPEN = ("/account/", "/language/", "/health/", "/static/", "/.well-known/")
"""What opens without the second factor that an organisation asks for."""


def deviations(route: str, url: str, house: House, as_: Browser, state: str) -> int:
    """Count where the rows of a route answer otherwise than the table says."""
    rows = [row for row in TABLE if row["route"] == route]
    if state == WITHOUT:
        return sum(opens(house, as_, row, url) != url.startswith(OPEN) for row in rows)
    people: dict[str, User | None] = {actor: getattr(house, actor, None) for actor in ACTORS}
    people["loose"] = factories.make_user()
    found = 0
    for row in rows:
        for actor, user in people.items():
            browser = as_(user)
            browser.raise_request_exception = False
            found += ask(browser, row, url, fragment=False) != told(row, actor, state, fragment=False)
    return found


def opens(house: House, as_: Browser, row: dict[str, str], url: str) -> bool:
    """Tell whether a page opens for someone who still has to set up what the organisation asks for."""
    browser = as_(house.lead)
    browser.raise_request_exception = False
    return browser.generic(row["method"], url).headers.get("Location") != "/account/second-factor/"


@pytest.mark.parametrize(
    ("guard", "route"),
    [pytest.param(*each, marks=() if each in SAMPLE else pytest.mark.night) for each in MUTANTS],
)
def test_a_changed_guard_is_seen(  # noqa: PLR0917 - fixtures
    guard: str,
    route: str,
    house: House,
    road: Road,
    as_: Browser,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    change, state = GUARDS[guard]
    factories.make_problem("a-problem")
    pattern = dict(routes(get_resolver()))[route]
    url = address(route, arguments(house, road), road)
    if state == "archived":
        house.initiative.archive(by=house.lead)
    if state == WITHOUT:
        house.organisation.set_second_factor_required(required=True, by=house.administrator)
    assert deviations(route, url, house, as_, state) == 0
    change(monkeypatch, pattern, url)
    assert deviations(route, url, house, as_, state) >= 1
    record_property("guards changed", 1)


@pytest.mark.parametrize("route", sorted(ANSWERED_FIRST))
@pytest.mark.parametrize("guard", ["sign-in asked", "second factor asked"])
def test_what_is_answered_first_stands_before_every_guard(  # noqa: PLR0917 - fixtures
    guard: str, route: str, house: House, road: Road, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, state = GUARDS[guard]
    url = address(route, arguments(house, road), road)
    house.organisation.set_second_factor_required(required=True, by=house.administrator)
    change(monkeypatch, dict(routes(get_resolver()))[route], url)
    assert deviations(route, url, house, as_, state) == 0


def test_the_sample_is_there_and_every_guard_is_in_it() -> None:
    assert set(MUTANTS) >= SAMPLE
    assert {guard for guard, _route in SAMPLE} == set(GUARDS)
    assert len(MUTANTS) > 350


def test_these_pages_open_without_the_second_factor() -> None:
    assert set(OPEN) == set(require_second_factor.EXEMPT_PATHS)
