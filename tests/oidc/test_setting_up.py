"""An administrator sets up the sign-in of the organisation: it is looked at first, and what is wrong is said."""

import re
from typing import Any

import pytest
from django.test import Client

from projects.models import AuditEntry, IdentityProvider, OrganisationRole
from tests import factories
from tests.conftest import House, Road
from tests.headers.content_policy import parsed
from tests.oidc.people import an_hour_later, who, with_password
from tests.oidc.providers import CLIENT, SECRET, Provider, browser, dance
from tests.oidc.setting_up import base, filled

pytestmark = [pytest.mark.django_db, pytest.mark.core]


@pytest.fixture
def administrator(house: House) -> Client:
    """Sign in as the administrator, who said again who it is."""
    return with_password(house.administrator)


def test_the_whole_way_from_the_address_for_the_it_department_to_a_sign_in(
    house: House, road: Road, provider: Provider, administrator: Client
) -> None:
    assert "There is none yet" in administrator.get(base(house)).text
    page = administrator.get(f"{base(house)}new/")
    told = re.search(r'id="callback"[^>]*value="([^"]+)"', page.text)
    assert told is not None
    answer = administrator.post(f"{base(house)}new/", filled(page, issuer=provider.issuer))
    assert (answer.status_code, answer.headers["Location"]) == (302, base(house))
    row = IdentityProvider.objects.get()
    assert told[1] == f"http://testserver/account/with/{row.pk}/callback/"
    assert row.authorization_origin == provider.issuer
    assert row.secret == SECRET
    shown = administrator.get(base(house)).text
    assert provider.issuer in shown
    assert SECRET not in shown
    assert SECRET not in repr(dict(administrator.session))
    line = AuditEntry.objects.get(action="identity-provider.set-up")
    assert (line.by, line.organisation, line.target_id) == (
        house.administrator,
        house.organisation,
        str(row.pk),
    )
    assert line.detail == {}
    provider.knows(row)
    row.link(house.lead, "1", by=house.lead)
    ours = browser()
    dance(ours, f"/account/with/{row.pk}/")
    assert who(ours) == str(house.lead.pk)


def test_sent_twice_it_is_there_once(house: House, provider: Provider, administrator: Client) -> None:
    body = filled(administrator.get(f"{base(house)}new/"), issuer=provider.issuer)
    for _time in range(2):
        assert administrator.post(f"{base(house)}new/", body).headers["Location"] == base(house)
    assert IdentityProvider.objects.count() == 1
    again = administrator.post(
        f"{base(house)}new/", filled(administrator.get(f"{base(house)}new/"), issuer=provider.issuer)
    )
    assert again.status_code == 422
    assert "This sign-in is set up already." in again.text


WRONG: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("http://login.example", {}, "has to begin with https://"),
    ("https://elsewhere.example", {}, "does not allow this host yet: elsewhere.example"),
    ("https://", {}, "This is not a whole address"),
    ("{issuer}/nowhere", {}, "There is nothing at {issuer}/nowhere/.well-known/openid-configuration"),
    ("{issuer}/", {}, "calls itself ‘{issuer}’"),
    ("{issuer}", {"metadata": {"issuer": "https://x.example"}}, "calls itself ‘https://x.example’"),
    ("{issuer}", {"metadata": {"jwks_uri": None}}, "lacks something that is needed: jwks_uri"),
    ("{issuer}", {"metadata": {"token_endpoint": "https://x.example/t"}}, "host yet: x.example"),
    ("{issuer}", {"answers": {"openid-configuration": "<html>"}}, "is not the description of a sign-in"),
    ("{issuer}", {"answers": {"openid-configuration": " " * 300_000}}, "is too long"),
    ("{issuer}", {"redirects": {"openid-configuration": "/"}}, "The address leads on to another one"),
    ("{issuer}", {"seconds": 6}, "There is no answer from this address."),
)


@pytest.mark.parametrize(("issuer", "behaviour", "said"), WRONG, ids=lambda each: str(each)[:40])
def test_what_is_wrong_is_said_in_words_and_nothing_is_stored(  # noqa: PLR0917 - fixtures
    issuer: str, behaviour: dict[str, Any], said: str, house: House, provider: Provider, administrator: Client
) -> None:
    page = administrator.get(f"{base(house)}new/")
    provider.behave(**behaviour)
    body = filled(page, issuer=issuer.format(issuer=provider.issuer))
    answer = administrator.post(f"{base(house)}new/", body)
    assert answer.status_code == 422
    assert said.format(issuer=provider.issuer) in answer.text
    assert SECRET not in answer.text
    assert not IdentityProvider.objects.exists()


