"""The report-back sheet on paper: what people are told, or were told, about a workshop or a theme."""

from functools import partial
from typing import Any, ClassVar

from django.core.files.storage import default_storage
from django.db import models, transaction

from projects.models import AuditEntry, Initiative
from projects.personal_data import RECORD, PersonalFields

from .documents import BackgroundDocument, BackgroundDocumentQuerySet, ReportState, waiting_again
from .tellings import Telling
from .themes import Theme
from .workshops import Workshop


class ReportBackSheetQuerySet(BackgroundDocumentQuerySet):
    def withdraw(self) -> None:
        """Remove the files, once this transaction is over; what is being made starts again."""
        # a worker that has just made one waits for this, and finds its claim gone
        for sheet in list(self.select_for_update().order_by("pk")):
            if sheet.file:
                transaction.on_commit(partial(default_storage.delete, sheet.file), robust=True)
        self.filter(state=ReportState.READY).update(state=ReportState.WITHDRAWN, file="")
        self.filter(state=ReportState.WORKING).update(**waiting_again())
        self.update(file="")


class ReportBackSheet(BackgroundDocument):
    """A sheet asked for: of a workshop or a theme as it can be told by now, or (`telling`) as people were told it.

    There is one of each in each language. `content_hash` is a hash of all that it shows: asking once more gives the same
    sheet, made again where something changed since.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="report_back_sheets")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    theme = models.ForeignKey(
        Theme, on_delete=models.CASCADE, related_name="report_back_sheets", null=True, blank=True
    )
    telling = models.ForeignKey(
        Telling, on_delete=models.CASCADE, related_name="report_back_sheets", null=True, blank=True
    )

    RELATED = ("initiative__organisation", "workshop", "theme", "telling")
    PERSONAL: ClassVar[PersonalFields] = {"file": RECORD}

    objects: ClassVar[Any] = ReportBackSheetQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["workshop", "language"], name="one_sheet_of_a_workshop"),
            models.UniqueConstraint(fields=["theme", "language"], name="one_sheet_of_a_theme"),
            models.UniqueConstraint(fields=["telling", "language"], name="one_sheet_of_a_telling"),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(file=""), name="ready_report_back_has_a_file"
            ),
            models.CheckConstraint(
                condition=models.Q(workshop__isnull=False, theme=None, telling=None)
                | models.Q(workshop=None, theme__isnull=False, telling=None)
                | models.Q(workshop=None, theme=None, telling__isnull=False),
                name="report_back_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.language}"

    @property
    def target(self) -> Any:
        """Return what it is about: a telling, a theme or a workshop, whose initiative is at hand."""
        found: Any = self.telling or self.theme or self.workshop
        found.initiative = self.initiative
        return found

    @classmethod
    def of(cls, target: Any, *, language: str) -> "ReportBackSheet | None":
        """Return the sheet of a workshop, theme or telling, if it was asked for."""
        found: ReportBackSheet | None = cls.objects.filter(
            **{_kind(target): target}, language=language
        ).first()
        return found

    @classmethod
    def ask(cls, target: Any, *, language: str, shows: str, by: Any) -> "ReportBackSheet":
        """Ask for the sheet of a workshop, theme or telling, unless there is one that shows just this (a hash)."""
        initiative = target.initiative
        with transaction.atomic():
            kind = {"initiative": initiative, "language": language, _kind(target): target}
            sheet, is_new = cls.objects.get_or_create(**kind, defaults={"content_hash": shows})
            same = cls.objects.filter(pk=sheet.pk)
            standing = models.Q(
                content_hash=shows, state__in=[ReportState.WAITING, ReportState.WORKING, ReportState.READY]
            )
            if same.exclude(standing).update(content_hash=shows, **waiting_again()) or is_new:
                AuditEntry.record("report-back.asked", by=by, initiative=initiative, target=sheet)
            sheet.refresh_from_db()
        return sheet


def _kind(target: Any) -> str:
    return "telling" if isinstance(target, Telling) else "theme" if isinstance(target, Theme) else "workshop"
