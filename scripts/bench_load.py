"""Many users at once: how many requests a server answers in a second, and how long they wait."""

import statistics
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from itertools import cycle, islice

from bench_servers import Browser, Server

USERS = 20


@dataclass(frozen=True)
class Load:
    """What came of many users at once: how long each request took, in how many seconds, and what went wrong."""

    times: list[float]
    seconds: float
    errors: int

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def __add__(self, other: "Load") -> "Load":
        return Load(self.times + other.times, self.seconds + other.seconds, self.errors + other.errors)

    def __str__(self) -> str:
        slowest = statistics.quantiles(self.times, n=20)[-1] if len(self.times) > 1 else 0
        return f"{self.rate:6.1f} requests/s, p95 {slowest * 1000:.0f} ms, {self.errors} errors"


def load(server: Server, cookies: Mapping[str, str], paths: list[str], seconds: float) -> Load:
    """Let many users ask for pages one after another, each in a thread of its own."""
    began = time.monotonic()
    with ThreadPoolExecutor(USERS) as pool:
        users = [
            pool.submit(
                use, Browser(server.port, cookies), islice(cycle(paths), first, None), began + seconds
            )
            for first in range(USERS)
        ]
    done = [user.result() for user in users]
    times = [taken for user in done for taken in user if taken is not None]
    return Load(times, time.monotonic() - began, sum(user.count(None) for user in done))


def use(browser: Browser, paths: Iterator[str], end: float) -> list[float | None]:
    """Ask for one page after another until the end; return how long each took, None where it went wrong."""
    taken: list[float | None] = []
    while time.monotonic() < end:
        began = time.perf_counter()
        try:
            good = browser.ask(next(paths)).status == 200
        except (OSError, HTTPException):
            good = False
        taken.append(time.perf_counter() - began if good else None)
    browser.close()
    return taken
