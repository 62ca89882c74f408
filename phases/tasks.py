"""Background work: fetch by id, delegate, safe to repeat."""

from typing import Any
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from .models import MethodSheet, Report, ReportBackSheet
from .reports.produce import produce, produce_report_back, produce_sheet

BATCH_SIZE = 20
SHEET_BATCH_SIZE = 2
SOFT_TIME_LIMIT = settings.REPORT_MOST_SECONDS + settings.REPORT_LEASE_SECONDS
"""Printing has its own limit; this one is for all of the work, and is told to who asked."""
HARD_TIME_LIMIT = SOFT_TIME_LIMIT + settings.REPORT_LEASE_SECONDS
"""Then the process is ended: the claim has run out, and another may have it."""


@shared_task
def enqueue_documents() -> None:
    """Ring for documents that wait or whose worker died; a worker that is late finds it taken.

    Of each organisation only the report, and the report-back sheet, that waits longest: what one asks for never fills the queue of another.
    """
    for pk in _first_of_each_organisation(Report.objects.claimable()):
        make_report.apply_async(kwargs={"report_id": pk}, expires=30)
    sheets = MethodSheet.objects.claimable().order_by("asked_at", "pk")
    for sheet_id in sheets.values_list("pk", flat=True)[:SHEET_BATCH_SIZE]:
        make_sheet.apply_async(kwargs={"sheet_id": str(sheet_id)}, expires=30)
    for pk in _first_of_each_organisation(ReportBackSheet.objects.claimable()):
        make_report_back.apply_async(kwargs={"sheet_id": pk}, expires=30)


def _first_of_each_organisation(documents: Any) -> list[str]:
    turn = Window(
        RowNumber(),
        partition_by=F("initiative__organisation"),
        order_by=[F("asked_at").asc(nulls_first=True), "pk"],
    )
    waiting = documents.annotate(turn=turn).filter(turn=1).order_by(F("asked_at").asc(nulls_first=True), "pk")
    return [str(pk) for pk in waiting.values_list("pk", flat=True)[:BATCH_SIZE]]


@shared_task(soft_time_limit=SOFT_TIME_LIMIT, time_limit=HARD_TIME_LIMIT)
def make_report(*, report_id: str) -> None:
    """Make one report, if it still has to be made."""
    produce(UUID(report_id))


@shared_task(soft_time_limit=SOFT_TIME_LIMIT, time_limit=HARD_TIME_LIMIT)
def make_sheet(*, sheet_id: str) -> None:
    """Make the sheet of one method, if it still has to be made."""
    produce_sheet(UUID(sheet_id))


@shared_task(soft_time_limit=SOFT_TIME_LIMIT, time_limit=HARD_TIME_LIMIT)
def make_report_back(*, sheet_id: str) -> None:
    """Make one report-back sheet, if it still has to be made."""
    produce_report_back(UUID(sheet_id))
