"""What is typed in a form of the work, sent after the session ended."""

import re
from typing import Any

from tests.access.bodies import NEVER_VALID, body_of
from tests.access.table import TABLE
from tests.access.worlds import Worlds
from tests.conftest import House, Road
from tests.html_tree import parse

TEXTS = frozenset({"text", "note", "purpose", "problem", "reason", "stake", "use_when_nl", "steps_nl"})
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
WRITTEN = ("I wait for weeks, and <b>nobody</b> & 'no letter' says \"why\".\r\n" * 33)[:2000]


def writable() -> list[dict[str, str]]:
    """Return the rows of the truth table that take what is typed about the work."""
    return [
        row
        for row in TABLE
        if row["method"] == "POST" and ":" in row["route"] and row["route"] not in NEVER_VALID
    ]


def typed(route: str, house: House, road: Road, worlds: Worlds) -> dict[str, list[str]]:
    """Return a body in which every text that may be long has 2,000 characters."""
    body = body_of(route, house, road, worlds)
    whole = {name: value if isinstance(value, list) else [value] for name, value in body.items()}
    whole = {name: [str(value) for value in values] for name, values in whole.items()}
    return whole | {name: [WRITTEN] for name in TEXTS & set(whole)}


def fields_of(page: Any) -> dict[str, list[str]]:
    """Return what the page sends, with the line ends that a browser makes."""
    tree = parse(page.text)
    (form,) = tree.iterfind(".//main//form")
    kept: dict[str, list[str]] = {}
    for field in form.iterfind(".//input"):
        value = re.sub("\r?\n", "\r\n", field.attrib["value"])
        kept.setdefault(field.attrib["name"], []).append(value)
    kept.pop("csrfmiddlewaretoken", None)
    return kept
