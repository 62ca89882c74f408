"""What must not work: somebody else's account, a forged token, a sign-in of another session, a removed provider.

The last test of each family, or the first line of a test, is the honest way, to see that it would have worked.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from projects.models import (
    AddressTakenError,
    IdentityProvider,
    Invitation,
    InvitationGoneError,
    LinkedElsewhereError,
    OrganisationRole,
    User,
)
from projects.privacy.erasure import erase
from tests import factories
from tests.conftest import House, Road
from tests.oidc.people import invited, started, who, with_password
from tests.oidc.providers import CLIENT, Person, Provider, browser, come_back, dance

pytestmark = pytest.mark.django_db

FORGERIES = (
    "another key of the same name",
    "another key of another name",
    "no signature",
    "the public key as a shared secret",
    "another subject under the old signature",
    "signature cut off",
    "no token at all",
)
CLAIMS: dict[str, dict[str, Any]] = {
    "for another client": {"aud": "somebody-else"},
    "for several, ours not meant": {"aud": [CLIENT, "somebody-else"]},
    "for several, another meant": {"aud": [CLIENT, "somebody-else"], "azp": "somebody-else"},
    "by another issuer": {"iss": "http://127.0.0.1:1"},
    "by an issuer that looks alike": {"iss": "{issuer}/"},
    "too old": {"exp": 1_000_000_000},
    "of the future": {"iat": 9_000_000_000},
    "another number used once": {"nonce": "guessed"},
    "an empty number used once": {"nonce": ""},
    "an empty subject": {"sub": ""},
    "a subject that is a number": {"sub": 1},
    "a subject with a null byte": {"sub": "1\x00"},
    "a subject with a line break": {"sub": "1\n"},
    "a subject with other letters": {"sub": "\u0661"},
    "a subject that is too long": {"sub": "1" * 192},
}


@pytest.fixture
def linked(house: House, road: Road, row: IdentityProvider) -> IdentityProvider:
    """Link Nina of the provider to the lead, and Otto to nobody."""
    row.link(house.lead, "1", by=house.lead)
    return row


def refused(row: IdentityProvider, status: int, said: str, email: str = "nina@example.org") -> None:
    """Sign in, and see that nobody is let in."""
    ours, links = browser(), SocialAccount.objects.count()
    answer = dance(ours, f"/account/with/{row.pk}/", email)
    assert (answer.status_code, who(ours)) == (status, "")
    assert said in answer.text
    assert SocialAccount.objects.count() == links


@pytest.mark.parametrize("how", FORGERIES)
def test_a_forged_token_is_refused(how: str, provider: Provider, linked: IdentityProvider) -> None:
    provider.behave(forgery=how)
    refused(linked, 400, "Signing in did not work")


@pytest.mark.parametrize("what", CLAIMS)
def test_a_token_that_says_something_wrong_is_refused(
    what: str, provider: Provider, linked: IdentityProvider
) -> None:
    claims = {
        name: value.format(issuer=provider.issuer) if isinstance(value, str) else value
        for name, value in CLAIMS[what].items()
    }
    provider.behave(claims=claims)
    refused(linked, 400, "Signing in did not work")


@pytest.mark.parametrize("name", ["iss", "aud", "exp", "iat", "sub", "nonce"])
def test_a_token_that_lacks_something_is_refused(
    name: str, provider: Provider, linked: IdentityProvider
) -> None:
    provider.behave(without=[name])
    refused(linked, 400, "Signing in did not work")


def test_an_honest_token_is_taken(provider: Provider, linked: IdentityProvider) -> None:
    provider.behave(claims={"azp": CLIENT, "aud": [CLIENT, "somebody-else"]})
    ours = browser()
    assert dance(ours, f"/account/with/{linked.pk}/").status_code == 302
    assert who(ours)


NONSENSE = (
    "",
    "null",
    "[]",
    "{}",
    '"text"',
    "{" * 100_000,
    "[" * 100_000,
    "\x00\xff",
    '{"keys": 7}',
    '{"keys": [7]}',
    '{"keys": [{}]}',
    '{"keys": [{"kty": "RSA", "kid": "x"}]}',
    '{"access_token": 7, "id_token": 7}',
    '{"access_token": "x", "id_token": "a.b.c"}',
    '{"access_token": "x", "id_token": {"a": 1}}',
    '{"issuer": 7}',
    "9" * 5_000,
    "x" * 300_000,
)


@pytest.mark.parametrize("part", ["token", "jwks.json", "openid-configuration"])
def test_nonsense_of_a_provider_is_no_fault_of_ours(
    part: str, provider: Provider, linked: IdentityProvider
) -> None:
    for nonsense in NONSENSE:
        provider.behave()
        ours = browser()
        address = Person("nina@example.org").goes(
            ours.post(f"/account/with/{linked.pk}/").headers["Location"]
        )
        provider.behave(answers={part: nonsense})
        # 424: a very long answer may be cut off on the way, and is then none at all
        refusals = {400, 424} if len(nonsense) > 100_000 else {400}
        assert come_back(ours, address).status_code in refusals, (part, nonsense[:40])
        assert who(ours) == ""


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.example"},
        {"issuer": None},
        {"authorization_endpoint": "https://elsewhere.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": "https://elsewhere.example/token"},
        {"token_endpoint": 7},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": None},
        {"response_types_supported": ["token"]},
        {"response_types_supported": 7},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
    ],
    ids=str,
)
def test_a_provider_that_says_something_wrong_of_itself_is_left_alone(
    metadata: dict[str, Any], provider: Provider, linked: IdentityProvider
) -> None:
    provider.behave(metadata=metadata)
    answer = browser().post(f"/account/with/{linked.pk}/")
    assert answer.status_code == 400
    assert "Signing in did not work" in answer.text


def test_a_provider_that_moved_within_its_hosts_is_left_alone_until_it_was_looked_at(
    provider: Provider, another: Provider, linked: IdentityProvider
) -> None:
    assert browser().post(f"/account/with/{linked.pk}/").status_code == 302
    provider.behave(metadata={"authorization_endpoint": f"{another.issuer}/identity/o/authorize"})
    assert browser().post(f"/account/with/{linked.pk}/").status_code == 400


@pytest.mark.parametrize("part", ["openid-configuration", "token", "jwks.json"])
def test_no_redirect_of_a_provider_is_followed(
    part: str, provider: Provider, another: Provider, linked: IdentityProvider
) -> None:
    ours = browser()
    address = Person("nina@example.org").goes(ours.post(f"/account/with/{linked.pk}/").headers["Location"])
    provider.behave(redirects={part: f"{another.issuer}/.well-known/{part}"})
    assert come_back(ours, address).status_code == 400
    assert who(ours) == ""


def test_the_same_address_with_another_subject_is_somebody_else(
    house: House, provider: Provider, linked: IdentityProvider
) -> None:
    User.objects.filter(pk=house.lead.pk).update(email="otto@example.org")
    refused(linked, 403, "We do not know this account yet", "otto@example.org")


def test_the_same_subject_at_another_issuer_is_somebody_else(
    house: House, another: Provider, linked: IdentityProvider
) -> None:
    row = another.row(house.organisation, by=house.administrator, name="Another")
    refused(row, 403, "We do not know this account yet")
    ours = browser()
    dance(ours, f"/account/with/{linked.pk}/")
    assert who(ours) == str(house.lead.pk)


def test_the_same_subject_under_another_client_is_somebody_else(
    house: House, provider: Provider, linked: IdentityProvider
) -> None:
    row = provider.row(house.organisation, by=house.administrator, client_id="another-client")
    refused(row, 403, "We do not know this account yet")


def with_query(address: str, **changed: str | None) -> str:
    """Change what stands behind the question mark."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()} | changed
    return f"{address.partition('?')[0]}?{urlencode({k: v for k, v in query.items() if v is not None})}"


