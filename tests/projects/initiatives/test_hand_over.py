"""Handing over the lead: with a note, all of it or nothing, a mail to the receiver, and never without a lead."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from projects.models import (
    AuditEntry,
    CannotHandOverError,
    HandOver,
    OrganisationRole,
    Role,
    TeamMember,
    User,
)
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
NOTE = "Promised the neighbours an answer.\n\nNext: the second evening."


def posted(person: Any, stays: str = "20", **changes: Any) -> dict[str, Any]:
    """Return the form as it is posted."""
    given = {"person": str(person.pk), "note": NOTE, "stays": stays, "submission_key": str(uuid.uuid4())}
    return {**given, **changes}


def roles(house: House) -> dict[str, Role]:
    """Return who is what in the team."""
    return {member.user.name: Role(member.role) for member in house.initiative.team.select_related("user")}


def url_of(house: House) -> str:
    return f"{house.initiative.get_absolute_url()}hand-over/"


@pytest.mark.parametrize(
    ("stays", "left_as"), [("20", Role.FACILITATOR), ("10", Role.OBSERVER), ("leave", None)]
)
def test_a_lead_hands_over_to_someone_of_the_team(
    stays: str, left_as: Role | None, house: House, as_: Browser
) -> None:
    member = house.initiative.team.get(user=house.observer)
    answer: Any = as_(house.lead).post(url_of(house), posted(member, stays), follow=True)
    assert answer.status_code == 200
    assert "Obi Observer leads from now on." in answer.text
    assert roles(house).get("Lea Lead") == left_as
    assert roles(house)["Obi Observer"] == Role.LEAD
    (made,) = HandOver.objects.all()
    assert (made.giver, made.receiver, made.note) == (house.lead, house.observer, NOTE)
    lines = set(AuditEntry.objects.filter(by=house.lead).values_list("action", flat=True))
    assert {"team.handed-over", "team.role-given"} <= lines
    assert ("team.went" in lines) == (left_as is None)


def test_a_colleague_who_was_not_in_the_team_can_become_lead(house: House, as_: Browser) -> None:
    as_(house.lead).post(url_of(house), posted(house.administrator.memberships.get()))
    assert roles(house)["Ada Admin"] == Role.LEAD
    assert roles(house)["Lea Lead"] == Role.FACILITATOR


def test_the_receiver_gets_a_mail_in_their_language_without_the_note(house: House, as_: Browser) -> None:
    User.objects.filter(pk=house.observer.pk).update(language="nl")
    as_(house.lead).post(url_of(house), posted(house.initiative.team.get(user=house.observer)))
    (sent,) = mail.outbox
    assert sent.to == [house.observer.email]
    assert sent.subject == "U bent vanaf nu projectleider van ‘Work and income’"
    html = str(sent.alternatives[0][0])  # type: ignore[attr-defined]
    for body in (str(sent.body), html):
        assert "Lea Lead" in body
        assert f"/initiatives/{house.initiative.pk}/team/" in body
        assert "Promised" not in body


def test_the_team_reads_the_note_and_the_receiver_until_it_is_marked_as_read(
    house: House, road: Road, as_: Browser
) -> None:
    as_(house.lead).post(url_of(house), posted(house.initiative.team.get(user=house.observer)))
    team = f"{house.initiative.get_absolute_url()}team/"
    assert "Promised the neighbours" in as_(house.facilitator).get(team).text
    assert "Promised the neighbours" in as_(house.manager).get(team).text
    assert "Promised the neighbours" in as_(house.observer).get("/").text
    assert "Promised the neighbours" not in as_(house.facilitator).get("/").text
    reading = f"{url_of(house)}{HandOver.objects.get().pk}/reading/"
    assert as_(house.facilitator).post(reading).status_code == 403
    assert reading in as_(house.observer).get("/").text
    assert reading not in as_(house.facilitator).get(team).text
    for words in ("It is noted that you read this.", "It was noted before that you read this."):
        answer = as_(house.observer).post(reading, follow=True)
        assert answer.redirect_chain
        assert words in answer.text
    assert AuditEntry.objects.filter(action="team.note-read", by=house.observer).count() == 1
    assert "Promised the neighbours" not in as_(house.observer).get("/").text
    assert "Promised the neighbours" in as_(house.observer).get(team).text


def test_who_left_the_team_does_not_read_the_note_any_more(house: House) -> None:
    factories.make_hand_over(house.initiative, house.lead, house.observer)
    assert HandOver.objects.unread_by(house.observer).count() == 1
    house.initiative.team.get(user=house.observer).leave(by=house.lead)
    assert HandOver.objects.unread_by(house.observer).count() == 0


def test_it_goes_to_nobody_of_elsewhere_not_to_oneself_and_not_without_a_note(
    house: House, as_: Browser
) -> None:
    mine = house.initiative.team.get(user=house.lead)
    theirs = house.initiative.team.get(user=house.observer)
    gone = factories.make_member(house.organisation)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for body in (
        posted(house.stranger.memberships.get()),
        posted(mine),
        posted(house.lead.memberships.get()),
        posted(gone.memberships.get()),
        posted(theirs, note="  \n "),
        posted(theirs, stays="30"),
    ):
        assert as_(house.lead).post(url_of(house), body).status_code == 422
    assert roles(house)["Lea Lead"] == Role.LEAD
    assert not HandOver.objects.exists()
    assert mail.outbox == []


def test_sent_twice_it_is_one_hand_over_and_one_mail(house: House, as_: Browser) -> None:
    other = factories.make_team_member(house.initiative, Role.LEAD, name="Lou Lead")
    body = posted(house.initiative.team.get(user=house.observer))
    browser = as_(house.lead)
    assert browser.post(url_of(house), body).status_code == 302
    house.initiative.team.get(user=house.lead).give_role(Role.LEAD, by=other)
    assert browser.post(url_of(house), body).status_code == 302
    assert HandOver.objects.count() == 1
    assert len(mail.outbox) == 1


def make(house: House, receiver: User) -> HandOver:
    words: dict[str, Any] = {"by": house.lead, "note": NOTE, "stays": Role.OBSERVER}
    return HandOver.make(house.initiative, receiver, **words)


def test_nothing_is_done_when_one_of_both_is_not_what_they_were(house: House) -> None:
    gone = factories.make_member(house.organisation)
    gone.memberships.get().leave(by=house.administrator)
    with pytest.raises(CannotHandOverError):
        make(house, gone)
    factories.make_team_member(house.initiative, Role.LEAD)
    house.initiative.team.get(user=house.lead).give_role(Role.FACILITATOR, by=house.lead)
    with pytest.raises(CannotHandOverError):
        make(house, house.observer)
    assert not HandOver.objects.exists()
    assert roles(house)["Obi Observer"] == Role.OBSERVER


def test_a_fault_halfway_takes_everything_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_options: Any) -> None:
        raise RuntimeError("halfway")

    lines = AuditEntry.objects.count()
    monkeypatch.setattr(HandOver.objects, "create", broken)
    with pytest.raises(RuntimeError, match="halfway"):
        make(house, house.observer)
    assert roles(house)["Obi Observer"] == Role.OBSERVER
    assert AuditEntry.objects.count() == lines


def test_a_mail_that_fails_is_said_and_the_hand_over_stands(
    house: House, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_args: Any, **_options: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refused)
    body = posted(house.initiative.team.get(user=house.observer))
    answer = as_(house.lead).post(url_of(house), body, follow=True)
    assert "The mail about it could not be sent" in answer.text
    assert roles(house)["Obi Observer"] == Role.LEAD


def test_the_role_that_counts_is_the_one_of_now(house: House) -> None:
    """Who became lead a moment ago cannot leave as the facilitator they were when the page was read."""
    stale = house.initiative.team.get(user=house.observer)
    make(house, house.observer)
    assert not TeamMember.objects.get(pk=stale.pk).may_leave()
    assert not stale.may_leave()
    house.initiative.team.get(user=house.lead).leave(by=house.observer)
    taken_out = TeamMember(pk=uuid.uuid4(), initiative=house.initiative, user=house.lead, role=Role.OBSERVER)
    taken_out.leave(by=house.observer)
    with pytest.raises(TeamMember.DoesNotExist):
        taken_out.give_role(Role.LEAD, by=house.observer)


def test_a_manager_is_offered_no_hand_over(house: House, as_: Browser) -> None:
    assert house.manager.memberships.get().role == OrganisationRole.MANAGER
    page = as_(house.manager).get(f"{house.initiative.get_absolute_url()}team/").text
    assert "hand-over/" not in page
    assert "departure/" not in page
    assert "hand-over/" in as_(house.lead).get(f"{house.initiative.get_absolute_url()}team/").text
