"""Leaving by oneself: a page that says what it means, a button that does it, and never the last one who is needed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from projects.models import (
    AuditEntry,
    HandOver,
    Initiative,
    Organisation,
    OrganisationMember,
    OrganisationRole,
    Role,
    TeamMember,
    User,
)
from tests import factories
from tests.conftest import House, Road
from tests.projects.races import Work, at_once

Browser = Callable[[User | None], Client]
core = pytest.mark.core


def team_url(house: House) -> str:
    return f"{house.initiative.get_absolute_url()}team/departure/"


def organisation_url(house: House) -> str:
    return f"/organisation/{house.organisation.pk}/departure/"


@core
@pytest.mark.django_db
def test_someone_of_the_team_leaves_and_is_a_stranger_at_once(house: House, road: Road, as_: Browser) -> None:
    browser = as_(house.observer)
    page = browser.get(team_url(house))
    assert "You are here as: Observer." in page.text
    assert house.initiative.team.filter(user=house.observer).exists()
    left = browser.post(team_url(house), follow=True)
    assert "You left the team of ‘Work and income’." in left.text
    assert browser.get(house.initiative.get_absolute_url()).status_code == 404
    line = AuditEntry.objects.get(action="team.went")
    assert (line.by, line.initiative) == (house.observer, house.initiative)


@core
@pytest.mark.django_db
def test_the_only_lead_hands_over_first(house: House, as_: Browser) -> None:
    page = as_(house.lead).post(team_url(house))
    assert page.status_code == 409
    assert "You are the only project lead" in page.text
    assert f"{house.initiative.get_absolute_url()}hand-over/" in page.text
    assert house.initiative.team.filter(user=house.lead).exists()
    factories.make_team_member(house.initiative, Role.LEAD)
    assert as_(house.lead).post(team_url(house)).status_code == 302
    assert not house.initiative.team.filter(user=house.lead).exists()


@core
@pytest.mark.django_db
def test_one_can_leave_an_archived_initiative(house: House, as_: Browser) -> None:
    house.initiative.archive(by=house.lead)
    assert as_(house.facilitator).post(team_url(house)).status_code == 302
    assert not house.initiative.team.filter(user=house.facilitator).exists()


@core
@pytest.mark.django_db
def test_a_member_leaves_the_organisation_with_its_teams_and_no_others(
    house: House, road: Road, as_: Browser
) -> None:
    other = Initiative.objects.get(title="Elsewhere")
    other.add_member(house.facilitator, Role.OBSERVER, by=house.stranger)
    browser = as_(house.facilitator)
    page = browser.get(organisation_url(house)).text
    assert "Work and income" in page
    assert "Elsewhere" not in page
    assert "Leave Gemeente Voorbeeld" in browser.get("/").text
    left = browser.post(organisation_url(house), follow=True)
    assert "You left Gemeente Voorbeeld." in left.text
    assert browser.get(house.initiative.get_absolute_url()).status_code == 404
    assert browser.get(organisation_url(house)).status_code == 404
    assert browser.get(other.get_absolute_url()).status_code == 200
    line = AuditEntry.objects.get(action="organisation.went")
    assert (line.by, line.organisation) == (house.facilitator, house.organisation)


@core
@pytest.mark.django_db
def test_who_is_needed_in_the_organisation_stays(house: House, as_: Browser) -> None:
    page = as_(house.administrator).post(organisation_url(house))
    assert page.status_code == 409
    assert "You are the only administrator" in page.text
    page = as_(house.lead).post(organisation_url(house))
    assert page.status_code == 409
    assert "Nobody else leads this:" in page.text
    assert "Work and income" in page.text
    assert house.organisation.members.filter(user__in=[house.administrator, house.lead]).count() == 2
    assert house.initiative.team.filter(user=house.lead).exists()


def member_of(house: House, user: User) -> TeamMember:
    return house.initiative.team.select_related("initiative", "user").get(user=user)


def both_leads_leave(house: House) -> tuple[Work, ...]:
    second = factories.make_team_member(house.initiative, Role.LEAD)
    one, other = member_of(house, house.lead), member_of(house, second)
    return lambda: one.leave(by=house.lead), lambda: other.leave(by=second)


def each_lead_takes_the_others_role(house: House) -> tuple[Work, ...]:
    second = factories.make_team_member(house.initiative, Role.LEAD)
    one, other = member_of(house, house.lead), member_of(house, second)
    return (
        lambda: other.give_role(Role.OBSERVER, by=house.lead),
        lambda: one.give_role(Role.OBSERVER, by=second),
    )


def the_receiver_leaves_meanwhile(house: House) -> tuple[Work, ...]:
    theirs = member_of(house, house.observer)
    words: dict[str, Any] = {"by": house.lead, "note": "A note", "stays": Role.OBSERVER}
    return (
        lambda: HandOver.make(house.initiative, house.observer, **words),
        lambda: theirs.leave(by=house.observer),
    )


def one_hands_over_and_the_receiver_leaves_the_organisation(house: House) -> tuple[Work, ...]:
    place = house.facilitator.memberships.select_related("organisation", "user").get()
    words: dict[str, Any] = {"by": house.lead, "note": "A note", "stays": None}
    return (
        lambda: HandOver.make(house.initiative, house.facilitator, **words),
        lambda: place.leave(by=house.facilitator),
    )


TEAM_RACES = (
    both_leads_leave,
    each_lead_takes_the_others_role,
    the_receiver_leaves_meanwhile,
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", TEAM_RACES, ids=lambda race: race.__name__)
def test_a_team_has_a_lead_whatever_happens_at_once(
    race: Callable[[House], tuple[Work, ...]], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = at_once(monkeypatch, *race(house))
    assert house.initiative.team.filter(role=Role.LEAD).exists()
    assert "done" in told


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", TEAM_RACES, ids=lambda race: race.__name__)
def test_without_the_lock_these_races_leave_no_lead(
    race: Callable[[House], tuple[Work, ...]], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what the test above does is a race, and only the lock ends it well."""
    monkeypatch.setattr(Initiative, "lock_team", lambda _initiative: None)
    assert at_once(monkeypatch, *race(house)) == ["done", "done"]
    assert not house.initiative.team.filter(role=Role.LEAD).exists()


