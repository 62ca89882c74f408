"""Where a word may break: never inside an address, never before a Dutch letter with a trema."""

import re
from collections.abc import Iterator
from functools import lru_cache

import pyphen

LONG = re.compile(r"\w{17,}")
TOKEN = re.compile(r"[^\s<>]+")
ADDRESS = re.compile(r"@|://|^\W*www\.|\w\.[a-z]{2,}", re.IGNORECASE)
"""What shows that a word without spaces is an e-mail or web address; a hyphen in it would be read as a part of it."""
DICTIONARIES = {"nl": "nl_NL", "en": "en_GB"}
SOFT_HYPHEN = "\u00ad"
TREMAS = ("ä", "ë", "ï", "ö", "ü", *(f"{letter}\u0308" for letter in "aeiou"))
NEVER_BEFORE = (0, (8,))
"""The value of a pattern that forbids the place before its first letter, stronger than any that allows it."""


def soft_hyphens(text: str, language: str) -> str:
    """Return the text with soft hyphens in words of more than 16 letters; other languages stay as they are."""
    if language not in DICTIONARIES:
        return text
    return "".join(
        part if is_address else LONG.sub(lambda word: _hyphenated(word.group(), language), part)
        for part, is_address in split_addresses(text)
    )


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
    """Teach the Dutch patterns of this process, ours and those of the renderer, that a trema never begins a line.

    In Dutch the trema goes when a word is broken before it (beïnvloeden, be-invloeden); no pattern can say that.
    """
    patterns = pyphen.Pyphen(lang=DICTIONARIES["nl"]).hd.patterns
    patterns.update(dict.fromkeys(TREMAS, NEVER_BEFORE))


@lru_cache(maxsize=1_000)
def _hyphenated(word: str, language: str) -> str:
    return str(_dictionary(language).inserted(word, SOFT_HYPHEN))


@lru_cache
def _dictionary(language: str) -> pyphen.Pyphen:
    forbid_breaks_before_tremas()
    return pyphen.Pyphen(lang=DICTIONARIES[language], left=4, right=4)
