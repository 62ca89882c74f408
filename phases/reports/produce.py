"""Making the file of a document, while holding its claim."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.utils import translation

from projects.models import SiteRevision
from toolkit.published import content_at

from ..models import Failure, MethodSheet, Report, ReportBackSheet
from .gather import gather
from .pdf_process import RenderTimeoutError, render_in_subprocess
from .render import document_of, report_back_document_of, sheet_document_of
from .report_back import report_back_of
from .size import TooLargeError, is_too_large

logger = logging.getLogger(__name__)

Rendered = tuple[bytes, dict[str, Any]]
"""The PDF, and the fields of its row: the hash of what it says, and what else is kept."""


def produce(pk: UUID) -> bool:
    """Claim the report and make its file; False when there was nothing to claim or the claim was lost."""
    return _produce(Report, pk, "reports", _report)


def produce_sheet(pk: UUID) -> bool:
    """Claim the sheet of a method and make its file; False when there was nothing to claim or the claim was lost."""
    return _produce(MethodSheet, pk, "sheets", _sheet)


def produce_report_back(pk: UUID) -> bool:
    """Claim a report-back sheet and make its file; False when there was nothing to claim or the claim was lost."""
    return _produce(ReportBackSheet, pk, "report-back", _report_back)


def _report(report: Report) -> Rendered:
    if is_too_large(report.initiative, report.phase):
        raise TooLargeError
    contents = gather(report.initiative, report.phase, made_by=str(report.requested_by))
    report.update_claimed(shown_hash=contents.shown_hash)
    printed = render_in_subprocess(document_of(contents), seconds=settings.REPORT_MOST_SECONDS)
    return printed.pdf, {
        "content_hash": contents.code,
        "quotes": contents.quotes,
        "missing_signs": printed.missing,
    }


def _sheet(sheet: MethodSheet) -> Rendered:
    document = sheet_document_of(sheet.method, paper=sheet.paper)
    printed = render_in_subprocess(document, seconds=settings.REPORT_MOST_SECONDS)
    return printed.pdf, {"content_hash": sheet.content_hash, "missing_signs": printed.missing}


def _report_back(sheet: ReportBackSheet) -> Rendered:
    contents = report_back_of(sheet.target)
    printed = render_in_subprocess(report_back_document_of(contents), seconds=settings.REPORT_MOST_SECONDS)
    return printed.pdf, {"content_hash": contents.shown_hash, "missing_signs": printed.missing}


def _produce(model: Any, pk: UUID, folder: str, make: Callable[[Any], Rendered]) -> bool:
    """Claim and make; an error gives the claim back (to try again, or as failed at last) and is logged."""
    document = model.acquire(pk)
    if document is None:
        return False
    try:
        with (
            _lease_renewed(document),
            translation.override(document.language),
            content_at(SiteRevision.current()),
        ):
            content, kept = make(document)
        return _store(document, f"{folder}/{document.pk}", content, kept)
    except TooLargeError:
        document.release(Failure.TOO_LARGE)
        return False
    except (RenderTimeoutError, SoftTimeLimitExceeded):
        logger.warning("%s %s took too long", model.__name__, document.pk)
        document.release(Failure.TOO_LONG)
        return False
    except OSError as error:
        logger.exception(
            "%s %s, attempt %s: its file cannot be written (%s): the folder of files has to belong to the user that "
            "runs the app (id %s), on a disk with room",
            model.__name__,
            document.pk,
            document.attempts,
            error.strerror,
            os.geteuid(),
        )
        document.release()
        return False
    except Exception:
        logger.exception("%s %s, attempt %s", model.__name__, document.pk, document.attempts)
        document.release()
        return False


def _store(document: Any, folder: str, content: bytes, kept: dict[str, Any]) -> bool:
    """Write the file under a name of this attempt; only the attempt that holds the claim keeps its file."""
    name = default_storage.save(f"{folder}/{document.claim}.pdf", ContentFile(content))
    if not document.finish(file=name, **kept):
        default_storage.delete(name)
        return False
    _folders, names = default_storage.listdir(folder)
    for other in {f"{folder}/{each}" for each in names} - {name}:
        default_storage.delete(other)
    return True


def _renew(document: Any) -> None:
    """Renew the claim; where the database cannot do so now, the next turn tries again on a new connection."""
    try:
        document.renew_lease()
    except OperationalError:
        connection.close()


@contextmanager
def _lease_renewed(document: Any) -> Iterator[None]:
    """Renew the claim three times in each lease, in a thread with a database connection of its own.

    A document that takes longer than there is for one is let go.
    """
    done = threading.Event()
    end = time.monotonic() + settings.REPORT_MOST_SECONDS + settings.REPORT_LEASE_SECONDS

    def hold() -> None:
        try:
            while not done.wait(settings.REPORT_LEASE_SECONDS / 3) and time.monotonic() < end:
                _renew(document)
        finally:
            connection.close()

    holder = threading.Thread(target=hold, name=f"lease-{document.pk}", daemon=True)
    holder.start()
    try:
        yield
    finally:
        done.set()
        holder.join()
