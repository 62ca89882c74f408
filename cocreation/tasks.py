"""Background work of the site: what is done once a night."""

from celery import shared_task
from django.utils import timezone

from projects.models import Erasure, TaskRun
from projects.privacy.retention import apply_rules
from projects.tasks import anchor_audit

from .compliance.retention import RULES


@shared_task
def run_nightly() -> None:
    """Do once a night what is due, also later when nobody was there; asked every minute."""
    for name, (hour, minute), work in AT_NIGHT:
        with TaskRun.nightly(name, hour, minute) as due:
            if due:
                work()


def apply_retention() -> None:
    """Let go what is over its term, and see that the ledger of erasures is whole."""
    apply_rules(RULES, timezone.now(), dry_run=False)
    Erasure.write_ledger()


AT_NIGHT = (
    ("retention", (3, 15), apply_retention),
    ("audit anchor", (3, 45), anchor_audit),
)
"""Name, time on the clock of the server's time zone, and what is done."""
