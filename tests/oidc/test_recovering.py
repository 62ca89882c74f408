"""A new password by mail gives an account back to the owner of its address, whatever somebody else linked to it."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from projects.accounts.second_factor import lacks_second_factor, restore_passkey, suspend_passkeys
from projects.models import AuditEntry, IdentityProvider, Invitation, OrganisationRole, User
from tests import factories
from tests.conftest import House, Road
from tests.oidc.people import who, with_password
from tests.oidc.providers import Provider, browser, dance
from tests.projects.accounts.codes import code_of

pytestmark = [pytest.mark.django_db, pytest.mark.core]

OWNER = "owner@example.org"
CHOSEN = "een heel ander wachtwoord"
OPENED = '{"id": "what a browser says"}'


def choose_a_new_password(email: str) -> Client:
    """Ask for a link by mail and choose CHOSEN with it; give that browser."""
    ours = browser()
    mail.outbox.clear()
    ours.post("/account/password/reset/", {"email": email})
    link = re.search(r"http://testserver(/account/password/reset/\S+)", str(mail.outbox[0].body))
    assert link is not None
    form = ours.get(link[1], follow=True)
    assert form.status_code == 200
    done = ours.post(form.request["PATH_INFO"], {"password1": CHOSEN, "password2": CHOSEN})
    assert done.status_code == 302
    return ours


def sign_in(email: str) -> Client:
    """Sign in with the new password."""
    ours = browser()
    ours.post("/account/sign-in/", {"login": email, "password": CHOSEN})
    return ours


def test_an_account_made_with_a_copied_link_comes_back_to_its_owner(
    house: House, road: Road, row: IdentityProvider
) -> None:
    """Somebody copies an invitation's link, makes the account, and links their own account of work to it."""
    _invitation, token = Invitation.invite(
        house.organisation, OWNER, by=house.administrator, organisation_role=OrganisationRole.MANAGER
    )
    row.link(house.facilitator, "2", by=house.facilitator)
    thief = browser()
    body = {"name": "Thief", "password": factories.PASSWORD}
    assert thief.post(f"/account/invitations/{token}/", body).status_code == 302
    assert dance(thief, f"/account/links/{row.pk}/").headers["Location"] == "/account/links/"
    owner = User.objects.get(email=OWNER)
    fresh = browser()
    dance(fresh, f"/account/with/{row.pk}/")
    assert who(fresh) == str(owner.pk)

    choose_a_new_password(OWNER)
    assert list(SocialAccount.objects.values_list("user", flat=True)) == [house.facilitator.pk]
    for each in (thief, fresh):
        assert each.get(house.initiative.get_absolute_url()).status_code == 302
    again = browser()
    assert dance(again, f"/account/with/{row.pk}/").status_code == 403
    assert who(again) == ""
    assert who(sign_in(OWNER)) == str(owner.pk)
    told = mail.outbox[-1]
    assert told.to == [OWNER]
    assert "An account of your work lets you in only when you link it again." in told.body
    line = AuditEntry.objects.get(action="identity-provider.unlinked")
    assert (line.by, line.organisation, line.target_id) == (owner, house.organisation, str(row.pk))
    actions = list(AuditEntry.objects.about_account(owner).values_list("action", flat=True))
    assert actions.count("account.provider-unlinked") == 1
    assert actions.count("account.password-reset") == 1
    assert "took an account of work off" in sign_in(OWNER).get("/account/").text


def test_the_page_says_beforehand_what_a_new_password_takes_along(
    house: House, row: IdentityProvider
) -> None:
    said = "The account of your work is not linked any more then. You can link it again."
    for linked in (False, True):
        if linked:
            row.link(house.lead, "1", by=house.lead)
        mail.outbox.clear()
        ours = browser()
        ours.post("/account/password/reset/", {"email": house.lead.email})
        link = re.search(r"http://testserver(/account/password/reset/\S+)", str(mail.outbox[0].body))
        assert link is not None
        assert (said in ours.get(link[1], follow=True).text) == linked
        assert SocialAccount.objects.filter(user=house.lead).exists() == linked


def test_who_linked_before_links_again(house: House, road: Road, row: IdentityProvider) -> None:
    row.link(house.lead, "1", by=house.lead)
    choose_a_new_password(house.lead.email)
    ours = sign_in(house.lead.email)
    assert dance(ours, f"/account/links/{row.pk}/").headers["Location"] == "/account/links/"
    fresh = browser()
    dance(fresh, f"/account/with/{row.pk}/")
    assert who(fresh) == str(house.lead.pk)


def test_it_is_no_way_round_a_second_factor_that_the_provider_asked(
    house: House, road: Road, provider: Provider
) -> None:
    house.organisation.set_second_factor_required(required=True, by=house.administrator)
    row = provider.row(house.organisation, by=house.administrator, asks_second_factor=True)
    row.link(house.lead, "1", by=house.lead)
    choose_a_new_password(house.lead.email)
    answer = sign_in(house.lead.email).get(house.initiative.get_absolute_url())
    assert answer.headers["Location"] == "/account/second-factor/"


