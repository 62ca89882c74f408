"""Being signed in: a row for each browser, so that people see where they are signed in and can end it.

Of the key in the cookie the database knows only a hash; of the browser only its kind; of the network nothing.
"""

import hashlib
from datetime import timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..personal_data import SIGNED_IN, PersonalFields

IDLE_TIMEOUT = timedelta(minutes=60)
ABSOLUTE_TIMEOUT = timedelta(hours=12)
REAUTH_GRACE = timedelta(minutes=10)
"""For so long after signing in nothing is asked again before something risky."""


def hash_of_key(key: str) -> str:
    """Return what the database knows of the key of a session."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


class SessionQuerySet(models.QuerySet["Session"]):
    """Reads of sessions, and the ending of several."""

    def running(self) -> Self:
        """Keep those that are not over; the one used last comes first."""
        return self.filter(expire_date__gt=timezone.now()).order_by("-seen_at")

    def of(self, person: Any) -> Self:
        return self.filter(user=person)

    def over(self) -> Self:
        """Keep those that nobody can use any more."""
        return self.filter(expire_date__lte=timezone.now())

    def except_for(self, key: str | None) -> Self:
        return self.exclude(pk=hash_of_key(key)) if key else self


class Session(AbstractBaseSession):
    """The session of one browser; `user` is None for a visitor. `session_key` holds the hash of the key."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions", null=True
    )
    device = models.CharField(max_length=60, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    PERSONAL: ClassVar[PersonalFields] = {
        "user": SIGNED_IN,
        "session_key": SIGNED_IN,
        "session_data": SIGNED_IN,
        "device": SIGNED_IN,
        "begun_at": SIGNED_IN,
        "seen_at": SIGNED_IN,
    }

    may_lack_second_factor = False
    content_revision: UUID | None = None
    """Set by the query of a request."""

    objects: ClassVar[Any] = SessionQuerySet.as_manager()  # type: ignore[assignment]  # the library has another manager and plain names

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("session")  # type: ignore[assignment]  # the library has another manager and plain names
        verbose_name_plural = _("sessions")  # type: ignore[assignment]  # the library has another manager and plain names

    def __str__(self) -> str:
        return self.device

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Refuse: rows are decoded by the store that has the key."""
        raise NotImplementedError
