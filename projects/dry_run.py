"""A dry run: a sent form is answered once more, so that its page can be read in another language; nothing is taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

is_dry_run: ContextVar[bool] = ContextVar("is_dry_run", default=False)
"""No mail goes out while this is so."""
refuses_forms: ContextVar[bool] = ContextVar("refuses_forms", default=False)


@contextmanager
def dry_run(*, refusing: bool) -> Iterator[None]:
    """Send no mails; with `refusing` a form in which nothing is wrong is not taken either, and says so."""
    tokens = is_dry_run.set(True), refuses_forms.set(refusing)
    try:
        yield
    finally:
        is_dry_run.reset(tokens[0])
        refuses_forms.reset(tokens[1])