def test_another_secret_and_name(house: House, row: IdentityProvider, administrator: Client) -> None:
    page = administrator.get(f"{base(house)}{row.pk}/")
    assert SECRET not in page.text
    body = {"name": "Stad", "secret": "", "asks_second_factor": "on", "version": "1"}
    assert administrator.post(f"{base(house)}{row.pk}/", body).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.secret, row.asks_second_factor, row.version) == ("Stad", SECRET, True, 2)
    stale = administrator.post(f"{base(house)}{row.pk}/", {**body, "secret": "late"})
    assert stale.status_code == 409
    fresh = {**body, "secret": "new", "version": "2", "issuer": "https://x.example", "client_id": "x"}
    assert administrator.post(f"{base(house)}{row.pk}/", fresh).status_code == 302
    issuer = row.issuer
    row.refresh_from_db()
    assert (row.secret, row.issuer, row.client_id) == ("new", issuer, CLIENT)
    details = AuditEntry.objects.filter(action="identity-provider.revised").order_by("at")
    assert [line.detail for line in details] == [{"new_secret": False}, {"new_secret": True}]


def test_saving_looks_again_where_people_are_sent(
    house: House, provider: Provider, another: Provider, row: IdentityProvider, administrator: Client
) -> None:
    administrator.get(f"{base(house)}{row.pk}/")
    provider.behave(metadata={"authorization_endpoint": f"{another.issuer}/identity/o/authorize"})
    body = {"name": "Stad", "secret": "", "version": "1"}
    administrator.post(f"{base(house)}{row.pk}/", body)
    row.refresh_from_db()
    assert row.authorization_origin == another.issuer
    assert browser().post(f"/account/with/{row.pk}/").status_code == 302


def test_it_is_removed_after_a_question(
    house: House, road: Road, row: IdentityProvider, administrator: Client
) -> None:
    row.link(house.lead, "1", by=house.lead)
    asked = administrator.get(f"{base(house)}{row.pk}/removal/")
    assert "1 person linked it" in asked.text
    assert IdentityProvider.objects.live().count() == 1
    administrator.post(f"{base(house)}{row.pk}/removal/")
    assert IdentityProvider.objects.live().count() == 0
    line = AuditEntry.objects.get(action="identity-provider.removed")
    assert line.detail == {"links": 1}
    assert IdentityProvider.objects.get().encrypted_secret == ""
    assert IdentityProvider.next_id(house.organisation) != row.pk


def test_nothing_changes_before_one_said_again_who_one_is(house: House, row: IdentityProvider) -> None:
    ours = browser()
    ours.post("/account/sign-in/", {"login": house.administrator.email, "password": factories.PASSWORD})
    an_hour_later(ours)
    for path in (f"{base(house)}new/", f"{base(house)}{row.pk}/", f"{base(house)}{row.pk}/removal/"):
        assert ours.get(path).headers["Location"].startswith("/account/again/")
        body = {"name": "x", "secret": "clear-secret", "version": "1"}
        assert ours.post(path, body).headers["Location"] == path
        assert "clear-secret" not in repr(dict(ours.session))
    row.refresh_from_db()
    assert (row.name, row.removed_at) == ("Gemeente Voorbeeld", None)


def test_one_organisation_does_not_reach_the_sign_in_of_another(house: House, row: IdentityProvider) -> None:
    other = house.stranger.memberships.get().organisation
    theirs = factories.make_member(other, OrganisationRole.ADMINISTRATOR)
    ours = with_password(theirs)
    assert ours.get(f"/organisation/{other.pk}/identity-provider/").status_code == 200
    for path in (f"{row.pk}/", f"{row.pk}/removal/"):
        assert ours.get(f"/organisation/{other.pk}/identity-provider/{path}").status_code == 404
        assert ours.post(f"/organisation/{other.pk}/identity-provider/{path}").status_code == 404
        assert ours.get(f"{base(house)}{path}").status_code == 404


def test_where_it_is_off_the_pages_say_so(house: House, settings: Any, administrator: Client) -> None:
    settings.OIDC_HOSTS = []
    assert "This is not switched on" in administrator.get(base(house)).text
    assert "This is not switched on" in administrator.get(f"{base(house)}new/").text
    body = filled(administrator.get(f"{base(house)}new/"), issuer="https://login.example")
    assert administrator.post(f"{base(house)}new/", body).status_code == 422
    assert not IdentityProvider.objects.exists()


def test_only_pages_that_offer_a_provider_lead_there(
    house: House, road: Road, row: IdentityProvider, administrator: Client
) -> None:
    offer = {f"'self' {row.authorization_origin}"}
    from tests.oidc.people import invited  # noqa: PLC0415

    path = invited(house)
    for ours, where in (
        (browser(), "/account/sign-in/"),
        (browser(), path),
        (with_password(house.lead), "/account/links/"),
    ):
        found = ours.get(where).headers["Content-Security-Policy"]
        assert {" ".join(parsed(found)["form-action"])} == offer, where
    assert browser().post("/account/sign-in/", {}).status_code == 422
    for ours, where in (
        (browser(), "/"),
        (browser(), "/account/password/reset/"),
        (with_password(house.lead), "/account/password/"),
        (administrator, base(house)),
        (administrator, f"{base(house)}new/"),
        (with_password(house.stranger), "/account/links/"),
    ):
        found = ours.get(where).headers["Content-Security-Policy"]
        assert parsed(found)["form-action"] == ["'self'"], where
