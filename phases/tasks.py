"""Background work: fetch by id, delegate, safe to repeat."""

from typing import Any
from uuid import UUID

from celery import shared_task
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from .models import MethodSheet, Report
from .reports import produce, produce_sheet

BATCH_SIZE = 20
SHEET_BATCH_SIZE = 2


@shared_task
def enqueue_documents() -> None:
    """Ring for documents that wait or whose worker died; a worker that is late finds it taken.

    Of each organisation only the report that waits longest: what one asks for never fills the queue of another.
    """
    for pk in _first_of_each_organisation(Report.objects.claimable()):
        make_report.apply_async(kwargs={"report_id": pk}, expires=30)
    sheets = MethodSheet.objects.claimable().order_by("asked_at", "pk")
    for sheet_id in sheets.values_list("pk", flat=True)[:SHEET_BATCH_SIZE]:
        make_sheet.apply_async(kwargs={"sheet_id": str(sheet_id)}, expires=30)


def _first_of_each_organisation(reports: Any) -> list[str]:
    turn = Window(
        RowNumber(),
        partition_by=F("initiative__organisation"),
        order_by=[F("asked_at").asc(nulls_first=True), "pk"],
    )
    waiting = reports.annotate(turn=turn).filter(turn=1).order_by(F("asked_at").asc(nulls_first=True), "pk")
    return [str(pk) for pk in waiting.values_list("pk", flat=True)[:BATCH_SIZE]]


@shared_task
def make_report(*, report_id: str) -> None:
    """Make one report, if it still has to be made."""
    produce(UUID(report_id))


@shared_task
def make_sheet(*, sheet_id: str) -> None:
    """Make the sheet of one method, if it still has to be made."""
    produce_sheet(UUID(sheet_id))