def test_it_is_no_way_round_a_code_of_an_app(house: House, road: Road, row: IdentityProvider) -> None:
    secret = generate_totp_secret()
    TOTP.activate(house.lead, secret)
    row.link(house.lead, "1", by=house.lead)
    choose_a_new_password(house.lead.email)
    assert not SocialAccount.objects.exists()
    assert Authenticator.objects.filter(user=house.lead).exists()
    ours = sign_in(house.lead.email)
    assert who(ours) == ""
    ours.post("/account/second-factor/code/", {"code": code_of(secret)})
    assert who(ours) == str(house.lead.pk)


@pytest.mark.parametrize("what", ["link", "unlink"])
def test_linking_and_taking_a_link_off_ends_other_sessions_and_is_told(
    what: str, house: House, road: Road, row: IdentityProvider
) -> None:
    if what == "unlink":
        row.link(house.lead, "1", by=house.lead)
    ours, there, somebody = (with_password(each) for each in (house.lead, house.lead, house.observer))
    mail.outbox.clear()
    if what == "link":
        dance(ours, f"/account/links/{row.pk}/")
    else:
        ours.post(f"/account/links/{row.pk}/removal/")
    assert SocialAccount.objects.filter(user=house.lead).exists() == (what == "link")
    page = house.initiative.get_absolute_url()
    assert [each.get(page).status_code for each in (ours, there, somebody)] == [200, 302, 200]
    (told,) = mail.outbox
    assert told.to == [house.lead.email]
    words = {
        "link": "An account of your work was linked. You can sign in with it now.",
        "unlink": "The link with an account of your work was taken off. It does not let you in any more.",
    }
    assert words[what] in told.body
    action = {"link": "account.provider-linked", "unlink": "account.provider-unlinked"}[what]
    assert AuditEntry.objects.about_account(house.lead).filter(action=action, by=house.lead).count() == 1


def test_nothing_is_told_where_nothing_changed(house: House, road: Road, row: IdentityProvider) -> None:
    row.link(house.lead, "1", by=house.lead)
    ours, there = with_password(house.lead), with_password(house.lead)
    mail.outbox.clear()
    page: Any = dance(ours, f"/account/links/{row.pk}/")
    assert page.status_code == 302
    row.link(house.facilitator, "2", by=house.facilitator)
    dance(with_password(house.observer), f"/account/links/{row.pk}/")
    assert there.get(house.initiative.get_absolute_url()).status_code == 200
    User.objects.filter(pk=house.lead.pk).update(password="!")
    only_there = browser()
    dance(only_there, f"/account/with/{row.pk}/")
    page = only_there.post(f"/account/links/{row.pk}/removal/", follow=True)
    assert "This is your only way to sign in." in page.text
    assert SocialAccount.objects.filter(user=house.lead).exists()
    assert mail.outbox == []
    assert not AuditEntry.objects.filter(action__startswith="account.provider").exists()


def test_a_passkey_of_before_opens_nothing_without_the_new_password(
    house: House, road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A passkey of a thief stays out; that of the owner counts as second factor, and so the reset goes round none."""
    passkeys = [
        Authenticator.objects.create(
            user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "credential": {}}
        )
        for person in (house.lead, house.observer)
    ]
    opened = {"passkey": passkeys[0].pk}
    monkeypatch.setattr(
        "allauth.mfa.webauthn.forms.AuthenticateWebAuthnForm.clean_credential",
        lambda _form: Authenticator.objects.get(pk=opened["passkey"]),
    )
    there = house.initiative.get_absolute_url()

    def by_itself() -> Client:
        ours = browser()
        ours.post("/account/second-factor/passkeys/sign-in/", {"credential": OPENED})
        return ours

    assert who(by_itself()) == str(house.lead.pk)
    choose_a_new_password(house.lead.email)
    stopped = by_itself()
    assert who(stopped) == ""
    assert "Sign in with it once, and use your passkey after it." in stopped.get("/account/sign-in/").text
    opened["passkey"] = passkeys[1].pk
    assert who(by_itself()) == str(house.observer.pk), "only the passkeys of this account"
    opened["passkey"] = passkeys[0].pk

    ours = sign_in(house.lead.email)
    assert ours.get(there).status_code == 302, "the password alone is not enough"
    ours.post("/account/second-factor/code/", {"credential": OPENED})
    assert ours.get(there).status_code == 200
    assert who(by_itself()) == str(house.lead.pk)
    actions = list(AuditEntry.objects.about_account(house.lead).values_list("action", flat=True))
    assert [each for each in reversed(actions) if "tied" in each] == [
        "account.passkeys-tied",
        "account.passkey-untied",
    ]


def test_the_account_says_how_many_accounts_of_work_are_linked(house: House, row: IdentityProvider) -> None:
    said = re.compile(r"Account of your work</dt>\s*<dd>\s*(\w+)\s*<")
    for linked in ("none", "1"):
        found = said.search(with_password(house.lead).get("/account/").text)
        assert found is not None
        assert found[1] == linked
        row.link(house.lead, "1", by=house.lead)


def test_a_tied_passkey_is_shown_so(house: House, road: Road) -> None:
    said = "Works by itself again after you used it once with your new password."
    passkey = Authenticator.objects.create(
        user=house.lead, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "credential": {}}
    )
    ours = browser()
    ours.force_login(house.lead)
    assert said not in ours.get("/account/second-factor/").text
    suspend_passkeys(house.lead)
    assert said in ours.get("/account/second-factor/").text
    assert not lacks_second_factor(house.lead)
    passkey.refresh_from_db()
    restore_passkey(passkey)
    assert said not in ours.get("/account/second-factor/").text
