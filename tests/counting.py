"""Says at the end how many checks of trust were made: what a test counted, whatever worker it ran on."""

from collections import Counter
from typing import Any

import pytest

END = "end of typed work"
STEP = "step from promise to told"
COUNTED: dict[str, tuple[int, str]] = {
    "access checks": (6_500, "checks of route, role, state and fragment"),
    "missing ids": (1_000, "refusals that are byte-equal to those of an id that does not exist"),
    "refusals told": (300, "refusals of writing that left a line in the trail"),
    "foreign ids": (1_500, "ids of elsewhere in addresses"),
    "safe calls": (2_000, "calls that only read, with every row the same afterwards"),
    "leak checks": (2_000, "pages looked through for words of a foreign initiative"),
    "fields put in": (10_000, "fields put in that a form does not show"),
    "typed cells": (
        90,
        "forms left in every way that a page can be left, each with the end that is promised",
    ),
    "old pages": (56, "old pages saved after a colleague saved, and nobody was overwritten unnoticed"),
    "typed forms found": (
        310,
        "forms found by crawling in two languages in which people type, and each claims what becomes of it",
    ),
    "forms given back": (40, "forms of the work given back whole after the session ended, and sent again"),
    "language switches": (1_000, "switches of language that gave the same page in the other language"),
    "header checks": (2_000, "answers whose headers hold the contract"),
    "withdrawn pages": (140, "pages and fragments refused to who was just taken out"),
    "traces found": (99, "of 100 lines with personal data seen by the detector"),
    "false alarms": (0, "false alarms of the detector on 100 lines without"),
    "guards changed": (15, "guards switched off or closed, each seen by the rows of its route"),
    "log lines": (1_000, "log lines read, in which nobody is named and nothing typed stands"),
    "mails read": (100, "mails read that fetch nothing from anywhere"),
    "static files read": (40, "style sheets, scripts and pictures that name no other host"),
    "walker calls": (2_000, "calls of addresses with nasty arguments"),
    "hostile texts shown": (
        30_000,
        "hostile texts read back as words from pages, fragments, refusals, mails and documents",
    ),
    "places with a direction": (
        2_600,
        "fields and places with typed words, each with a direction of its own, on pages, fragments and refusals",
    ),
    "form examples": (9_000, "forms filled in with whatever can be typed"),
    "forms saved": (1_500, "of them right, and saved without the database refusing anything"),
    "consent cells": (1_300, "pages, fragments and files read for a quote: place by consent by role"),
    "canaries": (26, "personal fields with a canary, told and erased as their mark says"),
    "models with a row": (39, "models with a row or more, every one of which came back from a backup"),
    "pages poked at in a browser": (
        300,
        "pages and fragments with hostile texts on which nothing ran in a browser",
    ),
}
"""What is counted: how many a whole run has at least, and of what."""
AT_NIGHT = {"typed cells": 320, "walker calls": 20_000, "guards changed": 380, "form examples": 80_000}
"""How many a whole night has at least."""


def sums(terminal: Any) -> dict[str, int]:
    """Add up what the tests counted by their end, on whatever worker they ran."""
    reports = [report for report in terminal.stats.get("", []) if report.when == "teardown"]
    found: dict[str, int] = {}
    for report in reports:
        for name, number in getattr(report, "user_properties", []):
            if name in COUNTED:
                found[name] = found.get(name, 0) + int(number)
    return found


def _noted(terminal: Any, wanted: str) -> list[str]:
    """Return what tests noted under a name."""
    reports = [report for report in terminal.stats.get("", []) if report.when == "teardown"]
    pairs = [pair for report in reports for pair in getattr(report, "user_properties", [])]
    return [str(value) for name, value in pairs if name == wanted]


def ends_of_typed_work(terminal: Any) -> list[str]:
    """Return the table of what became of typed work: how often each end was seen, by exit and mechanism."""
    return [f"{end} × {number}" for end, number in sorted(Counter(_noted(terminal, END)).items())]


def floors(config: pytest.Config) -> dict[str, int]:
    """Return what has to be reached; nothing where only some tests were asked for."""
    some = config.args_source != pytest.Config.ArgsSource.TESTPATHS or config.getoption("keyword")
    if some or config.getoption("collectonly"):
        return {}
    whole = {name: floor for name, (floor, _words) in COUNTED.items()}
    return {"not night": whole, "night": AT_NIGHT}.get(config.getoption("markexpr"), {})


def too_few(counted: dict[str, int], wanted: dict[str, int]) -> list[str]:
    """Return what was counted less often than it has to be."""
    return [
        f"{counted.get(name, 0)} {COUNTED[name][1]}, and at least {floor} are promised"
        for name, floor in wanted.items()
        if counted.get(name, 0) < floor
    ]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a run that checked less than is promised fail."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None and too_few(sums(terminal), floors(session.config)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print what was counted, and what was counted too seldom."""
    counted = sums(terminalreporter)
    for name, number in counted.items():
        terminalreporter.write_line(f"trust: {number} {COUNTED[name][1]}")
    for line in ends_of_typed_work(terminalreporter):
        terminalreporter.write_line(f"typed work: {line}")
    for line in _noted(terminalreporter, STEP):
        terminalreporter.write_line(f"{STEP}: {line}")
    for line in too_few(counted, floors(config)):
        terminalreporter.write_line(f"trust, too few: {line}")
