"""Rights that are taken away are gone at the next request, on every page and for every file."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from projects.models import Invitation, OrganisationRole, Role, User
from tests import factories
from tests.access.table import TABLE, Browser, address, arguments
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Change = Callable[[House], None]


def out_of_the_team(house: House) -> None:
    house.facilitator.teams.get().leave(by=house.lead)


def out_of_the_organisation(house: House) -> None:
    house.facilitator.memberships.get().leave(by=house.administrator)


def inactive(house: House) -> None:
    User.objects.filter(pk=house.facilitator.pk).update(is_active=False)


def pages(house: House, road: Road, actor: str) -> dict[str, str]:
    """Return the address of each page that `actor` may read inside an initiative or organisation."""
    known = arguments(house, road)
    mine = [
        row["route"]
        for row in TABLE
        if row["method"] == "GET" and row[actor] == "200" and row["stranger"] == "404" and ":" in row["route"]
    ]
    return {route: address(route, known, road) for route in mine}


def of_the_organisation(found: dict[str, str]) -> dict[str, str]:
    """Keep the pages that are there for everyone of the organisation, in a team or not."""
    return {
        route: url
        for route, url in found.items()
        if route.startswith("organisation:") or "own-method" in route
    }


def refused(browser: Client, url: str) -> bool:
    """Tell whether a page and its fragment are refused, and nothing of them is told."""
    page: Any = browser.get(url)
    fragment: Any = browser.get(url, headers={"HX-Request": "true"})
    return page.status_code in {302, 403, 404} and fragment.status_code in {401, 403, 404}


@pytest.mark.parametrize("change", [out_of_the_team, out_of_the_organisation, inactive])
def test_who_is_taken_out_sees_nothing_at_the_next_request(
    change: Change, house: House, road: Road, as_: Browser, record_property: Callable[[str, object], None]
) -> None:
    found = pages(house, road, "facilitator")
    stays = of_the_organisation(found) if change is out_of_the_team else {}
    asked = {route: url for route, url in found.items() if route not in stays}
    browser = as_(house.facilitator)
    for route, url in asked.items():
        assert browser.get(url).status_code == 200, route
    change(house)
    assert [route for route, url in asked.items() if not refused(browser, url)] == []
    assert [route for route, url in stays.items() if browser.get(url).status_code != 200] == []
    assert len(asked) >= 18
    record_property("withdrawn pages", len(asked) * 2)


def test_a_manager_who_becomes_a_member_reads_no_longer(house: House, road: Road, as_: Browser) -> None:
    asked = {route: url for route, url in pages(house, road, "manager").items() if "/initiatives/" in url}
    browser = as_(house.manager)
    for route, url in asked.items():
        assert browser.get(url).status_code == 200, route
    house.manager.memberships.get().give_role(OrganisationRole.MEMBER, by=house.administrator)
    assert [route for route, url in asked.items() if not refused(browser, url)] == []
    assert len(asked) >= 12


@pytest.mark.parametrize("change", ["a lower role", "taken out"])
def test_an_administrator_who_is_one_no_longer_sees_nothing_of_it(
    change: str, house: House, road: Road, as_: Browser, record_property: Callable[[str, object], None]
) -> None:
    second = factories.make_member(house.organisation, OrganisationRole.ADMINISTRATOR, name="Ans Admin")
    everyones = {"organisation:departure", "organisation:logo", "organisation:style", "phases:own-method"}
    found = pages(house, road, "administrator")
    asked = {route: url for route, url in found.items() if change == "taken out" or route not in everyones}
    browser, mine = as_(house.administrator), house.administrator.memberships.get()
    for route, url in asked.items():
        assert browser.get(url).status_code == 200, route
    if change == "taken out":
        mine.leave(by=second)
    else:
        mine.give_role(OrganisationRole.MEMBER, by=second)
    assert [route for route, url in asked.items() if not refused(browser, url)] == []
    assert len(asked) >= 14
    record_property("withdrawn pages", len(asked) * 2)


def test_a_lower_role_writes_no_longer(house: House, road: Road, as_: Browser) -> None:
    known = arguments(house, road)
    browser = as_(house.facilitator)
    writes = [
        row
        for row in TABLE
        if row["method"] == "POST"
        and row["facilitator"] in {"302", "422", "200"}
        and row["observer"] == "403"
    ]
    house.facilitator.teams.get().give_role(Role.OBSERVER, by=house.lead)
    for row in writes:
        assert browser.post(address(row["route"], known, road)).status_code == 403, row["route"]
    assert len(writes) > 10


def test_a_withdrawn_invitation_opens_nothing(house: House) -> None:
    invitation, token = Invitation.invite(
        house.organisation,
        "new@example.org",
        by=house.administrator,
        organisation_role=OrganisationRole.MEMBER,
    )
    browser = Client()
    url = f"/account/invitations/{token}/"
    assert browser.get(url).status_code == 200
    invitation.withdraw(by=house.administrator)
    assert browser.get(url).status_code == 410
    body = {"name": "New", "password1": factories.PASSWORD, "password2": factories.PASSWORD}
    assert browser.post(url, body).status_code == 410
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_report_that_was_asked_for_is_not_for_who_left(house: House, road: Road, as_: Browser) -> None:
    known = arguments(house, road)
    url = address("phases:report-file", known, road)
    browser = as_(house.observer)
    assert browser.get(url).status_code == 200
    house.observer.teams.get().leave(by=house.lead)
    assert browser.get(url).status_code == 404
