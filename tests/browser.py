"""Debian's Chromium, started once in a process: two at once in one thread are in each other's way."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright
from playwright.sync_api import Error as BrowserError

# Playwright's own loop runs in this thread; nothing here is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PROGRAM = "/usr/lib/chromium/chromium"
"""With what the command of each process of Debian's Chromium begins."""
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Browsers:
    """Debian's Chromium, started when it is asked for, and again when it was ended."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._browser: Browser | None = None

    def running(self) -> Browser:
        """Return the browser."""
        if self._browser is None or not self._browser.is_connected():
            launch = self._playwright.chromium.launch
            self._browser = launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        return self._browser


@pytest.fixture(scope="session")
def browsers() -> Iterator[Browsers]:
    """Keep one browser for all tests of a process."""
    with sync_playwright() as playwright:
        yield Browsers(playwright)


@pytest.fixture
def chromium(browsers: Browsers) -> Browser:
    """Return the browser."""
    return browsers.running()


def leave(context: BrowserContext) -> None:
    """Close all tabs; a browser that does not let go of them is ended, which is no fault of the site.

    A tab is first led to an empty page: one that is still waiting for an answer sometimes never closes.
    """
    with no_longer_than(30), suppress(BrowserError):
        for page in context.pages:
            page.goto("about:blank")
        context.close()


def is_foreign(url: str) -> bool:
    """Tell whether an address is of another host than the site."""
    return urlsplit(url).hostname not in {"localhost", "127.0.0.1", None}


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """End this process's browser when what is tried hangs; whoever waits for it is told that it was closed.

    A tab that is closed or asked while it is being left sometimes never answers, and the library waits without end.
    """
    timer = threading.Timer(seconds, end_browsers)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def end_browsers() -> None:
    """Kill every browser below this process."""
    for pid in browsers_below(os.getpid()):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def browsers_below(pid: int) -> list[int]:
    """Return the processes of every browser that a process started, however far below."""
    above, found = {}, []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            number = int(folder.name)
            above[number] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if (folder / "cmdline").read_text().startswith(PROGRAM):
                found.append(number)
    return [each for each in found if pid in _line_of(each, above)]


def _line_of(pid: int, above: dict[int, int]) -> Iterator[int]:
    while pid in above:
        pid = above[pid]
        yield pid
