"""Who is taken out stays out: open invitations to them, and those they sent, stop working with their rights."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from projects.models import (
    AuditEntry,
    HandOver,
    Invitation,
    InvitationGoneError,
    Organisation,
    OrganisationRole,
    Role,
    User,
)
from projects.privacy.erasure import erase
from tests import factories
from tests.conftest import House, Road
from tests.projects.races import at_once

pytestmark = pytest.mark.django_db
core = pytest.mark.core

Browser = Callable[[User | None], Client]
PRIVATE = "private@lea.example"


def invite(house: House, email: str, *, by: User, **purpose: Any) -> tuple[Invitation, str]:
    """Invite into the team as lead, unless said otherwise; give the invitation and its address."""
    given = purpose or {"initiative": house.initiative, "role": Role.LEAD}
    invitation, token = Invitation.invite(house.organisation, email, by=by, **given)
    return invitation, f"/account/invitations/{token}/"


def into_the_organisation(house: House, email: str, *, by: User) -> tuple[Invitation, str]:
    """Invite as administrator of the organisation."""
    return invite(house, email, by=by, organisation_role=OrganisationRole.ADMINISTRATOR)


def lets_in(path: str, browser: Client | None = None) -> bool:
    """Open the link and press its button, with a new account when nobody is signed in."""
    browser = browser or Client()
    seen = browser.get(path).status_code
    done = browser.post(path, {"name": "Back", "password": "een heel lange wachtzin"}).status_code
    assert (seen, done) in {(200, 302), (410, 410)}
    return done == 302


def second_lead(house: House) -> User:
    """Let someone else lead too."""
    return factories.make_team_member(house.initiative, Role.LEAD, name="Sam Second")


def second_administrator(house: House) -> User:
    """Let someone else administer too."""
    return factories.make_member(house.organisation, OrganisationRole.ADMINISTRATOR, name="Bea Second")


@core
def test_an_invitation_of_before_does_not_bring_back_who_was_taken_out(
    house: House, road: Road, as_: Browser
) -> None:
    bob = factories.make_member(house.organisation, name="Bob")
    _invitation, path = invite(house, bob.email, by=house.lead)
    house.initiative.add_member(bob, Role.LEAD, by=house.lead)
    bob.memberships.get().leave(by=house.administrator)
    assert not lets_in(path, as_(bob))
    assert not house.initiative.team.filter(user=bob).exists()
    assert as_(bob).get(house.initiative.get_absolute_url()).status_code == 404


@core
@pytest.mark.parametrize("how", ["team", "organisation", "went", "lower", "handed-over", "erased"])
def test_who_may_not_invite_any_more_has_no_link_left(how: str, house: House, road: Road) -> None:
    """The lead kept a copy of the link to an address of their own; a link of the other lead goes on working."""
    other = second_lead(house)
    invitation, path = invite(house, PRIVATE, by=house.lead)
    _kept, of_another = invite(house, "nina@elsewhere.example", by=other)
    mine = house.initiative.team.get(user=house.lead)
    ways: dict[str, Callable[[], Any]] = {
        "team": lambda: mine.leave(by=other),
        "organisation": lambda: house.lead.memberships.get().leave(by=house.administrator),
        "went": lambda: mine.leave(by=house.lead),
        "lower": lambda: mine.give_role(Role.FACILITATOR, by=other),
        "handed-over": lambda: HandOver.make(
            house.initiative, other, by=house.lead, note="A note", stays=Role.OBSERVER
        ),
        "erased": lambda: erase(house.lead, by=house.lead),
    }
    ways[how]()
    assert not lets_in(path)
    assert not User.objects.filter(email=PRIVATE).exists()
    line = AuditEntry.objects.get(action="invitation.withdrawn")
    assert (line.target_id, line.initiative) == (str(invitation.pk), house.initiative)
    assert lets_in(of_another)


@core
@pytest.mark.parametrize("how", ["left", "lower", "erased"])
def test_an_administrator_who_goes_leaves_no_link(how: str, house: House, road: Road) -> None:
    other = second_administrator(house)
    _invitation, path = into_the_organisation(house, PRIVATE, by=house.administrator)
    _kept, of_another = into_the_organisation(house, "nina@elsewhere.example", by=other)
    place = house.administrator.memberships.get()
    ways: dict[str, Callable[[], Any]] = {
        "left": lambda: place.leave(by=other),
        "lower": lambda: place.give_role(OrganisationRole.MEMBER, by=other),
        "erased": lambda: erase(house.administrator, by=house.administrator),
    }
    ways[how]()
    assert not lets_in(path)
    line = AuditEntry.objects.get(action="invitation.withdrawn")
    assert (line.organisation, line.initiative) == (house.organisation, None)
    assert lets_in(of_another)


@core
def test_who_is_taken_in_another_way_has_no_link_left(house: House) -> None:
    bob = factories.make_user("Bob")
    team, _path = invite(house, bob.email, by=house.lead)
    organisation, _path = into_the_organisation(house, bob.email, by=house.administrator)
    elsewhere = factories.make_initiative(house.organisation, lead=house.lead)
    kept, _path = invite(house, bob.email, by=house.lead, initiative=elsewhere, role=Role.OBSERVER)
    for_another, _path = invite(house, PRIVATE, by=house.lead)
    house.initiative.add_member(bob, Role.OBSERVER, by=house.lead)
    pending = set(Invitation.objects.pending())
    assert pending == {organisation, kept, for_another}
    house.organisation.add_member(bob, OrganisationRole.MEMBER, by=house.administrator)
    assert set(Invitation.objects.pending()) == {kept, for_another}
    lines = AuditEntry.objects.filter(action="invitation.withdrawn").order_by("at")
    assert [line.target_id for line in lines] == [str(team.pk), str(organisation.pk)]


@core
def test_leaving_a_team_lets_links_of_elsewhere_be(house: House, road: Road) -> None:
    second_lead(house)
    elsewhere = factories.make_initiative(house.organisation, lead=house.lead)
    _kept, path = invite(house, PRIVATE, by=house.lead, initiative=elsewhere, role=Role.OBSERVER)
    house.initiative.team.get(user=house.lead).leave(by=house.lead)
    assert lets_in(path)


@core
def test_leaving_an_organisation_takes_all_links_of_its_initiatives_and_none_of_others(
    house: House, road: Road, as_: Browser
) -> None:
    bob = factories.make_member(house.organisation, name="Bob")
    _gone, inside = invite(house, bob.email, by=house.lead)
    other = house.stranger.teams.get().initiative
    _kept, token = Invitation.invite(
        other.organisation, bob.email, by=house.stranger, initiative=other, role=Role.OBSERVER
    )
    bob.memberships.get().leave(by=house.administrator)
    assert not lets_in(inside, as_(bob))
    assert lets_in(f"/account/invitations/{token}/", as_(bob))


@core
def test_a_link_made_in_the_moment_of_leaving_does_not_work(house: House) -> None:
    """What the one who left sent while they left is seen by no withdrawal: who accepts is looked at once more."""
    second_lead(house)
    house.initiative.team.get(user=house.lead).leave(by=house.lead)
    into_the_team, path = invite(house, PRIVATE, by=house.lead)
    in_the_organisation, other_path = into_the_organisation(house, "x@lea.example", by=house.lead)
    assert not lets_in(path)
    assert not lets_in(other_path)
    for invitation in (into_the_team, in_the_organisation):
        with pytest.raises(InvitationGoneError):
            invitation.accept(factories.make_user(email=invitation.email))


@core
def test_a_facilitator_and_a_member_cannot_have_invited(house: House) -> None:
    for by in (house.facilitator, house.observer, house.manager, house.stranger, house.administrator):
        assert not lets_in(invite(house, PRIVATE, by=by)[1]), by
    for by in (house.lead, house.manager, house.stranger):
        assert not lets_in(into_the_organisation(house, PRIVATE, by=by)[1]), by


@core
def test_who_sends_it_again_answers_for_it(house: House, road: Road) -> None:
    other = second_lead(house)
    invitation, first = invite(house, PRIVATE, by=house.lead)
    token = invitation.renew(by=other)
    house.initiative.team.get(user=house.lead).leave(by=other)
    assert not lets_in(first)
    assert lets_in(f"/account/invitations/{token}/")


@core
def test_an_invitation_does_not_outlive_the_address_it_is_bound_to(house: House, as_: Browser) -> None:
    bob = factories.make_member(house.organisation, name="Bob", email="bob@old.example")
    _gone, path = invite(house, bob.email, by=house.lead)
    kept, _path = invite(house, PRIVATE, by=house.lead)
    browser = as_(bob)
    browser.post("/account/email/", {"email": "bob@new.example"})
    confirmation = re.search(r"/account/email/\S+/", str(mail.outbox[-1].body))
    assert confirmation is not None
    browser.get(confirmation[0])
    assert set(Invitation.objects.pending()) == {Invitation.objects.get(email=bob.email), kept}
    assert browser.post(confirmation[0]).status_code == 302
    bob.refresh_from_db()
    assert bob.email == "bob@new.example"
    assert not lets_in(path)
    assert list(Invitation.objects.pending()) == [kept]


@core
def test_the_pages_for_another_role_and_for_handing_over_say_it_too(house: House, as_: Browser) -> None:
    said = "Open invitations from this person stop working when the new role may not invite."
    own = "Open invitations that you sent here stop working."
    team = house.initiative.get_absolute_url()
    role = f"{team}team/{house.initiative.team.get(user=house.lead).pk}/"
    person = f"/organisation/{house.organisation.pk}/people/{house.administrator.memberships.get().pk}/"
    assert said not in as_(house.lead).get(role).text
    assert said not in as_(house.administrator).get(person).text
    assert own not in as_(house.lead).get(f"{team}hand-over/").text
    invite(house, PRIVATE, by=house.lead)
    assert said in as_(house.lead).get(role).text
    assert own in as_(house.lead).get(f"{team}hand-over/").text
    assert said not in as_(house.administrator).get(person).text
    into_the_organisation(house, PRIVATE, by=house.administrator)
    assert said in as_(house.administrator).get(person).text


@core
@pytest.mark.parametrize("place", ["team", "organisation"])
def test_the_page_says_that_open_invitations_lapse(place: str, house: House, as_: Browser) -> None:
    second_lead(house)
    said = "Open invitations from this person, or to this person, stop working."
    own = "Open invitations that you sent here stop working."
    removal, departure = {
        "team": (
            f"{house.initiative.get_absolute_url()}team/{house.initiative.team.get(user=house.lead).pk}/removal/",
            f"{house.initiative.get_absolute_url()}team/departure/",
        ),
        "organisation": (
            f"/organisation/{house.organisation.pk}/people/{house.lead.memberships.get().pk}/removal/",
            f"/organisation/{house.organisation.pk}/departure/",
        ),
    }[place]
    remover = as_(house.lead if place == "team" else house.administrator)
    invite(house, "other@example.org", by=User.objects.get(name="Sam Second"))
    assert said not in remover.get(removal).text
    assert own not in as_(house.lead).get(departure).text
    invitation, _path = invite(house, PRIVATE, by=house.lead)
    page = remover.get(removal).text
    assert said in page
    assert PRIVATE not in page
    assert own in as_(house.lead).get(departure).text
    invitation.withdraw(by=house.lead)
    invite(house, house.lead.email, by=User.objects.get(name="Sam Second"))
    assert said in remover.get(removal).text


def accepts_while_taken_out(house: House) -> tuple[Any, Any, User]:
    """Let Bob accept an invitation into a team at the moment in which he is taken out of the organisation."""
    bob = factories.make_member(house.organisation, name="Bob")
    invitation, _path = invite(house, bob.email, by=house.lead)
    place = house.organisation.members.select_related("organisation", "user").get(user=bob)
    return lambda: invitation.accept(bob), lambda: place.leave(by=house.administrator), bob


@pytest.mark.django_db(transaction=True)
def test_who_accepts_while_taken_out_is_out(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    accept, leave, bob = accepts_while_taken_out(house)
    told = at_once(monkeypatch, accept, leave)
    assert told in (["done", "done"], ["InvitationGoneError", "done"])
    assert not house.initiative.team.filter(user=bob).exists()
    assert not house.organisation.members.filter(user=bob).exists()


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_who_accepts_while_taken_out_stays_in(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what the test above does is a race, and only the lock ends it well."""
    monkeypatch.setattr(Organisation, "lock_people", lambda _organisation: None)
    accept, leave, bob = accepts_while_taken_out(house)
    assert at_once(monkeypatch, accept, leave) == ["done", "done"]
    assert house.initiative.team.filter(user=bob).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["leave", "give_role", "invite"])
def test_whatever_a_lead_does_while_leaving_no_link_is_left(
    how: str, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link is used, or a new one made, at the moment in which its sender loses the lead: it works before, or never."""
    second_lead(house)
    invitation, path = invite(house, PRIVATE, by=house.lead)
    nina = factories.make_user(email=PRIVATE)
    mine = house.initiative.team.select_related("initiative", "user").get(user=house.lead)
    goes: Any = {"give_role": lambda: mine.give_role(Role.OBSERVER, by=house.lead)}.get(
        how, lambda: mine.leave(by=house.lead)
    )
    made: list[str] = []
    does: Any = (
        (lambda: made.append(invite(house, "x@lea.example", by=house.lead)[1]))
        if how == "invite"
        else (lambda: invitation.accept(nina))
    )
    told = at_once(monkeypatch, goes, does)
    assert told in (["done", "done"], ["InvitationGoneError", "done"])
    if how != "invite":
        accepted = Invitation.objects.filter(pk=invitation.pk, accepted_by=nina).exists()
        assert house.initiative.team.filter(user=nina).exists() == accepted
    for link in [path, *made]:
        assert Client().get(link).status_code == 410
