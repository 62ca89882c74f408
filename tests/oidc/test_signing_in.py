"""Signing in with the account of one's work, at a real provider: going there, coming back, linking, being invited."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from projects.models import AuditEntry, IdentityProvider, Invitation, OrganisationRole, Role, User
from tests import factories
from tests.conftest import House, Road
from tests.oidc.providers import Provider, browser, dance

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def with_password(user: User) -> Client:
    """Sign in with the password, and say once more that it is you."""
    ours = browser()
    ours.post("/account/sign-in/", {"login": user.email, "password": factories.PASSWORD})
    ours.post("/account/again/", {"password": factories.PASSWORD})
    return ours


def who(ours: Client) -> str:
    """Give the id of who is signed in, or nothing."""
    return str(ours.session.get("_auth_user_id", ""))


def test_the_whole_way_from_the_button_to_being_in(house: House, road: Road, row: IdentityProvider) -> None:
    row.link(house.lead, "1", by=house.lead)
    ours = browser()
    page = ours.get("/account/sign-in/")
    assert "Continue with Gemeente Voorbeeld" in page.text
    back = dance(ours, f"/account/with/{row.pk}/")
    assert (back.status_code, back.headers["Location"]) == (302, "/")
    assert who(ours) == str(house.lead.pk)
    assert ours.get(house.initiative.get_absolute_url()).status_code == 200


def test_one_lands_where_one_wanted_to_be(house: House, road: Road, row: IdentityProvider) -> None:
    row.link(house.lead, "1", by=house.lead)
    wanted = house.initiative.get_absolute_url()
    ours = browser()
    assert f'name="next" value="{wanted}"' in ours.get(f"/account/sign-in/?next={wanted}").text
    assert dance(ours, f"/account/with/{row.pk}/", next=wanted).headers["Location"] == wanted
    elsewhere = dance(browser(), f"/account/with/{row.pk}/", next="https://elsewhere.example/")
    assert elsewhere.headers["Location"] == "/"
