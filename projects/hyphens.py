"""Soft hyphens for very long words, where the style sheet's own hyphenation does not reach."""

import re
from functools import lru_cache

import pyphen

LONG = re.compile(r"\w{17,}")
DICTIONARIES = {"nl": "nl_NL", "en": "en_GB"}
SOFT_HYPHEN = "\u00ad"


def soft_hyphens(text: str, language: str) -> str:
    """Give the text with soft hyphens in words of more than 16 letters; other languages stay as they are."""
    if language not in DICTIONARIES:
        return text
    return LONG.sub(lambda word: _hyphenated(word.group(), language), text)


@lru_cache(maxsize=1_000)
def _hyphenated(word: str, language: str) -> str:
    return str(_dictionary(language).inserted(word, SOFT_HYPHEN))


@lru_cache
def _dictionary(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=DICTIONARIES[language], left=4, right=4)
