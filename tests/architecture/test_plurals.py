"""A number before a word in a message has its singular too, in every language."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.core

CATALOGUE = Path(__file__).resolve().parents[2] / "cocreation" / "locale" / "nl" / "LC_MESSAGES" / "django.po"
COUNTED = re.compile(
    r"(?:%\(n\)s|\{n\}) (?:people|times|minutes|days|hours|groups|methods|things|words|letters)\b"
)
NEVER_ONE = {
    "Show all %(n)s methods": "stands only where there are more than fit",
    "%(n)s times": "stands only from two on",
    "fits in {n} minutes": "asked from five on",
}


def test_no_message_counts_without_its_singular() -> None:
    entries = CATALOGUE.read_text().split("\n\n")
    ids = [
        re.search(r'^msgid "(.*)"$', entry, re.MULTILINE) for entry in entries if "msgid_plural" not in entry
    ]
    wrong = {found[1] for found in ids if found and COUNTED.search(found[1])}
    assert wrong - set(NEVER_ONE) == set()
