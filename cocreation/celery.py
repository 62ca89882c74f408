"""The Celery application. The queue is only a doorbell: what is to be done stands in the database."""

import ctypes
import logging
import os
import signal
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_embedded_init, setup_logging, worker_init
from django.conf import settings
from django.utils.log import configure_logging

from .validators import check_can_write

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cocreation.settings")

app = Celery("cocreation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=200,
    worker_max_memory_per_child=400_000,  # kB
    worker_hijack_root_logger=False,
    worker_enable_remote_control=False,
    beat_scheduler="celery.beat:Scheduler",  # keeps nothing in a file that could be lost or laid waste
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    beat_schedule={
        "enqueue-documents": {
            "task": "phases.tasks.enqueue_documents",
            "schedule": 2.0,
            "options": {"expires": 2},
        },
        "chain-audit": {"task": "projects.tasks.chain_audit", "schedule": 10.0, "options": {"expires": 10}},
        "beat": {"task": "projects.tasks.beat", "schedule": 15.0, "options": {"expires": 15}},
        "run-nightly": {
            "task": "cocreation.tasks.run_nightly",
            "schedule": crontab(),  # every minute; the time of each work, and when it ran last, stand in the database
            "options": {"expires": 50},
        },
    },
)
app.autodiscover_tasks()

PR_SET_PDEATHSIG = 1


@setup_logging.connect
def configure_worker_logging(loglevel: int = logging.WARNING, **_options: Any) -> None:
    """Let worker and clock write their lines as the web processes do; they would write what tasks were given."""
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    logging.getLogger("celery").setLevel(loglevel)


@worker_init.connect
def check_storage(**_options: Any) -> None:
    """Say at the start, not at the first report, that there is no place for files."""
    check_can_write(settings)


@beat_embedded_init.connect
def exit_with_worker(**_options: Any) -> None:
    """Let the embedded clock end when its worker is killed, so that no orphan goes on ringing (Linux)."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
