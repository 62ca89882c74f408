"""A document that a worker makes: the row is the truth about the work, the queue is only a doorbell."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_ATTEMPTS = 3
USUAL_WAIT = timedelta(minutes=1)


class ReportState(models.TextChoices):
    """Where the making of a document stands."""

    WAITING = "waiting", _("Waiting")
    WORKING = "working", _("Working")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Failure(models.TextChoices):
    """Why a document could not be made, when trying again would not help."""

    TOO_LARGE = "too-large", _("Too large")
    TOO_LONG = "too-long", _("Took too long")


class BackgroundDocumentQuerySet(models.QuerySet[Any]):
    def claimable(self) -> Self:
        """Keep what a worker may claim: waiting, or working on a lease that ran out."""
        now = timezone.now()
        return self.filter(
            models.Q(state=ReportState.WAITING) | models.Q(state=ReportState.WORKING, lease_until__lt=now)
        )


class BackgroundDocument(models.Model):
    """What every document that is made in the background has in common.

    `attempts` counts the claims, `lease_until` says until when the claim holds, `claim` is the token that
    every update of the worker must show. `asked_at` is since when it waits. `file` is the name of the finished document
    in storage, `missing_signs` are the signs in it that no font has, each once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.WAITING)
    asked_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    failure = models.CharField(max_length=20, choices=Failure, blank=True, default="", db_default="")
    missing_signs = models.CharField(max_length=60, blank=True, default="", db_default="")

    RELATED: ClassVar[tuple[str, ...]] = ()

    objects: ClassVar[Any] = BackgroundDocumentQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_finished(self) -> bool:
        return self.state in {ReportState.READY, ReportState.FAILED, ReportState.WITHDRAWN}

    @property
    def is_ready(self) -> bool:
        return self.state == ReportState.READY

    @property
    def is_tried_again(self) -> bool:
        return self.attempts > 1 and not self.is_finished

    @property
    def is_late(self) -> bool:
        """Tell whether it takes longer than usual since it was asked for."""
        return (
            not self.is_finished and self.asked_at is not None and timezone.now() - self.asked_at > USUAL_WAIT
        )

    @classmethod
    def acquire(cls, pk: uuid.UUID) -> Self | None:
        """Claim the document for this worker; None when somebody has it, it is done, or attempts are used up."""
        free = cls.objects.claimable().filter(pk=pk)
        free.filter(attempts__gte=MAX_ATTEMPTS).update(
            state=ReportState.FAILED, claim=None, lease_until=None, finished_at=timezone.now()
        )
        acquired = free.filter(attempts__lt=MAX_ATTEMPTS).update(
            state=ReportState.WORKING,
            failure="",
            attempts=models.F("attempts") + 1,
            claim=uuid.uuid4(),
            lease_until=_lease_end(),
        )
        if not acquired:
            return None
        claimed: Any = cls.objects.select_related(*cls.RELATED).get(pk=pk)
        return claimed

    def _claimed(self) -> Any:
        return type(self).objects.filter(pk=self.pk, claim=self.claim, state=ReportState.WORKING)

    def renew_lease(self) -> bool:
        """Hold the claim for another while; False when it was lost."""
        return bool(self._claimed().update(lease_until=_lease_end()))

    def update_claimed(self, **fields: Any) -> bool:
        """Keep something about the document while it is being made; False when the claim was lost."""
        return bool(self._claimed().update(**fields))

    def finish(self, *, file: str, content_hash: str, **more: Any) -> bool:
        """Store the result (with `more` fields); False, and nothing stored, when the claim was lost meanwhile."""
        with transaction.atomic():
            stored = self._claimed().update(
                state=ReportState.READY,
                file=file,
                content_hash=content_hash,
                finished_at=timezone.now(),
                claim=None,
                lease_until=None,
                **more,
            )
            if stored:
                self.on_finish()
        return bool(stored)

    def on_finish(self) -> None:
        """Do what belongs to finishing, in the same transaction."""

    def release(self, failure: str = "") -> None:
        """Hand the document back after an error: to try again, or as failed when that would not help any more."""
        over = bool(failure) or self.attempts >= MAX_ATTEMPTS
        self._claimed().update(
            state=ReportState.FAILED if over else ReportState.WAITING,
            failure=failure,
            finished_at=timezone.now() if over else None,
            claim=None,
            lease_until=None,
        )


def waiting_again() -> dict[str, Any]:
    """Return the fields of a document that waits as if it was asked for now."""
    return {
        "state": ReportState.WAITING,
        "asked_at": timezone.now(),
        "attempts": 0,
        "claim": None,
        "lease_until": None,
        "failure": "",
    }


def _lease_end() -> Any:
    return timezone.now() + timedelta(seconds=settings.REPORT_LEASE_SECONDS)
