"""Before something risky the app asks once more who it is, unless the person just showed so."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import get_resolver

from projects.access import access_of
from projects.models import OrganisationRole, User
from tests import factories
from tests.access.table import address, arguments, routes
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
RISKY = {
    "account_data_file": "GET",
    "account_email": "GET",
    "account_erasure": "GET",
    "account_links": "GET",
    "account_session_end": "POST",
    "account_sessions": "POST",
    "organisation:identity-provider-edit": "GET",
    "organisation:identity-provider-new": "GET",
    "organisation:identity-provider-remove": "GET",
    "organisation:invite": "GET",
    "organisation:leave": "GET",
    "organisation:member": "GET",
    "organisation:second-factor": "POST",
    "projects:team-member": "GET",
    "mfa_activate_totp": "GET",
    "mfa_add_webauthn": "GET",
    "mfa_generate_recovery_codes": "GET",
}
OF_THE_LIBRARY = {"mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"}
ALWAYS = {"account_data_file", "account_erasure"}


def long_ago(browser: Client) -> Client:
    """Let a browser have signed in an hour ago."""
    session = browser.session
    session["begun"] -= 3600
    session.save()
    return browser


def who(route: str, house: House) -> User:
    """Return who may do it."""
    return house.administrator if route.startswith("organisation:") else house.lead


@pytest.mark.parametrize("route", RISKY)
def test_a_risky_page_asks_when_the_last_time_is_long_ago(
    route: str, house: House, road: Road, as_: Browser
) -> None:
    url = address(route, arguments(house, road), road)
    browser = long_ago(as_(who(route, house)))
    asked = browser.generic(RISKY[route], url)
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith("/account/again/?next=")
    if route not in OF_THE_LIBRARY:
        headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/account/"}
        fragment = browser.generic(RISKY[route], url, headers=headers)
        assert fragment.status_code == 204
        assert fragment.headers["HX-Redirect"] == "/account/again/?next=%2Faccount%2F"
    assert browser.post("/account/again/", {"password": "wrong"}).status_code == 422
    assert browser.generic(RISKY[route], url).headers["Location"].startswith("/account/again/")
    browser.post("/account/again/", {"password": factories.PASSWORD})
    after = browser.generic(RISKY[route], url)
    assert not after.headers.get("Location", "").startswith("/account/again/")


@pytest.mark.parametrize("route", sorted(set(RISKY) - ALWAYS))
def test_who_signed_in_just_now_is_not_asked(route: str, house: House, road: Road, as_: Browser) -> None:
    url = address(route, arguments(house, road), road)
    answer = as_(who(route, house)).generic(RISKY[route], url)
    assert not answer.headers.get("Location", "").startswith("/account/again/")


def test_the_list_of_risky_pages_is_whole() -> None:
    marked = {name for name, pattern in routes(get_resolver()) if access_of(pattern.callback).reauthenticates}
    assert marked == set(RISKY) - OF_THE_LIBRARY


def test_a_stranger_is_not_asked_but_sees_nothing(house: House, road: Road, as_: Browser) -> None:
    known, browser = arguments(house, road), long_ago(as_(house.stranger))
    for route in ("organisation:member", "organisation:leave", "projects:team-member"):
        assert browser.post(address(route, known, road)).status_code == 404


def test_what_was_asked_is_done_once_the_password_is_right(house: House, as_: Browser) -> None:
    member = house.manager.memberships.get()
    url = f"/organisation/{house.organisation.pk}/people/{member.pk}/"
    browser = long_ago(as_(house.administrator))
    asked = browser.post(url, {"role": "member"})
    member.refresh_from_db()
    assert member.role == OrganisationRole.MANAGER
    browser.post(asked.headers["Location"], {"password": "wrong"})
    member.refresh_from_db()
    assert member.role == OrganisationRole.MANAGER
    browser.post(asked.headers["Location"], {"password": factories.PASSWORD})
    member.refresh_from_db()
    assert member.role == OrganisationRole.MEMBER


def test_the_page_that_asks_leads_nowhere_else(house: House, as_: Browser) -> None:
    browser = as_(house.lead)
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer: Any = browser.post(f"/account/again/?next={elsewhere}", {"password": factories.PASSWORD})
        assert answer.headers["Location"] == "/"


def test_a_person_is_known_by_one_address_that_is_theirs(house: House) -> None:
    for person in User.objects.all():
        (row,) = EmailAddress.objects.filter(user=person)
        assert (row.email, row.verified, row.primary) == (person.email, True, True)


def test_ids_in_addresses_are_no_numbers() -> None:
    for name, pattern in routes(get_resolver()):
        assert not re.search(r"<int:", str(pattern.pattern)), name
