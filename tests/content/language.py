"""How plain a text is: sentences, officialese, suspected passives, numbers and words that a speller does not know."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

MAX_WORDS = 25  # in one sentence
AVERAGE_WORDS = 14  # over all sentences of one kind of content

_SENTENCE_END = re.compile(r"(?<=[.?!:;])\s+|\n+|\s+\|\s+")
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_PASSIVE = re.compile(
    r"\b(?:word|wordt|worden|werd|werden|is|zijn|was|waren)\b(?:\s+[^\s,.]+){0,6}?\s+(?:ge|be|ver|her|ont)\w{2,}(?:d|t|en)\b"
)

_LINES = (Path(__file__).with_name("officialese.txt")).read_text(encoding="utf-8").splitlines()
OFFICIALESE = frozenset(line for line in _LINES if not line.startswith("#"))
"""Words and phrases of the office that a plain text does without."""

_DUTCH = "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien"
_ENGLISH = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS_DUTCH = "twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd"
_TENS_ENGLISH = "twenty thirty forty fifty sixty seventy eighty ninety hundred"
_NUMBERS = {
    "nl": dict(zip(_DUTCH.split(), range(2, 20), strict=True))
    | dict(zip(_TENS_DUTCH.split(), range(20, 101, 10), strict=True))
    | {"dubbel": 2},
    "en": dict(zip(_ENGLISH.split(), range(2, 20), strict=True))
    | dict(zip(_TENS_ENGLISH.split(), range(20, 101, 10), strict=True))
    | {"twice": 2},
}
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def plain(text: str) -> str:
    """Return `text` without the marks of Markdown."""
    bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    bare = re.sub(r"^\s*\|?[\s:|-]+\|?\s*$", "", bare, flags=re.MULTILINE)
    return re.sub(r"^\s*(?:[#>*-]+|\d+\.)\s+|\*\*|__|`", "", bare, flags=re.MULTILINE)


def words(text: str) -> list[str]:
    """Return the words of `text` in their order."""
    return _WORD.findall(plain(text))


def sentences(text: str) -> Iterator[str]:
    """Return each sentence, or each part that a colon or semicolon ends."""
    for part in _SENTENCE_END.split(plain(text).strip()):
        if words(part):
            yield part.strip()


def too_long(text: str) -> list[str]:
    """Return the sentences of more than `MAX_WORDS` words."""
    return [sentence for sentence in sentences(text) if len(words(sentence)) > MAX_WORDS]


def average(texts: Iterable[str]) -> float:
    """Return the number of words in a sentence on the average, 0 when there is none."""
    lengths = [len(words(sentence)) for text in texts for sentence in sentences(text)]
    return sum(lengths) / len(lengths) if lengths else 0.0


def officialese(text: str) -> list[str]:
    """Return the words of the office in `text`."""
    low = f" {' '.join(word.lower() for word in words(text))} "
    return sorted(word for word in OFFICIALESE if f" {word} " in low)


def passives(text: str) -> list[str]:
    """Return the Dutch sentences that look passive; a list to look at, not a verdict."""
    return [sentence for sentence in sentences(text) if _PASSIVE.search(sentence.lower())]


def numbers(text: str, language: str) -> Counter[str]:
    """Return the numbers in `text`, in digits or in words, from two up, each as often as it is there.

    Decimal commas and points are alike; "anderhalf" and "one and a half" are 1.5.
    """
    low = plain(text).lower()
    low = re.sub(r"\banderhalve?\b|\bone and a half\b|\b1½", " 1.5 ", low)
    names = _NUMBERS[language]
    found = Counter(digits.replace(",", ".") for digits in _DIGITS.findall(low))
    found += Counter(
        str(names[part]) for word in _WORD.findall(low) for part in word.split("-") if part in names
    )
    del found["1"]
    return found


def misspelt(texts: Iterable[str], dictionary: str, known: frozenset[str]) -> Counter[str]:
    """Return the words that `dictionary` (`nl` or `en_GB`, of Debian) does not know and `known` (small letters) does not hold."""
    lines = "\n".join(plain(text) for text in texts)
    told = subprocess.run(
        ["hunspell", "-i", "utf-8", "-d", dictionary, "-l"],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    unknown = (word.rstrip(".") for word in told.stdout.split())
    return Counter(word for word in unknown if word.lower() not in known)


def both_languages(part: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every bilingual text inside `part` with the way to it, by code where there is one."""
    if isinstance(part, dict):
        where = f"{where}/{part['code']}" if "code" in part else where
        if any(isinstance(part.get(language), str) for language in ("nl", "en")):
            yield where, part
            return
        for key, value in part.items():
            yield from both_languages(value, f"{where}/{key}")
    elif isinstance(part, list):
        for place, value in enumerate(part):
            yield from both_languages(value, f"{where}/{place}")
