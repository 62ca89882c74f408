"""Letting people in: a link that holds for one address, one purpose and one use; opening it changes nothing."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from projects.models import (
    AuditEntry,
    Initiative,
    Invitation,
    InvitationGoneError,
    OrganisationRole,
    Role,
    Session,
    TeamMember,
    User,
)
from tests import factories
from tests.at_once import all_at_once
from tests.conftest import House, Road
from tests.projects.invitations.links import NEW, PASSWORD, link, token_in

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


def invite(house: House, email: str = NEW, **purpose: Any) -> tuple[Invitation, str]:
    """Invite someone into the team of the initiative, unless said otherwise."""
    given = purpose or {"initiative": house.initiative, "role": Role.FACILITATOR}
    return Invitation.invite(house.organisation, email, by=house.lead, **given)


def html_of(message: Any) -> str:
    """Return the HTML of a mail."""
    return str(message.alternatives[0][0])


def fingerprint() -> tuple[Any, ...]:
    """Return all that an invitation could change."""
    return (
        list(Invitation.objects.order_by("pk").values()),
        User.objects.count(),
        TeamMember.objects.count(),
        AuditEntry.objects.count(),
        Session.objects.count(),
    )


def test_a_lead_invites_by_mail_and_sees_the_link_once(house: House, as_: Browser) -> None:
    url = f"{house.initiative.get_absolute_url()}team/invite/"
    page = as_(house.lead).post(
        url, {"submission_key": str(uuid4()), "email": " Nina@Elsewhere.example ", "role": int(Role.OBSERVER)}
    )
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.initiative) == (
        NEW,
        Role.OBSERVER,
        house.initiative,
    )
    (sent,) = mail.outbox
    token = token_in(sent.body)
    assert sent.to == [NEW]
    assert token in page.text
    assert token in html_of(sent)
    assert invitation.token_hash == hashlib.sha256(token.encode()).hexdigest()
    team = as_(house.lead).get(f"{house.initiative.get_absolute_url()}team/").text
    assert NEW in team
    assert token not in team
    assert token not in repr(list(AuditEntry.objects.values()))


def test_the_mail_speaks_the_language_of_who_gets_it(house: House, as_: Browser) -> None:
    dutch = factories.make_user("Nel", email="nel@example.org", language="nl")
    url = f"{house.initiative.get_absolute_url()}team/invite/"
    as_(house.lead).post(url, {"submission_key": str(uuid4()), "email": dutch.email, "role": int(Role.LEAD)})
    assert mail.outbox[0].subject == "Uitnodiging van Lea Lead"
    assert '<html lang="nl">' in html_of(mail.outbox[0])


def test_a_mail_that_cannot_be_sent_leaves_the_link(house: House, as_: Browser, monkeypatch: Any) -> None:
    def refuse(*_args: Any, **_options: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    url = f"{house.initiative.get_absolute_url()}team/invite/"
    page = as_(house.lead).post(url, {"submission_key": str(uuid4()), "email": NEW, "role": int(Role.LEAD)})
    assert "The mail could not be sent" in page.text
    assert "/account/invitations/" in page.text


def test_who_has_no_account_makes_one_and_sees_this_initiative_and_nothing_else(
    house: House, road: Road, as_: Browser
) -> None:
    other = factories.make_initiative(house.organisation, lead=house.lead, title="Zeppelin")
    _invitation, token = invite(house)
    browser = Client(headers={"accept-language": "en"})
    assert "Lea Lead asks you to join" in browser.get(link(token)).text
    answer = browser.post(link(token), {"name": "Nina", "password": PASSWORD})
    assert answer.headers["Location"] == house.initiative.get_absolute_url()
    nina = User.objects.get(email=NEW)
    assert nina.check_password(PASSWORD)
    assert not nina.memberships.exists()
    assert browser.get(house.initiative.get_absolute_url()).status_code == 200
    assert browser.get(other.get_absolute_url()).status_code == 404
    for path in ("/", "/initiatives/", "/search/?q=zeppelin"):
        assert "Zeppelin" not in browser.get(path).text.replace("q=zeppelin", "").replace('"zeppelin"', "")
    assert browser.get(f"/organisation/{house.organisation.pk}/people/").status_code == 404
    assert list(Initiative.objects.visible_to(nina)) == [house.initiative]


def test_who_has_an_account_signs_in_and_presses_the_button(house: House, as_: Browser) -> None:
    person = factories.make_user("Piet", email="piet@example.org")
    _invitation, token = invite(house, person.email)
    assert "You have an account already" in Client(headers={"accept-language": "en"}).get(link(token)).text
    assert Client().post(link(token), {"name": "Thief", "password": PASSWORD}).status_code == 422
    assert as_(person).post(link(token)).status_code == 302
    assert house.initiative.team.get(user=person).role == Role.FACILITATOR


def test_an_administrator_lets_someone_into_the_organisation(house: House, road: Road, as_: Browser) -> None:
    url = f"/organisation/{house.organisation.pk}/people/invite/"
    as_(house.administrator).post(url, {"submission_key": str(uuid4()), "email": NEW, "role": "manager"})
    token = token_in(mail.outbox[0].body)
    browser = Client()
    browser.post(link(token), {"name": "Nina", "password": PASSWORD})
    member = house.organisation.members.get(user__email=NEW)
    assert member.role == OrganisationRole.MANAGER
    assert browser.get(house.initiative.get_absolute_url()).status_code == 200


def test_opening_the_link_five_times_changes_nothing(house: House, as_: Browser) -> None:
    _invitation, token = invite(house)
    before = fingerprint()
    for _time in range(5):
        response = Client().get(link(token))
        assert response.status_code == 200
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["Cache-Control"] == "no-store"
        Client().head(link(token))
    assert fingerprint() == before


def too_old(house: House) -> str:
    invitation, token = invite(house)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    return token


def withdrawn(house: House) -> str:
    invitation, token = invite(house)
    invitation.withdraw(by=house.lead)
    return token


def used(house: House) -> str:
    _invitation, token = invite(house)
    Client().post(link(token), {"name": "Nina", "password": PASSWORD})
    return token


def renewed(house: House) -> str:
    invitation, token = invite(house)
    invitation.renew(by=house.lead)
    return token


def invited_again(house: House) -> str:
    _invitation, token = invite(house)
    invite(house)
    return token


def altered(house: House) -> str:
    _invitation, token = invite(house)
    return token[:-1] + ("A" if token[-1] != "A" else "B")


def guessed(house: House) -> str:
    return "A" * 43


def hash_as_token(house: House) -> str:
    invitation, _token = invite(house)
    return invitation.token_hash[:43]


@pytest.mark.parametrize(
    "spoil", [too_old, withdrawn, used, renewed, invited_again, altered, guessed, hash_as_token]
)
def test_a_link_that_no_longer_holds_lets_nobody_in(house: House, spoil: Callable[[House], str]) -> None:
    token = spoil(house)
    before = fingerprint()
    browser = Client(headers={"accept-language": "en"})
    for response in (
        browser.get(link(token)),
        browser.post(link(token), {"name": "X", "password": PASSWORD}),
    ):
        assert response.status_code == 410
        assert "This link does not work any more" in response.text
        assert NEW not in response.text
    assert fingerprint() == before


def test_the_link_holds_for_its_address_only(house: House, as_: Browser) -> None:
    invitation, token = invite(house)
    before = fingerprint()
    page = as_(house.stranger).get(link(token)).text
    assert "This invitation is for another address" in page
    assert as_(house.stranger).post(link(token)).status_code == 422
    assert as_(house.stranger).post(link(token), {"name": "X", "password": "x"}).status_code == 422
    with pytest.raises(InvitationGoneError):
        invitation.accept(house.stranger)
    after = fingerprint()
    assert after[:4] == before[:4]


def test_the_new_link_of_a_renewal_works(house: House, as_: Browser) -> None:
    invitation, _token = invite(house)
    url = f"{house.initiative.get_absolute_url()}invitations/{invitation.pk}/renewal/"
    page = as_(house.lead).post(url).text
    fresh = token_in(page)
    assert Client().get(link(fresh)).status_code == 200


@pytest.mark.parametrize("password", ["short", "123456789012345678", NEW])
def test_a_password_that_is_easy_to_guess_is_refused(house: House, password: str) -> None:
    _invitation, token = invite(house)
    answer = Client().post(link(token), {"name": "Nina", "password": password})
    assert answer.status_code == 422
    assert not User.objects.filter(email=NEW).exists()


@pytest.mark.parametrize("email", ["no address", "", "x@y", "a" * 250 + "@example.org"])
def test_an_address_that_is_none_is_asked_again(house: House, as_: Browser, email: str) -> None:
    url = f"{house.initiative.get_absolute_url()}team/invite/"
    answer = as_(house.lead).post(
        url, {"submission_key": str(uuid4()), "email": email, "role": int(Role.LEAD)}
    )
    assert answer.status_code == 422
    assert mail.outbox == []


def test_who_is_in_already_is_not_invited(house: House, as_: Browser) -> None:
    url = f"{house.initiative.get_absolute_url()}team/invite/"
    asked = {"submission_key": str(uuid4()), "email": house.observer.email.upper(), "role": int(Role.LEAD)}
    assert as_(house.lead).post(url, asked).status_code == 422


def test_an_invitation_of_another_initiative_cannot_be_touched(house: House, as_: Browser) -> None:
    elsewhere = factories.make_initiative(house.organisation, lead=house.lead)
    invitation, _token = invite(house)
    for what in ("renewal", "withdrawal"):
        url = f"{elsewhere.get_absolute_url()}invitations/{invitation.pk}/{what}/"
        assert as_(house.lead).post(url).status_code == 404
        url = f"/organisation/{house.organisation.pk}/invitations/{invitation.pk}/{what}/"
        assert as_(house.administrator).post(url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_twenty_posts_at_once_one_makes_an_account(house: House) -> None:
    """The control: without the lock on the invitation the second would meet the unique address as an error."""
    _invitation, token = invite(house)

    def post() -> int:
        return Client().post(link(token), {"name": "Nina", "password": PASSWORD}).status_code

    statuses = all_at_once([post] * 20)
    assert sorted(set(statuses)) in ([302, 410], [302, 410, 422], [302, 422])
    assert statuses.count(302) == 1
    assert User.objects.filter(email=NEW).count() == 1
    assert house.initiative.team.filter(user__email=NEW).count() == 1
    assert AuditEntry.objects.filter(action="invitation.accepted").count() == 1
