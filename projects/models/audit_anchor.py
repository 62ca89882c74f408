"""Where the audit trail ends, in a file outside the database (`AUDIT_ANCHOR`): who owns the tables cannot shorten it.

The file holds the number and the link of the last line, sealed. It only ever moves on: while the line that it names is
not in the trail it stays as it is, and `verify` says so.
"""

import logging
import os
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

Anchor = tuple[int, str, str]


def read_anchor() -> Anchor | None:
    """Return number, link and seal; None when there is no file, or it is empty."""
    try:
        number, link, seal = Path(settings.AUDIT_ANCHOR).read_text().split()
        return int(number), link, seal
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return -1, "", ""


def write_anchor(number: int, link: str, seal: str) -> None:
    """Write it whole or not at all; a fault is told to the log, and made good by the next call."""
    path = Path(settings.AUDIT_ANCHOR)
    fresh = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w") as file:
            file.write(f"{number} {link} {seal}\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        logger.error("the anchor of the audit trail cannot be written (%s)", error.strerror)  # noqa: TRY400
