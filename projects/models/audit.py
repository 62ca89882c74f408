"""The audit trail: what was done, to what, by whom and when. Ids only, never texts or names.

Each line carries a seal over its own content, made with a key that is not in the database. Soon after, a task puts the
lines in a chain: each link is made over the link before it and the line's seal. `verify()` finds what was changed,
taken away, put in or moved.
"""

import hashlib
import hmac
import json
import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..personal_data import DONE_BY, PersonalFields
from .audit_anchor import Anchor, read_anchor, write_anchor

logger = logging.getLogger(__name__)

BATCH_SIZE = 1_000
START = "0" * 64


def _mac(*parts: str) -> str:
    return hmac.new(settings.AUDIT_KEY.encode(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()


class Result(models.TextChoices):
    """What came of it: it was done, or someone who is known there wanted to and may not."""

    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")


def _named(row: Any) -> tuple[str, str]:
    return (row._meta.label_lower, str(row.pk)) if row is not None else ("", "")


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def about_account(self, person: Any) -> Self:
        """Keep what happened to the account of one person, newest first."""
        mine = self.filter(target_kind=person._meta.label_lower, target_id=str(person.pk))
        return mine.select_related("by", "initiative").order_by("-at", "-pk")


class AuditEntry(models.Model):
    """One line of the trail. Lines are added in the transaction of the change they tell of, and never changed.

    `result` says whether it was done or refused. `seal` is made over the line itself; `number` and `link` give its place
    in the chain (none until it is chained).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    action = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    organisation = models.ForeignKey(
        "projects.Organisation", on_delete=models.PROTECT, related_name="+", null=True
    )
    initiative = models.ForeignKey(
        "projects.Initiative",
        on_delete=models.PROTECT,
        related_name="audit_entries",
        null=True,
        db_index=False,  # `audit_of_initiative` begins with it
    )
    target_kind = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    result = models.CharField(
        max_length=10, choices=Result.choices, default=Result.DONE, db_default=Result.DONE
    )
    seal = models.CharField(max_length=64, blank=True, db_default="")
    number = models.BigIntegerField(null=True, unique=True)
    link = models.CharField(max_length=64, blank=True, db_default="")

    PERSONAL: ClassVar[PersonalFields] = {"by": DONE_BY}

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("lines of the audit trail")
        ordering = ("-at",)
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["initiative", "-at", "-id"], name="audit_of_initiative"),
            models.Index(
                fields=["organisation", "-at", "-id"],
                condition=models.Q(initiative=None),
                name="audit_of_organisation",
            ),
            models.Index(fields=["target_kind", "target_id", "-at", "-id"], name="audit_about_target"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    @classmethod
    def record(
        cls,
        action: str,
        *,
        by: Any,
        organisation: Any = None,
        initiative: Any = None,
        target: Any = None,
        **detail: str | int | bool | None,
    ) -> "AuditEntry":
        """Add a line; `target` is the row that was written, `detail` holds codes and numbers, never texts."""
        place = {"organisation": organisation, "initiative": initiative}
        return cls._add(action, by=by, target=_named(target), detail=detail, result=Result.DONE, **place)

    @classmethod
    def record_refusal(
        cls,
        action: str,
        *,
        by: Any,
        organisation: Any = None,
        initiative: Any = None,
        target: Any = None,
        route: str = "",
    ) -> "AuditEntry":
        """Add a line about what was refused: to the row `target`, or where nothing was written by the `route`."""
        about = ("route", route) if route else _named(target)
        place = {"organisation": organisation, "initiative": initiative}
        return cls._add(action, by=by, target=about, detail={}, result=Result.REFUSED, **place)

    @classmethod
    def _add(
        cls, action: str, *, organisation: Any, initiative: Any, target: tuple[str, str], **values: Any
    ) -> "AuditEntry":
        whose = organisation.pk if organisation else getattr(initiative, "organisation_id", None)
        kind, row = target
        place = {"organisation_id": whose, "initiative": initiative}
        entry = cls(action=action, target_kind=kind, target_id=row, **place, **values)
        entry.seal = entry.compute_seal()
        entry.save(force_insert=True)
        return entry

    def compute_seal(self) -> str:
        content = {
            "id": str(self.pk),
            "at": self.at.isoformat(timespec="microseconds"),
            "action": self.action,
            "by": str(self.by_id),
            "organisation": str(self.organisation_id),
            "initiative": str(self.initiative_id),
            "target": [self.target_kind, self.target_id],
            "detail": self.detail,
        }
        if self.result != Result.DONE:
            content["result"] = self.result  # what was done has the seal it had before there was a result
        return _mac("line", json.dumps(content, sort_keys=True))


class AuditHead(models.Model):
    """Where the chain ends: the number and the link of its last line, sealed. There is one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    link = models.CharField(max_length=64, default=START)
    seal = models.CharField(max_length=64, blank=True)

    PERSONAL: ClassVar[PersonalFields] = {}

    def __str__(self) -> str:
        return f"{self.number} {self.link}"

    def compute_seal(self) -> str:
        return _mac("head", str(self.number), self.link)

    @classmethod
    def chain(cls) -> int:
        """Put the lines that are not in the chain behind it, oldest first; give how many. Safe to run at once."""
        if not AuditEntry.objects.filter(number=None).exists():
            cls.drop_anchor()
            return 0
        with transaction.atomic():
            cls.objects.get_or_create(pk=1)
            head = cls.objects.select_for_update().get(pk=1)
            fresh = list(AuditEntry.objects.filter(number=None).order_by("at", "pk")[:BATCH_SIZE])
            for entry in fresh:
                head.number += 1
                head.link = _mac("link", str(head.number), head.link, entry.seal)
                entry.number, entry.link = head.number, head.link
            AuditEntry.objects.bulk_update(fresh, ["number", "link"])
            if fresh:
                head.seal = head.compute_seal()
                head.save()
        cls.drop_anchor(begins=head.number == len(fresh))
        return len(fresh)

    @classmethod
    def drop_anchor(cls, *, begins: bool = False) -> None:
        """Let the file outside the database follow the end, unless the trail does not hold the line of before.

        Where there is no file one is made only when the trail `begins`: one that was taken away is to be noticed.
        """
        head, anchor = cls.objects.filter(pk=1).first(), read_anchor()
        if head is None or not head.number or (anchor and anchor[:2] == (head.number, head.link)):
            return
        if anchor is None and not begins:
            logger.error("the file of the anchor of the audit trail is gone; run manage.py verify_audit")
            return
        if anchor and list(_verify_the_anchor(anchor)):
            logger.error("the audit trail does not hold the line of its anchor: number %s", anchor[0])
            return
        write_anchor(head.number, head.link, _mac("anchor", str(head.number), head.link))


@dataclass(frozen=True)
class Tampering:
    """What is wrong: in which line (its number in the chain, or None), and why."""

    number: int | None
    reason: str


def verify() -> Iterator[Tampering]:
    """Return what is wrong with the trail, the first fault in the chain first."""
    number, link = 0, START
    rows = AuditEntry.objects.exclude(number=None).order_by("number")
    for entry in rows.iterator(chunk_size=2_000):
        number += 1
        if entry.number != number:
            yield Tampering(number, "a line is missing here")
            number = int(entry.number or 0)
        elif entry.link != _mac("link", str(number), link, entry.seal):
            yield Tampering(number, "the line does not follow the one before it")
        if entry.seal != entry.compute_seal():
            yield Tampering(number, "the line was changed")
        link = entry.link
    yield from _verify_what_is_not_chained()
    yield from _verify_the_end(number, link)
    if anchor := read_anchor():
        yield from _verify_the_anchor(anchor)


def anchor_is_lost() -> bool:
    """Tell whether there is a chain, and no file outside the database that says where it ends."""
    return AuditHead.objects.filter(number__gt=0).exists() and read_anchor() is None


def _verify_the_anchor(anchor: Anchor) -> Iterator[Tampering]:
    number, link, seal = anchor
    if seal != _mac("anchor", str(number), link):
        yield Tampering(None, "the file of the anchor was changed, or is of another trail")
    elif not AuditEntry.objects.filter(number=number, link=link).exists():
        yield Tampering(number, "this line stands in the anchor outside the database, and not in the trail")


def _verify_what_is_not_chained() -> Iterator[Tampering]:
    for entry in AuditEntry.objects.filter(number=None).iterator(chunk_size=2_000):
        if entry.seal != entry.compute_seal():
            yield Tampering(None, f"a line that is not in the chain yet was put in or changed: {entry.pk}")


def _verify_the_end(number: int, link: str) -> Iterator[Tampering]:
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    if head.number and head.seal != head.compute_seal():
        yield Tampering(head.number, "the end of the chain was changed")
    if (head.number, head.link) != (number, link):
        yield Tampering(head.number, "lines are missing at the end")
