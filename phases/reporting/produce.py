"""Making the file of a report, while holding its claim."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import translation

from ..models import Report
from .gather import gather
from .render import pdf_of

logger = logging.getLogger(__name__)


def produce(pk: UUID) -> bool:
    """Claim the report and make its file; False when there was nothing to claim or the claim was lost.

    An error gives the claim back (to try again, or as failed after the last attempt) and is logged.
    """
    report = Report.take(pk)
    if report is None:
        return False
    try:
        with _holding(report), translation.override(report.language):
            contents = gather(report.initiative, report.phase, made_by=str(report.requested_by))
            document = pdf_of(contents)
        return _store(report, document, contents.code)
    except Exception:
        logger.exception("report %s, attempt %s", report.pk, report.attempts)
        report.give_up()
        return False


def _store(report: Report, document: bytes, code: str) -> bool:
    """Write the file under a name of this attempt; only the attempt that holds the claim keeps its file."""
    folder = f"reports/{report.pk}"
    name = default_storage.save(f"{folder}/{report.claim}.pdf", ContentFile(document))
    if not report.finish(file=name, content_hash=code):
        default_storage.delete(name)
        return False
    _folders, names = default_storage.listdir(folder)
    for other in {f"{folder}/{each}" for each in names} - {name}:
        default_storage.delete(other)
    return True


@contextmanager
def _holding(report: Report) -> Iterator[None]:
    """Renew the claim three times in each lease, in a thread with a database connection of its own."""
    done = threading.Event()

    def hold() -> None:
        try:
            while not done.wait(settings.REPORT_LEASE_SECONDS / 3):
                report.renew_lease()
        finally:
            connection.close()

    holder = threading.Thread(target=hold, name=f"lease-{report.pk}", daemon=True)
    holder.start()
    try:
        yield
    finally:
        done.set()
        holder.join()
