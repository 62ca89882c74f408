"""Terms after which something about people goes away by itself, and the rules of the people side."""

import calendar
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import DateTimeField, Max
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ..mail import send
from ..models import AuditEntry, IdempotencyKey, Invitation, Organisation, Session, StakeholderContact, User
from .erasure import CannotLeaveError, erase

RECEIPTS = timedelta(days=30)
WITHOUT_ORGANISATION = 24
"""Months after which the account of someone who belongs to no organisation (any more) goes."""


@dataclass(frozen=True)
class Rule:
    """What goes after a term. `due` gives (row, organisation or None) at a moment; `apply` makes it go.

    `apply` gives False when it cannot be done yet, because others would be left without a lead or administrator.
    """

    code: str
    words: Any
    due: Callable[[datetime], Iterable[tuple[Any, Organisation | None]]]
    apply: Callable[[Any, datetime], bool]


@dataclass(frozen=True)
class RetentionResult:
    """What one rule did, or would do, for one organisation (None: for none in particular)."""

    code: str
    words: Any
    organisation: Organisation | None
    count: int
    held_up: int = 0


def months_before(moment: datetime, months: int) -> datetime:
    """Return the same day and time `months` earlier, or the last day of that month when it is shorter."""
    month = moment.month - 1 - months
    year, month = moment.year + month // 12, month % 12 + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day)


def apply_rules(rules: Iterable[Rule], now: datetime, *, dry_run: bool) -> list[RetentionResult]:
    """Apply each rule, and write what went in the audit trail; `dry_run` only says what would go."""
    found = []
    for rule in rules:
        counts: dict[Organisation | None, list[int]] = {}
        for row, organisation in list(rule.due(now)):
            done = True if dry_run else rule.apply(row, now)
            counts.setdefault(organisation, [0, 0])[0 if done else 1] += 1
        for organisation, (count, held_up) in counts.items():
            found.append(RetentionResult(rule.code, rule.words, organisation, count, held_up))
            if count and not dry_run:
                AuditEntry.record(
                    "retention.applied", by=None, organisation=organisation, rule=rule.code, count=count
                )
    return found


def _old_invitations(now: datetime) -> Iterator[tuple[Invitation, Organisation]]:
    ended = Coalesce("accepted_at", "withdrawn_at", "expires_at", output_field=DateTimeField())
    for organisation in Organisation.objects.all():
        before = now - timedelta(days=organisation.retention_invitations_days)
        for row in organisation.invitations.alias(ended=ended).filter(ended__lte=before):
            yield row, organisation


def _old_receipts(now: datetime) -> Iterator[tuple[IdempotencyKey, None]]:
    for row in IdempotencyKey.objects.filter(created_at__lte=now - RECEIPTS):
        yield row, None


def _old_contacts(now: datetime) -> Iterator[tuple[StakeholderContact, Organisation]]:
    """Return the contacts in initiatives that are in the archive for the term of their organisation."""
    for organisation in Organisation.objects.all():
        before = months_before(now, organisation.retention_contacts_months)
        old = StakeholderContact.objects.filter(
            stakeholder__initiative__organisation=organisation,
            stakeholder__initiative__archived_at__lte=before,
        )
        for row in old.select_related("stakeholder__initiative"):
            yield row, organisation


def _remove(row: StakeholderContact, now: datetime) -> bool:
    row.remove(by=None)
    return True


def _old_sessions(now: datetime) -> Iterator[tuple[Session, None]]:
    for row in Session.objects.filter(expire_date__lte=now):
        yield row, None


def _old_addresses(now: datetime) -> Iterator[tuple[EmailAddress, None]]:
    """Return new addresses that never came to count: who asked for them signed in a day and a half ago or more."""
    before = now - timedelta(hours=36)
    for row in EmailAddress.objects.filter(verified=False, user__last_login__lte=before):
        yield row, None


def _delete(row: Any, now: datetime) -> bool:
    row.delete()
    return True


def _unused(now: datetime, *, earlier: int) -> Iterator[tuple[User, None]]:
    """Return accounts that were not used for the longest term of their organisations, less `earlier` months."""
    longest = Coalesce(
        Max("memberships__organisation__retention_inactive_account_months"), WITHOUT_ORGANISATION
    )
    for person in User.objects.filter(erased_at=None).annotate(months=longest):
        if (person.last_login or person.joined_at) <= months_before(now, person.months - earlier):
            yield person, None


def _ending_accounts(now: datetime) -> Iterator[tuple[User, None]]:
    """Return accounts that end within a month and whose person was not told since they last signed in."""
    for person, none in _unused(now, earlier=1):
        told = person.warned_at and person.warned_at > (person.last_login or person.joined_at)
        if not told:
            yield person, none


def _ended_accounts(now: datetime) -> Iterator[tuple[User, None]]:
    """Return accounts whose term is over and whose person was told four weeks ago or more."""
    for person, none in _unused(now, earlier=0):
        if person.warned_at and person.warned_at <= now - timedelta(days=28):
            yield person, none


def _warn(person: User, now: datetime) -> bool:
    language = person.language or settings.LANGUAGE_CODE
    sent = send(
        "account-ending", person.email, language=language, link=f"{settings.SITE_URL}/account/sign-in/"
    )
    if sent:
        User.objects.filter(pk=person.pk).update(warned_at=now)
    return sent


def _erase(person: User, now: datetime) -> bool:
    try:
        erase(person, by=None)
    except CannotLeaveError:
        return False
    return True


RULES = (
    Rule("invitations", _("invitations that were used, withdrawn or too old"), _old_invitations, _delete),
    Rule("receipts", _("receipts of forms that were sent"), _old_receipts, _delete),
    Rule("contacts", _("contacts of groups in archived initiatives"), _old_contacts, _remove),
    Rule("sessions", _("sign-ins that are over"), _old_sessions, _delete),
    Rule("addresses", _("new e-mail addresses that were not confirmed"), _old_addresses, _delete),
    Rule("warnings", _("people told that their account ends soon"), _ending_accounts, _warn),
    Rule("accounts", _("accounts that were not used"), _ended_accounts, _erase),
)
