"""The Dutch catalogue of the interface."""

import re
from pathlib import Path

CATALOGUE = Path(__file__).parents[1] / "cocreation" / "locale" / "nl" / "LC_MESSAGES" / "django.po"


def messages(text: str) -> dict[str, str]:
    """Return each message of a catalogue with its first translation."""
    found = {}
    for block in re.split(r"\n\n", text):
        parts = re.search(
            r"^msgid (.*?)^(?:msgid_plural .*?)?msgstr(?:\[0\])? (.*)", block, re.DOTALL | re.MULTILINE
        )
        if parts and (message := "".join(re.findall(r'"(.*)"', parts[1]))):
            found[message] = "".join(re.findall(r'"(.*)"', parts[2]))
    return found
