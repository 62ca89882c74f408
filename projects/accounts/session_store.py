"""Where Django keeps sessions: our own table, with a term for sitting idle and one for the whole.

`SESSION_ENGINE` names this file.
"""

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import OperationalError
from django.utils import timezone

from ..models.session import ABSOLUTE_TIMEOUT, IDLE_TIMEOUT, REAUTH_GRACE, Session, hash_of_key
from .session_query import running_session

BEGUN = "begun"
DEVICE = "device"
TOUCH_EVERY = timedelta(minutes=1)
"""Being used is written down at most once in this time; idle browsers are given as much on top."""


class SessionStore(DatabaseStore):
    """Sessions with a person, a kind of browser and two terms; the database knows only a hash of the key."""

    @classmethod
    def get_model_class(cls) -> Any:
        return Session

    row: Session | None = None

    def _get_session_from_db(self) -> Session | None:
        self.row = running_session(hash_of_key(str(self.session_key)))
        if self.row is None:
            self._session_key = None
        return self.row

    def touch(self) -> None:
        """Write down that a signed-in browser is used, which lets it go on; at most once a minute."""
        row = self.row
        if row and row.user_id and row.seen_at <= timezone.now() - TOUCH_EVERY:
            row.seen_at, row.expire_date = timezone.now(), self.ends_at()
            with suppress(OperationalError):  # a database that cannot write now still lets people read
                Session.objects.filter(pk=row.pk).update(seen_at=row.seen_at, expire_date=row.expire_date)

    def exists(self, session_key: str) -> bool:
        return bool(Session.objects.filter(pk=hash_of_key(session_key)).exists())

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        user = data.get(SESSION_KEY)
        begun = data.setdefault(BEGUN, time.time()) if user else time.time()
        return Session(
            session_key=hash_of_key(self._get_or_create_session_key()),  # type: ignore[attr-defined]  # the stubs leave it out
            session_data=self.encode(data),
            expire_date=self.ends_at() if user else timezone.now() + ABSOLUTE_TIMEOUT,
            user_id=user,
            device=data.get(DEVICE, "")[:60],
            begun_at=datetime.fromtimestamp(begun, tz=UTC),
        )

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(pk=hash_of_key(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.over().delete()

    def start(self, device: str) -> None:
        """Note that someone signs in now, with what kind of browser; both terms begin."""
        self[BEGUN], self[DEVICE] = time.time(), device

    def recently_authenticated(self) -> bool:
        return time.time() - self.get(BEGUN, 0.0) < REAUTH_GRACE.total_seconds()

    def ends_at(self) -> datetime:
        """Return when it ends for whoever does nothing from now on."""
        return min(timezone.now() + IDLE_TIMEOUT + TOUCH_EVERY, self._begun_at() + ABSOLUTE_TIMEOUT)

    def seconds_left(self) -> int:
        """Return in how many seconds it ends as things stand, which asking does not change."""
        ends_at = self.row.expire_date if self.row else self.ends_at()
        return max(0, int((ends_at - timezone.now()).total_seconds()))

    def warn_after(self) -> int:
        """Return after how many seconds a page asks whether it still goes on: five minutes before the end."""
        return max(1, int((self.ends_at() - timezone.now()).total_seconds()) // 60 * 60 - 5 * 60)

    def at_absolute_timeout(self) -> bool:
        """Tell whether the whole term is what ends it, so that going on takes the password once more."""
        return self._begun_at() + ABSOLUTE_TIMEOUT < timezone.now() + IDLE_TIMEOUT

    def _begun_at(self) -> datetime:
        return datetime.fromtimestamp(self.get(BEGUN, time.time()), tz=UTC)
