"""Reads every line that the logs would hold during the whole run, and fails the test that wrote something personal.

The people, passwords, invitations and texts of the tests are the canaries: none of them may ever stand in a log.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests import factories

PERSONAL = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}"),
    "a password": re.compile(f"{factories.PASSWORD}|een heel ander wachtwoord"),
    "a token": re.compile(r"(?<![\w-])[A-Za-z0-9_-]{43}(?![\w-])"),
    "a link of a mail": re.compile(r"/(?:invitations|password/reset)/[\w-]+"),
    "the name of a person": re.compile(
        r"Lea Lead|Fay Facilitator|Obi Observer|Mia Manager|Ada Admin|Stan Stranger|Person \d+"
    ),
    "a text that somebody typed": re.compile(
        r"__hit|[Cc]anary|[Ss]ecret (?:method|group|colleague)|Gemeente Voorbeeld"
    ),
}


class LogWatch(logging.Handler):
    """Takes every record, writes it as the console would, and keeps what should not stand there."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = 0
        self.leaks: list[str] = []

    def as_the_console_writes(self) -> "LogWatch":
        """Take over the filters and the form of the handler that the settings name."""
        from django.conf import settings  # noqa: PLC0415 - when pytest has read them
        from django.utils.module_loading import import_string  # noqa: PLC0415

        console = settings.LOGGING["handlers"]["console"]
        form = dict(settings.LOGGING["formatters"][console["formatter"]])
        self.setFormatter(import_string(form["()"])(form["format"], style=form["style"]))
        for name in console["filters"]:
            self.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
        return self

    def emit(self, record: logging.LogRecord) -> None:
        """Look at one line, be it of many lines."""
        line = self.format(record)
        self.lines += 1
        self.leaks += [f"{what}: {line[:300]}" for what, shape in PERSONAL.items() if shape.search(line)]

    def take(self) -> tuple[int, list[str]]:
        """Give how many lines were looked at since the last time, and the bad ones."""
        taken = self.lines, self.leaks
        self.lines, self.leaks = 0, []
        return taken


watch = LogWatch()


def start() -> None:
    """Listen to every logger, those that keep their lines to themselves too."""
    watch.as_the_console_writes()
    alone = [
        each
        for each in logging.Logger.manager.loggerDict.values()
        if getattr(each, "propagate", True) is False
    ]
    for logger in (logging.getLogger(), *alone):
        logger.addHandler(watch)  # type: ignore[union-attr]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[Any]:
    """Fail a test during which something personal was written, with its set-up."""
    result = yield
    lines, leaks = watch.take()
    item.user_properties.append(("log lines", lines))
    assert leaks == []
    return result
