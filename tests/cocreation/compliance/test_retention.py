"""Terms: each rule a day before, on and after it; looking is the same as doing; twice changes nothing more."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cocreation.compliance.retention import RULES
from cocreation.tasks import apply_retention
from phases.models import Consent, Outcome
from phases.reports import gather
from projects.models import (
    AuditEntry,
    IdempotencyKey,
    Initiative,
    Invitation,
    OrganisationRole,
    StakeholderContact,
    User,
)
from projects.privacy.retention import apply_rules, months_before
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
START = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def frozen() -> Any:
    """Start on the last day of January."""
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def counts(now: datetime, *, dry_run: bool = True) -> dict[str, int]:
    """Return how much goes, by rule."""
    return {gone.code: gone.count for gone in apply_rules(RULES, now, dry_run=dry_run) if gone.count}


@pytest.mark.parametrize(
    ("moment", "months", "wanted"),
    [
        (datetime(2026, 3, 31, tzinfo=UTC), 1, datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2026, 1, 15, tzinfo=UTC), 1, datetime(2025, 12, 15, tzinfo=UTC)),
        (datetime(2026, 1, 15, tzinfo=UTC), 24, datetime(2024, 1, 15, tzinfo=UTC)),
        (datetime(2024, 2, 29, tzinfo=UTC), 12, datetime(2023, 2, 28, tzinfo=UTC)),
    ],
)
def test_months_are_months(moment: datetime, months: int, wanted: datetime) -> None:
    assert months_before(moment, months) == wanted


def invited(house: House, how: str) -> None:
    invitation, _token = Invitation.invite(
        house.organisation, "x@example.org", by=house.administrator, organisation_role=OrganisationRole.MEMBER
    )
    if how == "withdrawn":
        invitation.withdraw(by=house.administrator)


def sent(house: House) -> None:
    IdempotencyKey.objects.create(by=house.lead, route="x")


def archived(house: House) -> None:
    workshop = factories.make_workshop(house.initiative)
    factories.make_outcome(workshop, kind="quote", consent="with-name", speaker="Canary")
    house.initiative.archive(by=house.lead)


def named(house: House) -> None:
    factories.make_contact(factories.make_stakeholder(house.initiative))
    house.initiative.archive(by=house.lead)


def signed_in(house: House) -> None:
    Client().force_login(house.lead)


def asked_for_another_address(house: House) -> None:
    User.objects.filter(pk=house.lead.pk).update(last_login=START)
    EmailAddress.objects.create(user=house.lead, email="new@example.org", verified=False)


def last_seen_at_the_start(house: House, **values: Any) -> User:
    """Return someone who last signed in at the start, while all others go on doing so."""
    person = factories.make_member(house.organisation, email="canary@example.org", language="nl")
    User.objects.filter(pk=person.pk).update(last_login=START, **values)
    User.objects.exclude(pk=person.pk).update(last_login=START + 900 * DAY)
    return person


def told_in_time(house: House) -> None:
    last_seen_at_the_start(house, warned_at=START + 700 * DAY)


Filling = Callable[[House], Any]
RULE_TERMS: list[tuple[str, Filling, datetime]] = [
    ("invitations", lambda house: invited(house, "withdrawn"), START + 30 * DAY),
    ("invitations", lambda house: invited(house, "too old"), START + 37 * DAY),
    ("receipts", sent, START + 30 * DAY),
    ("speakers", archived, datetime(2027, 1, 31, 12, tzinfo=UTC)),
    ("contacts", named, datetime(2026, 7, 31, 12, tzinfo=UTC)),
    ("sessions", signed_in, START + timedelta(minutes=61)),
    ("addresses", asked_for_another_address, START + timedelta(hours=36)),
    ("warnings", last_seen_at_the_start, datetime(2027, 12, 31, 12, tzinfo=UTC)),
    ("accounts", told_in_time, datetime(2028, 1, 31, 12, tzinfo=UTC)),
]


def test_every_rule_has_its_term_here() -> None:
    assert {rule for rule, _fill, _over in RULE_TERMS} == {rule.code for rule in RULES}
    assert len(RULES) == len({rule.code for rule in RULES}) == 8


@pytest.mark.parametrize(("rule", "fill", "over"), RULE_TERMS)
def test_a_rule_holds_from_its_day_on(
    rule: str, fill: Filling, over: datetime, house: House, frozen: Any
) -> None:
    factories.make_phases()
    fill(house)
    assert rule not in counts(over - DAY)
    assert rule not in counts(over - SECOND)
    assert counts(over)[rule] == 1
    assert counts(over + DAY)[rule] == 1
    frozen.move_to(over)
    assert counts(over, dry_run=False)[rule] == 1
    assert rule not in counts(over)
    assert rule not in counts(over, dry_run=False)
    assert AuditEntry.objects.filter(action="retention.applied", detail__rule=rule).count() == 1


def test_an_organisation_chooses_its_own_terms(house: House, road: Road, frozen: Any) -> None:
    archived(house)
    house.organisation.retention_raw_notes_months = 3
    house.organisation.save()
    assert "speakers" not in counts(START + 80 * DAY)
    assert counts(START + 92 * DAY)["speakers"] == 1


def test_contacts_have_a_term_of_their_own(house: House, frozen: Any) -> None:
    named(house)
    other = factories.make_initiative(house.organisation, lead=house.lead)
    staying = factories.make_contact(factories.make_stakeholder(other))
    house.organisation.retention_contacts_months = 2
    house.organisation.save()
    assert "contacts" not in counts(START + 58 * DAY)
    assert counts(START + 59 * DAY, dry_run=False)["contacts"] == 1
    assert list(StakeholderContact.objects.all()) == [staying]


def test_a_name_goes_and_counts_and_themes_stay(house: House, road: Road, frozen: Any) -> None:
    archived(house)
    initiative = Initiative.objects.select_related("organisation").get(pk=house.initiative.pk)
    before = gather(initiative, None, made_by="x")
    frozen.move_to(START + 400 * DAY)
    counts(timezone.now(), dry_run=False)
    after = gather(initiative, None, made_by="x")
    assert "Canary" in repr(before)
    assert "Canary" not in repr(after)
    assert len(after.quotes) == len(before.quotes) == 1
    assert [row.done_count for row in after.phases] == [row.done_count for row in before.phases]
    assert after.workshops[0].people == before.workshops[0].people
    assert Outcome.objects.get().consent == Consent.ANONYMOUS


@pytest.fixture
def idle(house: House, frozen: Any) -> User:
    """Return that person."""
    return last_seen_at_the_start(house)


def test_an_account_is_told_of_and_then_erased(idle: User, frozen: Any) -> None:
    told, over = datetime(2027, 12, 31, 12, tzinfo=UTC), datetime(2028, 1, 31, 12, tzinfo=UTC)
    assert counts(told - DAY) == {}
    assert counts(told) == {"warnings": 1}
    frozen.move_to(told)
    assert counts(told, dry_run=False) == {"warnings": 1}
    assert [message.to for message in mail.outbox] == [["canary@example.org"]]
    assert counts(told + DAY, dry_run=False) == {}
    assert len(mail.outbox) == 1
    assert counts(over - DAY) == {}
    assert counts(over) == {"accounts": 1}
    frozen.move_to(over)
    assert counts(over, dry_run=False) == {"accounts": 1}
    idle.refresh_from_db()
    assert idle.erased_at == over
    assert counts(over + 900 * DAY, dry_run=False).get("accounts") is None


def test_who_was_never_told_is_told_first(idle: User, frozen: Any) -> None:
    late = START + 1000 * DAY
    frozen.move_to(late)
    User.objects.exclude(pk=idle.pk).update(last_login=late)
    assert counts(late, dry_run=False) == {"warnings": 1}
    assert counts(late + 27 * DAY) == {}
    assert counts(late + 28 * DAY) == {"accounts": 1}


def test_who_signs_in_stays(idle: User, frozen: Any) -> None:
    told = datetime(2027, 12, 31, 12, tzinfo=UTC)
    frozen.move_to(told)
    counts(told, dry_run=False)
    User.objects.filter(pk=idle.pk).update(last_login=told + DAY)
    assert counts(told + 60 * DAY) == {}
    assert counts(told + 24 * 31 * DAY) != {}


def test_the_only_lead_stays_and_is_named(house: House, frozen: Any) -> None:
    late = START + 1000 * DAY
    User.objects.update(last_login=late)
    User.objects.filter(pk=house.lead.pk).update(last_login=START, warned_at=START + 700 * DAY)
    (gone,) = apply_rules(RULES, late, dry_run=False)
    assert (gone.code, gone.count, gone.held_up) == ("accounts", 0, 1)
    house.lead.refresh_from_db()
    assert house.lead.erased_at is None


def test_the_command_and_the_nightly_task(house: House, road: Road, frozen: Any) -> None:
    invited(house, "withdrawn")
    frozen.move_to(START + 40 * DAY)
    out = io.StringIO()
    call_command("retention", dry_run=True, stdout=out)
    assert "1 invitations" in out.getvalue() or "1 uitnodigingen" in out.getvalue()
    assert Invitation.objects.exists()
    apply_retention()
    assert not Invitation.objects.exists()
    out = io.StringIO()
    call_command("retention", stdout=out)
    assert "Nothing is over its term." in out.getvalue()
