"""Reads along with every log line of every test, as it would stand in the log, and with every mail that is sent."""

import logging
import re
from collections.abc import Iterator

from cocreation.web.log_redaction import RedactingFormatter, RedactPathFilter
from tests import factories

PEOPLE = (
    "Lea Lead",
    "Fay Facilitator",
    "Obi Observer",
    "Mia Manager",
    "Ada Admin",
    "Stan Stranger",
    "Kanariepiet",
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TOKEN = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])|/(?:invitations|reset|email)/(?!\w+\.py\b)[^\s/]{8,}")
REMOTE = re.compile(
    r"""<[^>]*\s(?:src|srcset|background|style)\s*=|<(?:img|link|script|iframe|object|embed|style)\b""",
    re.IGNORECASE,
)


def told_too_much(line: str) -> Iterator[str]:
    """Yield what stands in a log line that should not."""
    if ADDRESS.search(line):
        yield "an address"
    if factories.PASSWORD in line:
        yield "a password"
    if "canary" in line.lower():
        yield "what was typed"
    yield from (f"a name: {name}" for name in PEOPLE if name in line)
    if TOKEN.search(line):
        yield "a token"


class Ear(logging.Handler):
    """Keeps each line as it would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.addFilter(RedactPathFilter())
        self.setFormatter(RedactingFormatter("{asctime} {levelname} {name} {message}", style="{"))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.lines.append(self.format(record))
