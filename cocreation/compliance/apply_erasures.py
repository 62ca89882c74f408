"""Applying the ledger of erasures after a backup was restored: what was erased since it was made goes again."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from phases.models import Outcome, ParticipantPage
from projects.models import Erasure, StakeholderContact, User, read_ledger
from projects.privacy.erasure import erase


def apply_erasures(path: Path | None = None) -> int:
    """Erase everything that the ledger names and that is there again; give how many came back and went again."""
    handlers: dict[str, Callable[[UUID, datetime], bool]] = {
        Erasure.ACCOUNT: _account,
        Erasure.QUOTE: _quote,
        Erasure.SPEAKER: _speaker,
        Erasure.OUTCOME: _outcome,
        Erasure.CONTACT: _contact,
        Erasure.ADDRESS: _address,
    }
    return sum(handlers[kind](target, at) for kind, target, at in read_ledger(path) if kind in handlers)


def _account(target: UUID, at: datetime) -> bool:
    person = User.objects.filter(pk=target, erased_at=None).first()
    if person is not None:
        erase(person, by=None, force=True)
    return person is not None


def _came_back(target: UUID, at: datetime) -> Outcome | None:
    """Return the outcome if it stands under a consent that was given before it was taken back."""
    row = Outcome.objects.select_related("workshop__initiative").filter(pk=target).first()
    given_later = row is not None and row.consent_at is not None and row.consent_at > at
    return None if given_later else row


def _quote(target: UUID, at: datetime) -> bool:
    row = _came_back(target, at)
    if row is None or not row.is_agreed:
        return False
    row.withdraw_consent(by=None)
    return True


def _speaker(target: UUID, at: datetime) -> bool:
    row = _came_back(target, at)
    if row is None or not row.speaker:
        return False
    row.anonymise_speaker()
    return True


def _outcome(target: UUID, at: datetime) -> bool:
    row = Outcome.objects.select_related("workshop__initiative").filter(pk=target).first()
    if row is not None:
        row.remove(by=None)
    return row is not None


def _contact(target: UUID, at: datetime) -> bool:
    row = StakeholderContact.objects.select_related("stakeholder__initiative").filter(pk=target).first()
    if row is not None:
        row.remove(by=None)
    return row is not None


def _address(target: UUID, at: datetime) -> bool:
    """Take back the page that stands at this address again."""
    rows = ParticipantPage.objects.select_related("initiative")
    page = rows.filter(token_hash__startswith=target.hex, revoked_at=None).first()
    if page is not None:
        page.revoke(by=None)
    return page is not None
