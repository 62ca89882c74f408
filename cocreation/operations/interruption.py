"""Commands that clean up after themselves, also when they are told to stop."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

STOP_SIGNALS = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def cleaning_up() -> Iterator[None]:
    """Let a signal to stop end what runs inside like any fault would, so that what it undoes is undone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {
        name: signal.signal(name, lambda number, _frame: sys.exit(128 + number)) for name in STOP_SIGNALS
    }
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
