"""Words reduced to their stem, so that *vergunning* finds *vergunningen* and *dialogue* finds *dialogues*."""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

_ALGORITHMS = {"nl": "dutch", "en": "english"}
_WORD = re.compile(r"[^\W_]+")

_UNSEEN = ("Mn", "Cf")
_CROSSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})
_SMALL = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "of",
        "in",
        "op",
        "te",
        "ten",
        "ter",
        "van",
        "voor",
        "met",
        "aan",
        "bij",
        "uit",
        "om",
        "door",
        "over",
        "als",
        "dan",
        "dat",
        "die",
        "dit",
        "deze",
        "er",
        "is",
        "zijn",
        "was",
        "wat",
        "wie",
        "hoe",
        "u",
        "uw",
        "we",
        "wij",
        "ze",
        "zij",
        "ik",
        "je",
        "hij",
        "hun",
        "haar",
        "niet",
        "geen",
        "ook",
        "nog",
        "maar",
        "naar",
        "tot",
        "al",
        "zo",
        "kan",
        "wel",
        "wordt",
        "worden",
        "the",
        "a",
        "an",
        "and",
        "or",
        "to",
        "of",
        "for",
        "with",
        "at",
        "by",
        "from",
        "as",
        "than",
        "that",
        "this",
        "these",
        "those",
        "it",
        "its",
        "are",
        "be",
        "been",
        "we",
        "you",
        "your",
        "they",
        "their",
        "not",
        "no",
        "so",
        "can",
        "will",
        "what",
        "who",
        "how",
        "i",
        "he",
        "she",
        "his",
        "her",
        "our",
    ]
)
"""Words that are never half of another word."""
MAX_COMPOUND_LENGTH = 24
"""The most letters of two words that somebody writes as one."""


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # noqa: PLC0415 - slow library: 15 language modules

    return snowballstemmer.stemmer(_ALGORITHMS[language])


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    return str(_stemmer(language).stemWord(word))


def split_words(text: str) -> list[str]:
    """Return the words of `text` in their order, without accents, capitals and letters that cannot be seen."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_CROSSED))
    bare = "".join(letter for letter in plain if unicodedata.category(letter) not in _UNSEEN)
    return _WORD.findall(bare)


def in_order(name: str) -> tuple[list[str], str]:
    """Return what a list of names is sorted by: letters before accents and capitals; `ij` is two letters."""
    return split_words(name), unicodedata.normalize("NFKC", name)


def stem_words(text: str, language: str) -> list[str]:
    """Return the stems of the words of `text` in their order."""
    return [_stem(word, language) for word in split_words(text)]


def spellings(text: str, language: str) -> list[list[str]]:
    """Return for each word of `text` the stems that stand for it: its own, and those of it joined to a neighbour.

    So *co creatie* and *co-creatie* find *cocreatie*; `stems_of` lets *cocreatie* find the two.
    """
    words = ["", *split_words(text), ""]
    return [
        [
            _stem(word, language),
            *(_stem(joined, language) for joined in {before + word, word + after} - {word}),
        ]
        for before, word, after in zip(words, words[1:], words[2:], strict=False)
    ]


def stems_of(texts: list[dict[str, Any]]) -> str:
    """Return one searchable line: every stem of every text in both languages, each after a space.

    After the line end stand the stems of two neighbours joined, for who writes as one word what the text does not.
    """
    found: dict[str, None] = {}
    joined: dict[str, None] = {}
    for text in texts:
        for language in _ALGORITHMS:
            words = split_words(str(text.get(language, "")))
            found |= dict.fromkeys(_stem(word, language) for word in words)
            pairs = pairwise(words)
            joined |= {_stem(one + other, language): None for one, other in pairs if _may_be_one(one, other)}
    return (
        "".join(f" {stem}" for stem in found)
        + "\n"
        + "".join(f" {stem}" for stem in joined if stem not in found)
    )


def _may_be_one(one: str, other: str) -> bool:
    return one not in _SMALL and other not in _SMALL and len(one) + len(other) <= MAX_COMPOUND_LENGTH
