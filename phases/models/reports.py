"""The report as a row: the row is the truth about the work, the queue is only a doorbell."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import AuditEntry, Initiative

from .roadmap import Phase

MOST_ATTEMPTS = 3


class ReportState(models.TextChoices):
    """Where the making of a report stands."""

    WAITING = "waiting", _("Waiting")
    WORKING = "working", _("Working")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class ReportQuerySet(models.QuerySet["Report"]):
    """Reads of reports."""

    def claimable(self) -> Self:
        """Keep what a worker may take: waiting, or working on a lease that ran out."""
        now = timezone.now()
        return self.filter(
            models.Q(state=ReportState.WAITING) | models.Q(state=ReportState.WORKING, lease_until__lt=now)
        )


class Report(models.Model):
    """A document asked for: of one phase, or (no phase) of the whole initiative.

    `attempts` counts the claims, `lease_until` says until when the claim holds, `claim` is the token that
    every update of the worker must show. `file` is the name of the finished document in storage.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="reports")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    language = models.CharField(max_length=2)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"requested_by", "file"})
    NOT_PERSONAL: ClassVar[frozenset[str]] = frozenset(
        {
            *("id", "initiative", "phase", "language", "requested_at", "state", "attempts", "claim"),
            *("lease_until", "finished_at", "content_hash"),
        }
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at", "id")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["state", "lease_until"], name="report_to_hand_out"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(file=""), name="ready_report_has_a_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.requested_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Give the address of the page that follows the making."""
        return reverse("phases:report", args=[self.initiative_id, self.pk])

    @property
    def is_finished(self) -> bool:
        """Tell whether there is nothing more to wait for."""
        return self.state in {ReportState.READY, ReportState.FAILED}

    @classmethod
    def ask(cls, initiative: Initiative, phase: Phase | None, *, language: str, by: Any) -> "Report":
        """Ask for a report; this writes the row and nothing else."""
        with transaction.atomic():
            report = cls.objects.create(
                initiative=initiative, phase=phase, language=language, requested_by=by
            )
            AuditEntry.record("report.asked", by=by, initiative=initiative, target=report)
        return report

    def ask_again(self, *, by: Any) -> None:
        """Put a failed report back in the queue with fresh attempts."""
        with transaction.atomic():
            failed = Report.objects.filter(pk=self.pk, state=ReportState.FAILED)
            if failed.update(state=ReportState.WAITING, attempts=0, claim=None, lease_until=None):
                AuditEntry.record("report.asked-again", by=by, initiative=self.initiative, target=self)

    @classmethod
    def take(cls, pk: uuid.UUID) -> "Report | None":
        """Claim the report for this worker; None when somebody has it, it is done, or attempts are used up."""
        token = uuid.uuid4()
        free = cls.objects.claimable().filter(pk=pk)
        free.filter(attempts__gte=MOST_ATTEMPTS).update(
            state=ReportState.FAILED, claim=None, lease_until=None, finished_at=timezone.now()
        )
        taken = free.filter(attempts__lt=MOST_ATTEMPTS).update(
            state=ReportState.WORKING,
            attempts=models.F("attempts") + 1,
            claim=token,
            lease_until=_lease_end(),
        )
        return cls.objects.select_related("initiative__organisation", "phase").get(pk=pk) if taken else None

    def _mine(self) -> models.QuerySet["Report"]:
        return Report.objects.filter(pk=self.pk, claim=self.claim, state=ReportState.WORKING)

    def renew_lease(self) -> bool:
        """Hold the claim for another while; False when it was lost."""
        return bool(self._mine().update(lease_until=_lease_end()))

    def finish(self, *, file: str, content_hash: str) -> bool:
        """Store the result; False, and nothing stored, when the claim was lost meanwhile."""
        with transaction.atomic():
            mine = self._mine().update(
                state=ReportState.READY,
                file=file,
                content_hash=content_hash,
                finished_at=timezone.now(),
                claim=None,
                lease_until=None,
            )
            if mine:
                AuditEntry.record(
                    "report.finished", by=self.requested_by, initiative=self.initiative, target=self
                )
        return bool(mine)

    def give_up(self) -> None:
        """Hand the report back after an error: to try again, or as failed when the attempts are used up."""
        over = self.attempts >= MOST_ATTEMPTS
        self._mine().update(
            state=ReportState.FAILED if over else ReportState.WAITING,
            finished_at=timezone.now() if over else None,
            claim=None,
            lease_until=None,
        )


def _lease_end() -> Any:
    return timezone.now() + timedelta(seconds=settings.REPORT_LEASE_SECONDS)
