"""When work in the background ran last: the clock's beat, and what is done once a night."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone

from ..personal_data import PersonalFields
from .audit import AuditEntry

BEAT = "beat"
LATE = timedelta(minutes=5)
"""A worker may be busy for a while; after this it, or the clock, is not there."""
LEASE = timedelta(minutes=30)
"""So long a night's work is left to whoever began it; then another begins it again."""


class TaskRun(models.Model):
    """The last time that a piece of work was done; `claimed_until` says that someone is at it."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)

    PERSONAL: ClassVar[PersonalFields] = {}

    def __str__(self) -> str:
        return self.name

    @classmethod
    def done(cls, name: str) -> None:
        cls.objects.update_or_create(name=name, defaults={"at": timezone.now(), "claimed_until": None})

    @classmethod
    @contextmanager
    def nightly(cls, name: str, hour: int, minute: int) -> Iterator[bool]:
        """Tell whether the work of this night is still to be done, and if so note it as done at the end.

        Whoever asks first after that hour does it, also in the morning when the machine was off. One that fails or is
        killed is done again half an hour later.
        """
        mine = cls._claim(name, _last(hour, minute))
        yield mine
        if mine:
            cls.done(name)

    @classmethod
    def _claim(cls, name: str, due: datetime) -> bool:
        now = timezone.now()
        with transaction.atomic():
            cls.objects.get_or_create(name=name)
            waits = models.Q(at=None) | models.Q(at__lt=due)
            free = models.Q(claimed_until=None) | models.Q(claimed_until__lt=now)
            return bool(cls.objects.filter(waits, free, name=name).update(claimed_until=now + LEASE))


def _last(hour: int, minute: int) -> datetime:
    """Return the moment at which the clock on the wall last showed this time."""
    here = timezone.localtime(timezone=timezone.get_default_timezone())
    due = datetime.combine(here.date(), time(hour, minute), tzinfo=here.tzinfo)
    return (
        due
        if due <= here
        else datetime.combine(here.date() - timedelta(days=1), due.time(), tzinfo=here.tzinfo)
    )


def work_is_late() -> bool:
    """Tell whether work in the background waits: the clock or the worker gave no sign for five minutes."""
    before = timezone.now() - LATE
    beat = TaskRun.objects.filter(name=BEAT).first()
    if beat is None or beat.at is None:  # it never ran here; then nobody took up the trail either
        return bool(AuditEntry.objects.filter(number=None, at__lt=before).exists())
    return beat.at < before
