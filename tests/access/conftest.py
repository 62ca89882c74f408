"""Says at the end how many checks of access were made."""

from typing import Any

import pytest


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Add up what the tests of the table counted, on whatever worker they ran."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    properties = [pair for report in reports for pair in getattr(report, "user_properties", [])]
    checks = sum(int(number) for name, number in properties if name == "access checks")
    if checks:
        terminalreporter.write_line(f"access: {checks} checks of route, role, state and fragment")
