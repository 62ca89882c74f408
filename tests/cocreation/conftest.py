"""A database with a row of everything, and a backup of it."""

import shutil
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from cocreation.operations.backup import write
from phases.models import MethodSheet, Report, ReportBackSheet, ReportState
from projects.models import Initiative, Role, Session
from tests import factories
from tests.everything import do_everything
from tests.published import load_published

REPORT = "reports/one/x.pdf"
REPORT_BYTES = b"%PDF-1.7 \x00\xff"
SHEET = "sheets/x.pdf"
REPORT_BACK = "report-back/x.pdf"
MADE: list[bytes] = []
"""The backup of another machine, once it was made; making it takes seconds."""


def fill() -> Initiative:
    """Make the content, and an initiative around which one person did everything."""
    load_published()
    initiative = factories.make_initiative(title="Wérk & inkomen 😀")
    beside = factories.make_team_member(initiative, Role.LEAD)
    lead = initiative.updated_by
    assert lead is not None
    do_everything(lead, beside, initiative)
    default_storage.save(REPORT, ContentFile(REPORT_BYTES))
    Report.objects.update(state=ReportState.READY, file=REPORT)
    default_storage.save(SHEET, ContentFile(b"%PDF-1.7 sheet"))
    MethodSheet.objects.update(state=ReportState.READY, file=SHEET)
    default_storage.save(REPORT_BACK, ContentFile(b"%PDF-1.7 told"))
    ReportBackSheet.objects.update(state=ReportState.READY, file=REPORT_BACK)
    return initiative


@pytest.fixture
def filled(db: None) -> Initiative:
    """Fill the database."""
    return fill()


@pytest.fixture
def backup(filled: Initiative, tmp_path: Path) -> Path:
    """Write a backup of it."""
    path = tmp_path / "backup.zip"
    write(path)
    return path


@pytest.fixture
def elsewhere(db: None, tmp_path: Path) -> Path:
    """Return a backup of another machine; here the database is as new, but for a visitor, with a file of its own."""
    path = tmp_path / "backup.zip"
    if not MADE:
        with transaction.atomic():
            fill()
            write(path)
            transaction.set_rollback(True)
        MADE.append(path.read_bytes())
        shutil.rmtree(default_storage.path(""))
    path.write_bytes(MADE[0])
    Session.objects.create(session_key="a-visitor", session_data="", expire_date=timezone.now())
    default_storage.save("own/file.txt", ContentFile(b"of this machine"))
    return path