@pytest.fixture
def two_administrators(house: House) -> Iterator[list[OrganisationMember]]:
    house.organisation.add_member(house.manager, OrganisationRole.ADMINISTRATOR, by=house.administrator)
    yield list(
        house.organisation.members.filter(role=OrganisationRole.ADMINISTRATOR).select_related(
            "organisation", "user"
        )
    )


@pytest.mark.django_db(transaction=True)
def test_an_organisation_has_an_administrator_when_both_leave_at_once(
    house: House, two_administrators: list[OrganisationMember], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two_administrators
    told = at_once(monkeypatch, lambda: one.leave(by=one.user), lambda: other.leave(by=other.user))
    assert told == ["LastAdministratorError", "done"]
    assert house.organisation.members.filter(role=OrganisationRole.ADMINISTRATOR).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_leaves_while_the_other_becomes_a_member(
    house: House, two_administrators: list[OrganisationMember], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two_administrators
    told = at_once(
        monkeypatch,
        lambda: one.leave(by=one.user),
        lambda: other.give_role(OrganisationRole.MEMBER, by=other.user),
    )
    assert told == ["LastAdministratorError", "done"]
    assert house.organisation.members.filter(role=OrganisationRole.ADMINISTRATOR).count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_administrators_are_gone(
    house: House, two_administrators: list[OrganisationMember], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Organisation, "lock_people", lambda _organisation: None)
    one, other = two_administrators
    told = at_once(monkeypatch, lambda: one.leave(by=one.user), lambda: other.leave(by=other.user))
    assert told == ["done", "done"]
    assert not house.organisation.members.filter(role=OrganisationRole.ADMINISTRATOR).exists()


@pytest.mark.django_db(transaction=True)
def test_a_hand_over_and_a_departure_from_the_organisation_do_not_wait_for_each_other_for_ever(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both take the same locks in the same order: the one who comes second sees what the first one did."""
    told = at_once(monkeypatch, *one_hands_over_and_the_receiver_leaves_the_organisation(house))
    assert told in (["CannotHandOverError", "done"], ["OnlyLeadError", "done"])
    leads = house.initiative.team.filter(role=Role.LEAD)
    assert leads.exists()
    assert all(house.organisation.members.filter(user=lead.user).exists() for lead in leads)
