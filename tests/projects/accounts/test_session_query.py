"""The one query of a request reads what plain ones read, on both databases."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.accounts.second_factor import lacks_second_factor
from projects.accounts.session_query import running_session
from projects.models import Organisation, Role, Session, SiteRevision, User
from tests import factories
from tests.conftest import House
from tests.rows import columns_of

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


def test_it_reads_the_same_rows_as_plain_queries(house: House, as_: Browser) -> None:
    User.objects.update(warned_at=timezone.now(), last_login=timezone.now())
    as_(house.lead)
    as_(house.observer)
    stored = Session.objects.select_related("user").get(user=house.lead)
    found = running_session(stored.pk)
    assert found is not None
    assert columns_of(found) == columns_of(stored)
    assert columns_of(found.user) == columns_of(stored.user)
    assert found.expire_date.tzinfo is not None
    assert not found._state.adding


def test_a_visitor_has_no_person_and_what_is_over_is_not_found(house: House, as_: Browser) -> None:
    Session.objects.create(session_key="a-visitor", expire_date=timezone.now() + timedelta(hours=1))
    visitor = running_session("a-visitor")
    assert visitor is not None
    assert visitor.user is None
    assert not visitor.may_lack_second_factor
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert running_session("a-visitor") is None
    assert running_session("of-nobody") is None


@pytest.mark.parametrize("asks", ["nobody", "own", "of-team", "elsewhere"])
@pytest.mark.parametrize("has_factor", [False, True])
@pytest.mark.parametrize("who", ["lead", "manager", "guest"])
def test_it_knows_who_lacks_a_second_factor(
    house: House, as_: Browser, asks: str, has_factor: bool, who: str
) -> None:
    guest = factories.make_user()
    house.initiative.add_member(guest, Role.OBSERVER, by=house.lead)
    person = guest if who == "guest" else getattr(house, who)
    if asks in {"own", "of-team"}:
        Organisation.objects.filter(pk=house.organisation.pk).update(second_factor_required=True)
    elif asks == "elsewhere":
        Organisation.objects.exclude(pk=house.organisation.pk).update(second_factor_required=True)
    if asks == "of-team":
        person.memberships.all().delete()
    if has_factor:
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    as_(person)
    found = running_session(Session.objects.get(user=person).pk)
    assert found is not None
    assert found.may_lack_second_factor == lacks_second_factor(person)


def test_it_brings_the_revision_of_the_content(house: House, as_: Browser) -> None:
    as_(house.lead)
    key = Session.objects.get(user=house.lead).pk
    before = running_session(key)
    SiteRevision.renew()
    SiteRevision.renew()
    after = running_session(key)
    assert before is not None
    assert before.content_revision is None, "nothing was loaded here"
    assert after is not None
    assert after.content_revision == SiteRevision.objects.get().content


def test_a_signed_in_page_begins_with_one_query(house: House, as_: Browser) -> None:
    client = as_(house.lead)
    with CaptureQueriesContext(connection) as seen:
        client.get("/account/session/")
    assert len(seen) == 1


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!another"}])
def test_a_session_that_does_not_prove_itself_opens_nothing(
    house: House, as_: Browser, change: dict[str, Any]
) -> None:
    client = as_(house.lead)
    assert client.get("/account/").status_code == 200
    User.objects.filter(pk=house.lead.pk).update(**change)
    assert client.get("/account/").status_code == 302
