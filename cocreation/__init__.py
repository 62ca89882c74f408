"""The project: settings, addresses, middleware and the Celery application. No app imports from here."""

from .celery import app as celery_app

__all__ = ["celery_app"]
