"""Says at the end how many checks of trust were made: what a test counted, whatever worker it ran on."""

from typing import Any

import pytest

WORDS = {
    "access checks": "checks of route, role, state and fragment",
    "foreign ids": "ids of elsewhere in addresses",
    "safe calls": "calls that only read, with every row the same afterwards",
    "leak checks": "pages looked through for words of a foreign initiative",
    "fields put in": "fields put in that a form does not show",
    "header checks": "answers whose headers hold the contract",
    "withdrawn pages": "pages and fragments refused to who was just taken out",
    "guards changed": "guards switched off or closed, each seen by the rows of its route",
    "walker calls": "calls of addresses with nasty arguments",
    "hostile texts shown": "hostile texts read back as words from pages, fragments, refusals, mails and documents",
    "form examples": "forms filled in with whatever can be typed",
    "forms saved": "of them right, and saved without the database refusing anything",
    "refusals logged": "refusals that left a line with route, person and reason",
    "log lines": "log lines looked at, without an address, name, token, password or text in any",
    "pages poked at in a browser": "pages and fragments with hostile texts on which nothing ran in a browser",
}


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Add up what the tests of the table counted, on whatever worker they ran."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    properties = [pair for report in reports for pair in getattr(report, "user_properties", [])]
    for counted, words in WORDS.items():
        total = sum(int(number) for name, number in properties if name == counted)
        if total:
            terminalreporter.write_line(f"trust: {total} {words}")