STATES: dict[str, Callable[[str, str], str]] = {
    "no state": lambda mine, _theirs: with_query(mine, state=None),
    "a guessed state": lambda mine, _theirs: with_query(mine, state="A" * 16),
    "the state of another session": lambda mine, theirs: with_query(
        mine, state=parse_qs(urlsplit(theirs).query)["state"][0]
    ),
}


@pytest.mark.parametrize("how", STATES)
def test_a_sign_in_goes_on_only_in_the_session_that_began_it(how: str, linked: IdentityProvider) -> None:
    ours, mine = started(linked)
    _theirs, address = started(linked)
    answer = come_back(ours, STATES[how](mine, address))
    assert (answer.status_code, who(ours)) == (400, "")
    assert "This sign-in does not hold any more" in answer.text
    stranger = browser()
    assert come_back(stranger, mine).status_code == 400
    assert who(stranger) == ""
    assert come_back(ours, mine).status_code == 302
    assert who(ours)


def test_a_code_of_somebody_else_does_not_go_with_my_state(linked: IdentityProvider) -> None:
    """An attacker puts their own code in the way of a victim: the proof key and the number used once do not fit."""
    ours, mine = started(linked)
    _theirs, address = started(linked)
    code = parse_qs(urlsplit(address).query)["code"][0]
    assert come_back(ours, with_query(mine, code=code)).status_code == 400
    assert who(ours) == ""


def test_a_sign_in_is_used_once(linked: IdentityProvider) -> None:
    ours, mine = started(linked)
    assert come_back(ours, mine).status_code == 302
    ours.post("/account/sign-out/")
    assert come_back(ours, mine).status_code == 400
    again, other = started(linked)
    used = parse_qs(urlsplit(mine).query)["code"][0]
    assert come_back(again, with_query(other, code=used)).status_code == 400
    assert who(again) == ""


