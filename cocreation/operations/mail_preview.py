"""Mails of the embedded mode: written to the console and kept as files, so that they can be read on a page."""

import email
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.console import EmailBackend
from django.utils import timezone

BACKEND = "cocreation.operations.mail_preview.FileMailBackend"
MAX_MAILS = 50
LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_CLIENT")


class FileMailBackend(EmailBackend):
    """Writes a mail to the console, and keeps the last ones under `VAR_DIR`, readable by their owner only."""

    def write_message(self, message: Any) -> None:
        """Write and keep one mail."""
        super().write_message(message)
        place = folder()
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = place / f"{timezone.now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}.eml"
        file.touch(mode=0o600)
        file.write_bytes(message.message().as_bytes())
        for old in sorted(place.glob("*.eml"))[:-MAX_MAILS]:
            old.unlink(missing_ok=True)

    def forget(self, *words: str) -> None:
        """Let go of the kept mails that hold one of these words: somebody was erased."""
        for file, mail in _read():
            told = f"{mail.to}\n{mail.subject}\n{mail.text}".lower()
            if any(word.lower() in told for word in words):
                file.unlink(missing_ok=True)


@dataclass(frozen=True)
class Mail:
    """A kept mail, as a page shows it."""

    at: datetime | None
    to: str
    subject: str
    text: str


def folder() -> Path:
    return Path(settings.VAR_DIR) / "mails"


def kept_mails() -> Iterator[Mail]:
    """Return the kept mails, newest first; one that cannot be read is passed over."""
    yield from (mail for _file, mail in _read())


def _read() -> Iterator[tuple[Path, Mail]]:
    for file in sorted(folder().glob("*.eml"), reverse=True):
        try:
            found = email.message_from_bytes(file.read_bytes(), policy=policy.default)
            body = found.get_body(("plain",))
            text = body.get_content() if body else ""
            at = parsedate_to_datetime(found["Date"]) if found["Date"] else None
            yield file, Mail(at, str(found["To"]), str(found["Subject"]), text)
        except (OSError, ValueError, LookupError):
            continue


def may_be_read_by(request: Any) -> bool:
    """Tell whether the page of mails is there for this request.

    A mail can hold the link to a new password, and nobody signs in to read it: that is why one looks here. It is safe
    enough because of all of these together: it is there only where `EMBEDDED` is on and no mail server was named, which is
    somebody's own machine with a demonstration; the request must come from that machine itself (the loopback address,
    which a network cannot use) and through no proxy (a proxy on this machine would make everybody look local); the
    names of hosts are checked, so that a page of elsewhere cannot reach it under a name of its own, and the answer may not be
    read by other origins. What is left: others with an account on the same machine, and a proxy that hides that it is one.
    Whoever puts a proxy before the app names a mail server (`EMAIL_URL`), and the page is gone.
    """
    if not settings.EMBEDDED or settings.EMAIL_BACKEND != BACKEND:
        return False
    direct = not any(name.startswith(FORWARDED) for name in request.META)
    return direct and request.META.get("REMOTE_ADDR") in LOOPBACK
