"""Mails that go when the answer is gone: nobody can tell from the time it takes whether an address is known."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Mail = Callable[[], object]

_waiting: ContextVar[list[Mail] | None] = ContextVar("waiting", default=None)


@contextmanager
def defer_mails() -> Iterator[list[Mail]]:
    """Gather the mails of this block instead of sending them; whoever opened it sends them."""
    mails: list[Mail] = []
    before = _waiting.set(mails)
    try:
        yield mails
    finally:
        _waiting.reset(before)


def send_or_defer(mail: Mail) -> None:
    """Send the mail by calling it, or leave that to the block around it."""
    waiting = _waiting.get()
    if waiting is None:
        mail()
    else:
        waiting.append(mail)
