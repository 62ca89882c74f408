"""Where a word may break: never inside an address, never before a Dutch letter with a trema."""

import re
from collections.abc import Iterator
from functools import lru_cache

import pyphen

TOKEN = re.compile(r"[^\s<>]+")
ADDRESS = re.compile(r"@|://|^\W*www\.|\w\.[a-z]{2,}", re.IGNORECASE)
"""What shows that a word without spaces is an e-mail or web address; a hyphen in it would be read as a part of it."""
DUTCH = "nl_NL"
TREMAS = ("ä", "ë", "ï", "ö", "ü", *(f"{letter}\u0308" for letter in "aeiou"))
NEVER_BEFORE = (0, (8,))
"""The value of a pattern that forbids the place before its first letter, stronger than any that allows it."""


def split_addresses(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text in order, each with whether it is an address."""
    end = 0
    for token in TOKEN.finditer(text):
        if ADDRESS.search(token.group()):
            if token.start() > end:
                yield text[end : token.start()], False
            yield token.group(), True
            end = token.end()
    if end < len(text):
        yield text[end:], False


@lru_cache
def forbid_breaks_before_tremas() -> None:
    """Teach the Dutch patterns of the renderer, those of this process, that a trema never begins a line.

    In Dutch the trema goes when a word is broken before it (beïnvloeden, be-invloeden); no pattern can say that.
    """
    patterns = pyphen.Pyphen(lang=DUTCH).hd.patterns
    patterns.update(dict.fromkeys(TREMAS, NEVER_BEFORE))
