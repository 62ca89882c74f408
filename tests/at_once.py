"""Several who do something in the same moment, each on a connection of their own."""

import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import connections

PATIENCE = 60
T = TypeVar("T")


def all_at_once(works: Iterable[Callable[[], T]]) -> list[T]:
    """Let all begin together; return what each of those got who got something, in the order in which they were done."""
    begin = list(works)
    barrier, got = threading.Barrier(len(begin)), []

    def do(work: Callable[[], T]) -> None:
        try:
            barrier.wait(timeout=PATIENCE)
            got.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(work,)) for work in begin]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    return got
