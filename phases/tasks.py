"""Background work: fetch by id, delegate, safe to repeat."""

from uuid import UUID

from celery import shared_task

from .models import Report
from .reporting import produce

AT_ONCE = 20


@shared_task
def hand_out_reports() -> None:
    """Ring for every report that waits or whose worker died; a worker that is late finds it taken."""
    for pk in Report.objects.claimable().order_by("requested_at").values_list("pk", flat=True)[:AT_ONCE]:
        make_report.apply_async(kwargs={"report_id": str(pk)}, expires=30)


@shared_task
def make_report(*, report_id: str) -> None:
    """Make one report, if it still has to be made."""
    produce(UUID(report_id))
