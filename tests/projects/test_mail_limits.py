"""Mails have limits, per address and per sender, and the page says so in words."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from projects.mail_limits import BY_ONE_PERSON, TO_ONE_ADDRESS, refused_mail
from projects.models import Invitation, Role, User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


def test_sixty_invitations_in_a_row_are_not_sixty_mails(house: House, road: Road, as_: Browser) -> None:
    url, browser = f"{house.initiative.get_absolute_url()}team/invite/", as_(house.lead)
    answers = [
        browser.post(
            url,
            {"email": f"n{number}@example.org", "role": int(Role.OBSERVER), "submission_key": str(uuid4())},
        )
        for number in range(60)
    ]
    assert {answer.status_code for answer in answers[: BY_ONE_PERSON[0][0]]} == {200}
    assert {answer.status_code for answer in answers[BY_ONE_PERSON[0][0] :]} == {422}
    assert "You let us send many mails in a short time." in answers[-1].text
    assert "n59@example.org" in answers[-1].text, "what was typed is still there"
    assert len(mail.outbox) == BY_ONE_PERSON[0][0] == Invitation.objects.count()


def test_forty_renewals_are_not_forty_mails_to_one_address(house: House, road: Road, as_: Browser) -> None:
    browser, place = as_(house.lead), house.initiative.get_absolute_url()
    browser.post(
        f"{place}team/invite/",
        {"email": "one@example.org", "role": int(Role.OBSERVER), "submission_key": str(uuid4())},
    )
    invitation = Invitation.objects.get()
    for _time in range(40):
        answer = browser.post(f"{place}invitations/{invitation.pk}/renewal/", follow=True)
    assert "This address got several mails from us in a short time." in answer.text
    assert len(mail.outbox) == TO_ONE_ADDRESS[0][0]
    before = invitation.token_hash
    invitation.refresh_from_db()
    assert invitation.token_hash != before


def test_the_limit_of_an_address_holds_for_all_senders_and_spellings(house: House) -> None:
    people = [factories.make_user() for _person in range(12)]
    refused = [
        refused_mail(by=person, to=f" {'One' if person.pk.int % 2 else 'one'}@example.org")
        for person in people
    ]
    assert [bool(each) for each in refused] == [False] * TO_ONE_ADDRESS[0][0] + [True] * (
        12 - TO_ONE_ADDRESS[0][0]
    )
    assert not refused_mail(by=people[-1], to="other@example.org"), "what was stopped used nothing up"
