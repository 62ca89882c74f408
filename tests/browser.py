"""Debian's Chromium, started once in a process: two at once in one thread are in each other's way."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

# Playwright's own loop runs in this thread; nothing here is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


def is_foreign(url: str) -> bool:
    """Tell whether an address is of another host than the site."""
    return urlsplit(url).hostname not in {"localhost", "127.0.0.1", None}


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """End the pages of this process's browser when what is tried hangs: it then fails as when a page crashed.

    A question to a page that is being left is sometimes never answered, and the library waits for it without end.
    """
    timer = threading.Timer(seconds, end_pages)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def end_pages() -> None:
    """Kill every page of the browsers below this process; the browsers go on."""
    for pid in pages_below(os.getpid()):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def pages_below(pid: int) -> list[int]:
    """Return the processes of pages of every browser that a process started, however far below."""
    above, pages = {}, []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            number = int(folder.name)
            above[number] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if "--type=renderer" in (folder / "cmdline").read_text():
                pages.append(number)
    return [page for page in pages if pid in _line_of(page, above)]


def _line_of(pid: int, above: dict[int, int]) -> Iterator[int]:
    while pid in above:
        pid = above[pid]
        yield pid
