"""The documents people ask for: a report of an initiative, and the sheet of a method."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import AuditEntry, Initiative
from projects.personal_data import DONE_BY, RECORD, PersonalFields
from toolkit.models import Method

from .documents import BackgroundDocument, ReportState, waiting_again
from .roadmap import Phase

SHEET_LAYOUT = 2
"""Raise it when the sheet of a method looks different, so that sheets are made again."""

REUSE_WINDOW = timedelta(minutes=10)
"""So long a report that shows the same is not made a second time for the same person."""


class Report(BackgroundDocument):
    """A document asked for: of one phase, or (no phase) of the whole initiative.

    `quotes` holds the ids of the quotes in it (None in one that was made before this was kept): once a speaker takes
    consent back, the report is withdrawn, its file is removed, and a new one is made. `shown_hash` is a hash of all that
    it shows, the house style too.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="reports")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    quotes = models.JSONField(null=True, blank=True)
    shown_hash = models.CharField(max_length=64, blank=True, default="", db_default="")

    RELATED = ("initiative__organisation", "phase")
    PERSONAL: ClassVar[PersonalFields] = {"requested_by": DONE_BY, "file": RECORD}

    class Meta:
        verbose_name_plural = _("reports")
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
        return reverse("phases:report", args=[self.initiative_id, self.pk])

    @property
    def short_code(self) -> str:
        """Return as much of the hash as stands on the cover."""
        return self.content_hash[:8]

    @classmethod
    def ask(cls, initiative: Initiative, phase: Phase | None, *, language: str, by: Any) -> "Report":
        """Ask for a report; this writes the row and nothing else."""
        with transaction.atomic():
            report = cls.objects.create(
                initiative=initiative, phase=phase, language=language, requested_by=by
            )
            AuditEntry.record("report.asked", by=by, initiative=initiative, target=report)
        return report

    @classmethod
    def ask_once(
        cls, initiative: Initiative, phase: Phase | None, *, language: str, by: Any, shows: Callable[[], str]
    ) -> tuple["Report", bool]:
        """Ask for a report unless this person has an equal one: it still waits, or was made just now and shows the same.

        `shows` gives the hash of what a report would show now. Tells also whether a new one was asked for.
        """
        with transaction.atomic():
            Initiative.objects.select_for_update(no_key=True).get(pk=initiative.pk)
            mine = cls.objects.filter(initiative=initiative, phase=phase, language=language, requested_by=by)
            latest = mine.order_by("-requested_at").first()
            if latest is not None and latest.is_still_right(shows):
                return latest, False
            return cls.ask(initiative, phase, language=language, by=by), True

    def is_still_right(self, shows: Callable[[], str]) -> bool:
        """Tell whether asking again would give the same document."""
        if self.state == ReportState.WAITING:
            return True
        if self.state not in {ReportState.WORKING, ReportState.READY} or not self.shown_hash:
            return False
        fresh = timezone.now() - self.requested_at < REUSE_WINDOW
        today = timezone.localdate(self.requested_at) == timezone.localdate()
        return fresh and today and self.shown_hash == shows()

    def ask_again(self, *, by: Any) -> bool:
        """Put a failed report back in the queue with fresh attempts, and tell whether it had failed."""
        with transaction.atomic():
            failed = Report.objects.filter(pk=self.pk, state=ReportState.FAILED)
            if not failed.update(**waiting_again()):
                return False
            AuditEntry.record("report.asked-again", by=by, initiative=self.initiative, target=self)
        return True

    @classmethod
    def withdraw_with_quote(cls, initiative: Initiative, quote: UUID, *, by: Any) -> None:
        """Withdraw every report that holds this quote and ask for new ones; what is being made starts again.

        To be called in the transaction that takes the consent back. `by` is None when the app does it by itself.
        """
        mine = cls.objects.select_for_update().filter(initiative=initiative)
        mine.filter(state=ReportState.WORKING).update(**waiting_again())
        ready = mine.filter(state=ReportState.READY).order_by("requested_at")
        holding = [row for row in ready if row.quotes is None or str(quote) in row.quotes]
        for row in holding:
            transaction.on_commit(partial(default_storage.delete, row.file), robust=True)
            row.state, row.file = ReportState.WITHDRAWN, ""
            row.save(update_fields=["state", "file"])
            AuditEntry.record("report.withdrawn", by=by, initiative=initiative, target=row)
        for row in {(row.phase_id, row.language): row for row in holding}.values():
            cls.ask(initiative, row.phase, language=row.language, by=by or row.requested_by)

    def on_finish(self) -> None:
        AuditEntry.record("report.finished", by=self.requested_by, initiative=self.initiative, target=self)


class Paper(models.TextChoices):
    A4 = "a4", _("A4")
    A5 = "a5", _("A5")


class MethodSheet(BackgroundDocument):
    """The card of a method on paper, with room to write down how it went.

    There is one for each method, language, paper and state of the content (`content_hash`); asking twice gives the same.
    """

    method = models.ForeignKey(Method, on_delete=models.CASCADE, related_name="+")
    paper = models.CharField(max_length=2, choices=Paper)

    RELATED = ("method",)
    PERSONAL: ClassVar[PersonalFields] = {}

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["method", "language", "paper", "content_hash"], name="one_sheet_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(file=""), name="ready_sheet_has_a_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.paper} {self.language}"

    @classmethod
    def ask(cls, method: Method, *, language: str, paper: str) -> "MethodSheet":
        """Ask for the sheet as the content is now; a failed one is tried once more."""
        kind: dict[str, Any] = {
            "method": method,
            "language": language,
            "paper": paper,
            "content_hash": sheet_hash(method),
        }
        sheet, _created = cls.objects.get_or_create(**kind)
        failed = cls.objects.filter(pk=sheet.pk, state=ReportState.FAILED)
        failed.update(**waiting_again())
        sheet.refresh_from_db()
        return sheet


def sheet_hash(method: Method) -> str:
    """Return a hash of all that a sheet of `method` prints."""
    shown = {
        field.name: field.value_from_object(method)
        for field in method._meta.concrete_fields
        if field.name not in {"id", "position", "stems", "retired_at"}
    }
    return hashlib.sha256(json.dumps([SHEET_LAYOUT, shown], sort_keys=True).encode()).hexdigest()
