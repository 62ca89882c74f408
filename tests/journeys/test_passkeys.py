"""A passkey in a real browser: added, signed in with, asked again with, removed; with nothing the policy forbids."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from projects.accounts.second_factor import lacks_second_factor
from projects.models import AuditEntry, Session
from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Watched]
BREACHES = """
window.breaches = [];
document.addEventListener("securitypolicyviolation", (event) => window.breaches.push(event.violatedDirective));
"""


def with_authenticator(page: Page) -> tuple[Any, dict[str, str]]:
    """Put a made-up phone with a finger reader in the browser; give what speaks to it, and its id."""
    page.add_init_script(BREACHES)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def no_breach(page: Page) -> None:
    assert page.evaluate("window.breaches") == []


def at_localhost(site: Site) -> Site:
    """Browsers allow passkeys at a name, not at a number."""
    return Site(site.url.replace("127.0.0.1", "localhost"), site.organisation, site.lead)


def add(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/account/second-factor/")
    page.get_by_role("link", name="Voeg een passkey toe").click()
    page.fill("[name=name]", "Mijn telefoon")
    no_breach(page)
    page.get_by_role("button", name="Voeg een passkey toe").click()
    page.wait_for_url(f"{site.url}/account/second-factor/spare-codes/")
    no_breach(page)


def sign_out(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/account/sign-out/")
    page.get_by_role("button", name="Log uit").last.click()
    page.wait_for_url(f"{site.url}/")


def test_a_passkey_is_added_used_and_removed(site: Site, visit: Visit) -> None:
    site, page = at_localhost(site), visit().page
    with_authenticator(page)
    site.organisation.second_factor_required = True
    site.organisation.save()
    sign_in_at_second_factor(page, site)
    assert lacks_second_factor(site.lead)
    add(page, site)
    assert not lacks_second_factor(site.lead), "an organisation that asks a second factor is content"
    page.goto(f"{site.url}/initiatives/")
    assert page.url == f"{site.url}/initiatives/"

    sign_out(page, site)
    page.goto(f"{site.url}/account/sign-in/")
    page.get_by_role("button", name="Log in met een passkey").click()
    page.wait_for_url(f"{site.url}/")
    expect(page.get_by_role("button", name="Log uit").first).to_be_attached()

    sign_out(page, site)
    page.goto(f"{site.url}/account/sign-in/")
    page.fill("[name=login]", site.lead.email)
    page.fill("[name=password]", factories.PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(f"{site.url}/account/second-factor/code/")
    page.get_by_role("button", name="Gebruik mijn passkey").click()
    page.wait_for_url(f"{site.url}/")
    no_breach(page)

    page.goto(f"{site.url}/account/data/file/")
    assert "/account/again/" in page.url
    page.goto(page.url.replace("/account/again/", "/account/second-factor/passkeys/again/").split("?")[0])
    page.get_by_role("button", name="Gebruik mijn passkey").click()
    page.wait_for_url(f"{site.url}/")

    page.goto(f"{site.url}/account/second-factor/")
    page.locator("main a[href*=removal]").click()
    page.get_by_role("button", name="Verwijder", exact=True).click()
    page.wait_for_url(f"{site.url}/account/second-factor/")
    assert not Authenticator.objects.exists()
    actions = set(AuditEntry.objects.about_account(site.lead).values_list("action", flat=True))
    assert {"account.passkey-added", "account.passkey-removed"} <= actions
    no_breach(page)


def sign_in_at_second_factor(page: Page, site: Site) -> None:
    """Sign in where a second factor is still to be made."""
    page.goto(f"{site.url}/account/sign-in/")
    page.fill("[name=login]", site.lead.email)
    page.fill("[name=password]", factories.PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(f"{site.url}/account/second-factor/")


def test_a_passkey_that_its_owner_does_not_open_lets_nobody_in(site: Site, visit: Visit) -> None:
    site, page = at_localhost(site), visit().page
    session, phone = with_authenticator(page)
    sign_in(page, site, site.lead)
    add(page, site)
    sign_out(page, site)
    assert len(session.send("WebAuthn.getCredentials", phone)["credentials"]) == 1
    session.send("WebAuthn.setUserVerified", {**phone, "isUserVerified": False})
    page.goto(f"{site.url}/account/sign-in/")
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_text("Dat lukte niet.")).to_be_visible(timeout=15_000)
    page.goto(f"{site.url}/initiatives/")
    assert "/account/sign-in/" in page.url


def test_after_a_new_password_by_mail_a_passkey_first_needs_that_password(site: Site, visit: Visit) -> None:
    site, page = at_localhost(site), visit().page
    with_authenticator(page)
    sign_in(page, site, site.lead)
    add(page, site)
    sign_out(page, site)
    page.goto(f"{site.url}/account/password/reset/")
    page.fill("[name=email]", site.lead.email)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site.url}/account/password/reset/sent/")
    link = re.search(r"/account/password/reset/\S+", str(mail.outbox[-1].body))
    assert link is not None
    page.goto(site.url + link[0])
    expect(page.get_by_text("Uw passkey werkt weer vanzelf")).to_be_visible()
    page.fill("[name=password1]", "een heel ander wachtwoord")
    page.fill("[name=password2]", "een heel ander wachtwoord")
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site.url}/account/password/reset/done/")

    page.goto(f"{site.url}/account/sign-in/")
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_text("U hebt een nieuw wachtwoord gekozen.")).to_be_visible()
    page.goto(f"{site.url}/initiatives/")
    assert "/account/sign-in/" in page.url
    page.fill("[name=login]", site.lead.email)
    page.fill("[name=password]", "een heel ander wachtwoord")
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(f"{site.url}/account/second-factor/code/")
    page.get_by_role("button", name="Gebruik mijn passkey").click()
    page.wait_for_url(f"{site.url}/initiatives/")

    sign_out(page, site)
    page.goto(f"{site.url}/account/sign-in/")
    page.get_by_role("button", name="Log in met een passkey").click()
    page.wait_for_url(f"{site.url}/")
    no_breach(page)


def test_after_signing_out_the_back_button_shows_nothing(site: Site, visit: Visit) -> None:
    page = visit().page
    sign_in(page, site, site.lead)
    page.goto(f"{site.url}/account/")
    expect(page.get_by_text(site.lead.email).first).to_be_visible()
    sign_out(page, site)
    page.go_back()
    page.go_back()
    page.wait_for_load_state()
    assert site.lead.email not in page.content()


def test_a_page_warns_before_it_is_signed_out_and_goes_on(site: Site, visit: Visit) -> None:
    page = visit().page
    sign_in(page, site, site.lead)
    page.goto(f"{site.url}/initiatives/new/")
    page.fill("[name=title]", "Wat ik typte")
    now = timezone.now()
    Session.objects.update(expire_date=now + timedelta(minutes=4), seen_at=now - timedelta(minutes=56))
    page.evaluate("htmx.ajax('GET', '/account/session/', {target: '#session', swap: 'outerHTML'})")
    expect(page.get_by_text("Over 4 minuten wordt u uitgelogd.").first).to_be_visible()
    expect(page.locator("#live")).to_have_text("Over 4 minuten wordt u uitgelogd.")
    page.get_by_role("button", name="Blijf ingelogd").click()
    expect(page.get_by_role("button", name="Blijf ingelogd")).to_have_count(0)
    assert Session.objects.exclude(user=None).get().expire_date > timezone.now() + timedelta(minutes=55)
    assert page.locator("[name=title]").input_value() == "Wat ik typte"
    Session.objects.update(expire_date=now)
    page.evaluate("htmx.ajax('GET', '/account/session/', {target: '#session', swap: 'outerHTML'})")
    expect(page.get_by_text("Wat u typte, staat hier nog.")).to_be_visible()
    assert page.locator("[name=title]").input_value() == "Wat ik typte"
