"""Words reduced to their stem, so that *vergunning* finds *vergunningen* and *dialogue* finds *dialogues*."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

_ALGORITHMS = {"nl": "dutch", "en": "english"}
_WORD = re.compile(r"[^\W_]+")


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # noqa: PLC0415 - slow library: 15 language modules

    return snowballstemmer.stemmer(_ALGORITHMS[language])


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    return str(_stemmer(language).stemWord(word))


def stem_words(text: str, language: str) -> list[str]:
    """Give the stems of the words of `text` in their order, without accents or capitals."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [_stem(word, language) for word in _WORD.findall(bare)]


def stems_of(texts: list[dict[str, Any]]) -> str:
    """Give one searchable line: every stem of every text in both languages, each after a space."""
    found: dict[str, None] = {}
    for text in texts:
        for language in _ALGORITHMS:
            found |= dict.fromkeys(stem_words(str(text.get(language, "")), language))
    return "".join(f" {stem}" for stem in found)
