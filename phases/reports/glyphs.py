"""Which signs of a document no font has: kept for who asked for it, and never written to a log."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

RENDERER = logging.getLogger("weasyprint")
BOX = ".notdef glyph"
_missing: ContextVar[set[str] | None] = ContextVar("missing", default=None)


class MissingGlyphFilter(logging.Filter):
    """Takes the renderer's line about a sign without a glyph: the sign is a part of what somebody typed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the sign for the document that is being made, and drop the line."""
        if BOX not in str(record.msg):
            return True
        missing = _missing.get()
        if missing is not None and isinstance(record.args, tuple) and record.args:
            missing.add(str(record.args[0]))
        return False


@contextmanager
def missing_signs() -> Iterator[set[str]]:
    """Collect the signs that are drawn as a box meanwhile."""
    if not any(isinstance(each, MissingGlyphFilter) for each in RENDERER.filters):
        RENDERER.addFilter(MissingGlyphFilter())
    found: set[str] = set()
    token = _missing.set(found)
    try:
        yield found
    finally:
        _missing.reset(token)
