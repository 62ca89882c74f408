"""Says at the end how many checks of trust were made: what a test counted, whatever worker it ran on."""

from typing import Any

import pytest

WORDS = {
    "access checks": "checks of route, role, state and fragment",
    "missing ids": "refusals that are byte-equal to those of an id that does not exist",
    "refusals told": "refusals of writing that left a line in the trail",
    "foreign ids": "ids of elsewhere in addresses",
    "safe calls": "calls that only read, with every row the same afterwards",
    "leak checks": "pages looked through for words of a foreign initiative",
    "fields put in": "fields put in that a form does not show",
    "forms given back": "forms of the work given back whole after the session ended, and sent again",
    "header checks": "answers whose headers hold the contract",
    "withdrawn pages": "pages and fragments refused to who was just taken out",
    "traces found": "of 100 lines with personal data seen by the detector",
    "false alarms": "false alarms of the detector on 100 lines without",
    "guards changed": "guards switched off or closed, each seen by the rows of its route",
    "log lines": "log lines read, in which nobody is named and nothing typed stands",
    "mails read": "mails read that fetch nothing from anywhere",
    "static files read": "style sheets, scripts and pictures that name no other host",
    "walker calls": "calls of addresses with nasty arguments",
    "hostile texts shown": "hostile texts read back as words from pages, fragments, refusals, mails and documents",
    "form examples": "forms filled in with whatever can be typed",
    "forms saved": "of them right, and saved without the database refusing anything",
    "canaries": "personal fields with a canary, told and erased as their mark says",
    "models with a row": "models with a row or more, every one of which came back from a backup",
    "pages poked at in a browser": "pages and fragments with hostile texts on which nothing ran in a browser",
}


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Add up what the tests of the table counted by their end, on whatever worker they ran."""
    reports = [report for report in terminalreporter.stats.get("", []) if report.when == "teardown"]
    properties = [pair for report in reports for pair in getattr(report, "user_properties", [])]
    for counted, words in WORDS.items():
        numbers = [int(number) for name, number in properties if name == counted]
        if numbers:
            terminalreporter.write_line(f"trust: {sum(numbers)} {words}")
