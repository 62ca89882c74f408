"""Says at the end how many checks of access were made."""

from typing import Any

import pytest

WORDS = {
    "access checks": "checks of route, role, state and fragment",
    "walker calls": "calls of addresses with nasty arguments",
}


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Add up what the tests of the table counted, on whatever worker they ran."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    properties = [pair for report in reports for pair in getattr(report, "user_properties", [])]
    for counted, words in WORDS.items():
        total = sum(int(number) for name, number in properties if name == counted)
        if total:
            terminalreporter.write_line(f"access: {total} {words}")
