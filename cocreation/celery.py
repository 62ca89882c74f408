"""The Celery application. The queue is only a doorbell: what is to be done stands in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cocreation.settings")

app = Celery("cocreation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