def test_a_sign_in_holds_ten_minutes(linked: IdentityProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    import time  # noqa: PLC0415

    ours, mine = started(linked)
    moment = time.time() + 601
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.time.time", lambda: moment)
    assert come_back(ours, mine).status_code == 400
    assert who(ours) == ""


def test_an_answer_of_another_issuer_is_refused(linked: IdentityProvider) -> None:
    ours, mine = started(linked)
    assert come_back(ours, with_query(mine, iss="https://elsewhere.example")).status_code == 400
    assert come_back(ours, with_query(mine, iss=linked.issuer)).status_code == 302


def test_who_says_no_there_changes_nothing(linked: IdentityProvider) -> None:
    ours = browser()
    sent = ours.post(f"/account/with/{linked.pk}/").headers["Location"]
    answer = come_back(ours, Person("nina@example.org").goes(sent, agrees=False))
    assert answer.status_code == 200
    assert "You stopped signing in" in answer.text
    assert who(ours) == ""


def test_an_error_of_the_provider_is_told_in_our_words(linked: IdentityProvider) -> None:
    ours, mine = started(linked)
    evil = with_query(mine, code=None, error="server_error", error_description="<b>Call 0900-EVIL</b>")
    answer = come_back(ours, evil)
    assert answer.status_code == 400
    assert "EVIL" not in answer.text
    assert "Signing in did not work" in answer.text


def test_reading_the_button_starts_nothing(linked: IdentityProvider) -> None:
    ours = browser()
    assert ours.get(f"/account/with/{linked.pk}/").status_code == 405
    assert not ours.session.keys()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/account/with/{linked.pk}/").status_code == 403


def test_an_invitation_needs_an_address_that_the_provider_verified(
    house: House, provider: Provider, linked: IdentityProvider
) -> None:
    path = invited(house, "otto@example.org")
    for wrong in (False, "true", 1, None):
        provider.behave(claims={"email_verified": wrong})
        answer = dance(browser(), f"{path}with/{linked.pk}/", "otto@example.org")
        assert answer.status_code == 403
        assert "This is not the address of the invitation" in answer.text
    provider.behave(without=["email", "email_verified"], userinfo={"email_verified": False})
    assert dance(browser(), f"{path}with/{linked.pk}/", "otto@example.org").status_code == 403
    provider.behave(without=["email", "email_verified"], userinfo={"sub": "1"})
    assert dance(browser(), f"{path}with/{linked.pk}/", "otto@example.org").status_code == 400
    assert not User.objects.filter(email="otto@example.org").exists()
    assert SocialAccount.objects.count() == 1
    provider.behave(without=["email", "email_verified"])
    assert dance(browser(), f"{path}with/{linked.pk}/", "otto@example.org").status_code == 302
    assert User.objects.filter(email="otto@example.org").exists()


def test_an_invitation_of_somebody_else_lets_nobody_in(
    house: House, provider: Provider, linked: IdentityProvider
) -> None:
    path = invited(house, "kim@example.org")
    for said in ("otto@example.org", "\u212aim@example.org", "kim@example.org\x00", " kim@example.org", ""):
        provider.behave(claims={"email": said, "email_verified": True})
        assert dance(browser(), f"{path}with/{linked.pk}/", "otto@example.org").status_code == 403, said
    assert Invitation.objects.open().filter(email="kim@example.org").exists()
    provider.behave(
        claims={"email": "Kim@Example.org", "email_verified": True, "name": "Kim\x00\n" + "x" * 200}
    )
    assert dance(browser(), f"{path}with/{linked.pk}/", "otto@example.org").status_code == 302
    assert User.objects.get(email="kim@example.org").name == "Kim" + "x" * 147


def test_an_invitation_of_another_organisation_does_not_open_with_this_provider(
    house: House, linked: IdentityProvider
) -> None:
    other = house.stranger.memberships.get().organisation
    theirs = factories.make_member(other, OrganisationRole.ADMINISTRATOR)
    token = Invitation.invite(
        other, "otto@example.org", by=theirs, organisation_role=OrganisationRole.MEMBER
    )[1]
    path = f"/account/invitations/{token}/"
    assert "Continue with" not in browser().get(path).text
    assert browser().post(f"{path}with/{linked.pk}/").status_code == 404
    own = invited(house, "otto@example.org")
    assert browser().post(f"{own}with/{linked.pk}/").status_code == 302


def test_an_address_that_has_an_account_is_not_taken_over_by_an_invitation(
    house: House, linked: IdentityProvider
) -> None:
    User.objects.filter(pk=house.stranger.pk).update(email="otto@example.org")
    path = invited(house, "otto@example.org")
    assert "Continue with" not in browser().get(path).text
    answer = dance(browser(), f"{path}with/{linked.pk}/", "otto@example.org")
    assert answer.status_code == 403
    assert "There is an account with this address already" in answer.text
    assert not SocialAccount.objects.filter(user=house.stranger).exists()


def test_an_invitation_that_was_withdrawn_meanwhile_lets_nobody_in(
    house: House, linked: IdentityProvider
) -> None:
    path = invited(house, "otto@example.org")
    ours = browser()
    sent = ours.post(f"{path}with/{linked.pk}/").headers["Location"]
    Invitation.objects.get(email="otto@example.org").withdraw(by=house.administrator)
    assert come_back(ours, Person("otto@example.org").goes(sent)).status_code == 410
    assert not User.objects.filter(email="otto@example.org").exists()


def test_a_closed_and_an_erased_account_stay_closed(house: House, linked: IdentityProvider) -> None:
    User.objects.filter(pk=house.lead.pk).update(is_active=False)
    ours = browser()
    assert dance(ours, f"/account/with/{linked.pk}/").headers["Location"] == "/account/inactive/"
    assert who(ours) == ""
    erase(house.lead, by=house.administrator, force=True)
    refused(linked, 403, "We do not know this account yet")


def test_a_provider_that_was_removed_meanwhile_lets_nobody_in(house: House, linked: IdentityProvider) -> None:
    ours, mine = started(linked)
    linked.remove(by=house.administrator)
    answer = come_back(ours, mine)
    assert (answer.status_code, who(ours)) == (404, "")
    assert "This way of signing in is no longer there" in answer.text
    assert browser().post(f"/account/with/{linked.pk}/").status_code == 404
    assert "Continue with" not in browser().get("/account/sign-in/").text
    assert not SocialAccount.objects.exists()


def test_a_host_that_the_operator_takes_off_the_list_lets_nobody_in(
    settings: Any, linked: IdentityProvider
) -> None:
    ours, mine = started(linked)
    settings.OIDC_HOSTS = ["elsewhere.example"]
    assert come_back(ours, mine).status_code == 404
    assert "Continue with" not in browser().get("/account/sign-in/").text
    settings.OIDC_HOSTS = []
    assert browser().post(f"/account/with/{linked.pk}/").status_code == 404


def test_who_left_the_organisation_is_not_let_in_by_its_provider(
    house: House, linked: IdentityProvider
) -> None:
    linked.link(house.manager, "2", by=house.manager)
    ours = browser()
    dance(ours, f"/account/with/{linked.pk}/", "otto@example.org")
    assert who(ours) == str(house.manager.pk)
    house.manager.memberships.get().leave(by=house.administrator)
    refused(linked, 403, "You do not work with this organisation any more", "otto@example.org")


def test_an_account_of_somebody_else_cannot_be_linked(house: House, linked: IdentityProvider) -> None:
    ours = with_password(house.observer)
    page = dance(ours, f"/account/links/{linked.pk}/")
    assert page.headers["Location"] == "/account/links/"
    assert "is linked to somebody else here" in ours.get("/account/links/").text
    assert SocialAccount.objects.get().user == house.lead
    dance(ours, f"/account/links/{linked.pk}/", "otto@example.org")
    assert set(SocialAccount.objects.values_list("user", "uid")) == {
        (house.lead.pk, "1"),
        (house.observer.pk, "2"),
    }
    with pytest.raises(LinkedElsewhereError):
        linked.link(house.observer, "3", by=house.observer)


def test_a_link_is_made_for_who_asked_only(house: House, linked: IdentityProvider) -> None:
    ours = with_password(house.observer)
    sent = ours.post(f"/account/links/{linked.pk}/").headers["Location"]
    address = Person("otto@example.org").goes(sent)
    session = ours.session
    kept = dict(session)
    ours.force_login(house.facilitator)
    session = ours.session
    session["socialaccount_states"] = kept["socialaccount_states"]
    session.save()
    assert come_back(ours, address).status_code == 400
    assert SocialAccount.objects.count() == 1


def test_two_welcomes_at_once_make_one_account(house: House, linked: IdentityProvider) -> None:
    invited(house, "otto@example.org")
    invitation = Invitation.objects.get(email="otto@example.org")
    linked.welcome(invitation, "2", name="Otto", language="nl")
    with pytest.raises(InvitationGoneError):
        linked.welcome(invitation, "3", name="Otto", language="nl")
    invited(house, "otto@example.org")
    with pytest.raises(AddressTakenError):
        linked.welcome(Invitation.objects.open().get(email="otto@example.org"), "3", name="x", language="nl")
    assert User.objects.filter(email="otto@example.org").count() == 1
