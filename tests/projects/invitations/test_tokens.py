"""A token of a mail stands nowhere in the database, and of many who use one at once one gets in."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from projects.models import AuditEntry, Invitation, Role
from projects.models.invitation import InvitationQuerySet
from tests import factories
from tests.at_once import all_at_once
from tests.conftest import House
from tests.projects.invitations.links import NEW, PASSWORD, link, token_in
from tests.states import texts_of_tables, where

Browser = Callable[[Any], Client]


@pytest.mark.django_db
@pytest.mark.core
def test_no_table_holds_the_token_of_an_invitation(house: House, as_: Browser) -> None:
    url = f"{house.initiative.get_absolute_url()}team/invite/"
    key = "0b8f4d0e-32a5-4b44-9d0a-5f7e6f2b1c11"
    as_(house.lead).post(url, {"submission_key": key, "email": NEW, "role": int(Role.OBSERVER)})
    token = token_in(mail.outbox[0].body)
    assert where(token, texts_of_tables()) == set()
    assert where(Invitation.objects.get().token_hash, texts_of_tables()) == {"projects_invitation"}
    Client().post(link(token), {"name": "Nina", "password": PASSWORD})
    assert where(token, texts_of_tables()) == set()


def accept_at_once(house: House, as_: Browser, number: int) -> int:
    """Let one person accept an invitation in many tabs at once; give how often it was accepted."""
    person = factories.make_user("Nina Newcomer")
    _kept, token = Invitation.invite(
        house.organisation, person.email, by=house.lead, initiative=house.initiative, role=Role.OBSERVER
    )
    browsers = [as_(person) for _number in range(number)]
    for browser in browsers:
        browser.raise_request_exception = False
    all_at_once(partial(browser.post, link(token)) for browser in browsers)
    return AuditEntry.objects.filter(action="invitation.accepted").count()


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_one_is_let_in(house: House, as_: Browser) -> None:
    assert accept_at_once(house, as_, 20) == 1


@pytest.mark.django_db(transaction=True)
def test_the_control_sees_when_used_links_stay_open(
    house: House, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = InvitationQuerySet.update

    def slow(rows: Any, **new: Any) -> int:
        time.sleep(0.01)
        return real(rows, **new)

    monkeypatch.setattr(InvitationQuerySet, "open", lambda rows: rows.filter(withdrawn_at=None))
    monkeypatch.setattr(InvitationQuerySet, "update", slow)
    assert accept_at_once(house, as_, 20) > 1
