"""Signing in with the account of one's work in a real browser, at a real provider, with nothing against the policy."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from projects.models import IdentityProvider, Invitation, OrganisationRole, User
from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in
from tests.oidc.providers import CLIENT, PASSWORD, SECRET, Provider

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Watched]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """Start a provider."""
    made = Provider(tmp_path_factory.mktemp("provider"))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def provider(running: Provider, site: Site, settings: Any) -> Provider:
    """Permit it."""
    settings.OIDC_HOSTS, settings.OIDC_PLAIN_ON_LOOPBACK = [running.host], True
    settings.SITE_URL = site.url
    cache.clear()
    running.behave()
    return running


@pytest.fixture
def administrator(site: Site) -> User:
    """Make an administrator of the organisation."""
    return factories.make_member(
        site.organisation, OrganisationRole.ADMINISTRATOR, name="Ada Admin", language="nl"
    )


def at_the_provider(page: Page, provider: Provider, email: str) -> None:
    """Sign in there, and say yes."""
    expect(page.locator("[name=login]")).to_be_visible()
    assert page.url.startswith(provider.issuer)
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.locator("form button[type=submit]").last.click()
    page.locator("button[value=grant]").click()


def sign_out(page: Page) -> None:
    page.locator("form[action='/account/sign-out/'] button >> visible=true").first.click()


def test_set_up_link_sign_in_and_take_the_link_off(
    site: Site, visit: Visit, provider: Provider, administrator: User
) -> None:
    page = visit().page
    sign_in(page, site, administrator)
    page.goto(f"{site.url}/organisation/{site.organisation.pk}/identity-provider/")
    page.get_by_role("link", name="Stel een inlogdienst in").click()
    callback = page.locator("#callback").input_value()
    page.fill("[name=name]", "Gemeente Voorbeeld")
    page.fill("[name=issuer]", f"{provider.issuer}/")
    page.fill("[name=client_id]", CLIENT)
    page.fill("[name=secret]", SECRET)
    page.get_by_role("button", name="Controleer en stel in").click()
    expect(page.get_by_role("link", name="De inlogdienst noemt zichzelf")).to_be_visible()
    page.fill("[name=issuer]", provider.issuer)
    page.fill("[name=secret]", SECRET)
    page.get_by_role("button", name="Controleer en stel in").click()
    expect(page.get_by_role("heading", name="Gemeente Voorbeeld")).to_be_visible()
    provider.control(client={"id": CLIENT, "secret": SECRET, "redirects": [callback]})

    page.get_by_role("link", name="Manieren om in te loggen").click()
    page.get_by_role("button", name="Koppel dit account").click()
    at_the_provider(page, provider, "nina@example.org")
    expect(page.get_by_text("Gekoppeld. U kunt nu inloggen met Gemeente Voorbeeld.")).to_be_visible()
    sign_out(page)

    page.goto(f"{site.url}/account/sign-in/?next=/initiatives/")
    page.get_by_role("button", name="Ga verder met Gemeente Voorbeeld").click()
    page.locator("button[value=grant]").click()
    page.wait_for_url(f"{site.url}/initiatives/")

    page.goto(f"{site.url}/account/links/")
    page.get_by_role("button", name="Koppel los").click()
    expect(page.get_by_text("De koppeling is weg.")).to_be_visible()
    expect(page.get_by_role("button", name="Koppel dit account")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_invitation_is_accepted_without_a_password(
    scripts: bool,
    site: Site,
    visit: Visit,
    provider: Provider,
    administrator: User,
) -> None:
    provider.row(site.organisation, by=administrator)
    purpose: dict[str, Any] = {"organisation_role": OrganisationRole.MANAGER}
    token = Invitation.invite(site.organisation, "otto@example.org", by=administrator, **purpose)[1]
    page = visit(width=390, scripts=scripts).page
    page.goto(f"{site.url}/account/invitations/{token}/")
    page.get_by_role("button", name="Ga verder met Gemeente Voorbeeld").click()
    at_the_provider(page, provider, "otto@example.org")
    expect(page.get_by_text("Welkom. U doet mee.")).to_be_visible()
    assert page.url == f"{site.url}/"
    otto = User.objects.get(email="otto@example.org")
    assert (otto.name, otto.has_usable_password(), otto.language) == ("Otto Oud", False, "nl")


def test_an_invitation_can_still_be_accepted_with_a_password(
    site: Site, visit: Visit, provider: Provider, administrator: User
) -> None:
    provider.row(site.organisation, by=administrator)
    purpose: dict[str, Any] = {"organisation_role": OrganisationRole.MEMBER}
    token = Invitation.invite(site.organisation, "otto@example.org", by=administrator, **purpose)[1]
    page = visit().page
    page.goto(f"{site.url}/account/invitations/{token}/")
    page.fill("[name=name]", "Otto")
    page.fill("[name=password]", factories.PASSWORD)
    page.get_by_role("button", name="Maak mijn account en doe mee").click()
    page.wait_for_url(f"{site.url}/")
    assert User.objects.get(email="otto@example.org").has_usable_password()


def test_without_the_exception_the_browser_stops_the_way_out(
    site: Site, visit: Visit, provider: Provider, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the policy is really kept, so that only naming the provider opens the way."""
    provider.row(site.organisation, by=administrator)
    monkeypatch.setattr(
        "projects.accounts.oidc.views.allow_form_action", lambda response, _providers: response
    )
    watched = visit()
    watched.page.goto(f"{site.url}/account/sign-in/")
    watched.page.get_by_role("button", name="Ga verder met Gemeente Voorbeeld").click(no_wait_after=True)
    watched.page.wait_for_timeout(1_500)
    assert watched.page.url == f"{site.url}/account/sign-in/"
    assert any("form-action" in fault for fault in watched.faults)
    watched.faults.clear()


def test_a_provider_that_is_away_leaves_the_other_ways_open(
    site: Site, visit: Visit, provider: Provider, administrator: User
) -> None:
    provider.row(site.organisation, by=administrator)
    IdentityProvider.objects.update(issuer=f"{provider.issuer}/nowhere")
    provider.behave(seconds=7)
    page = visit().page
    page.goto(f"{site.url}/account/sign-in/")
    page.get_by_role("button", name="Ga verder met Gemeente Voorbeeld").click()
    expect(page.get_by_role("heading", name="Gemeente Voorbeeld geeft geen antwoord")).to_be_visible()
    page.locator("main a.nl-button").click()
    sign_in(page, site, site.lead)
