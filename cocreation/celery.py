"""The Celery application. The queue is only a doorbell: what is to be done stands in the database."""

import ctypes
import os
import signal
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import beat_embedded_init, worker_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cocreation.settings")

app = Celery("cocreation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

PR_SET_PDEATHSIG = 1


@worker_init.connect
def warm_up(**_options: Any) -> None:
    """Load the slow library before the first report, and make the folders of the embedded broker."""
    import weasyprint  # noqa: F401, PLC0415 - slow library

    options = getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {})
    for name in ("data_folder_in", "control_folder"):
        if name in options:
            Path(options[name]).mkdir(parents=True, exist_ok=True)


@beat_embedded_init.connect
def end_with_the_worker(**_options: Any) -> None:
    """Let the embedded clock end when its worker is killed, so that no orphan goes on ringing (Linux)."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
