"""The content is plain, spelt right, and says the same in both languages; the checks can see what they look for."""

import re
import shutil
from pathlib import Path

import pytest

from tests.catalogue import CATALOGUE, messages
from tests.content.files import texts
from tests.content.language import (
    AVERAGE_WORDS,
    average,
    misspelt,
    numbers,
    officialese,
    passives,
    plain,
    sentences,
    too_long,
)

EVERYTHING = list(texts())
KNOWN = frozenset(
    line.lower()
    for line in Path(__file__).with_name("known_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
AVOIDED = re.compile(
    "|".join(
        rf"\b{line.split('	')[0].replace('*', '[a-z]*')}\b"
        for line in Path(__file__).with_name("one_word.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ),
    re.IGNORECASE,
)
"""Words that the glossary avoids."""


def test_a_dutch_sentence_is_short() -> None:
    assert average(text["nl"] for _where, text in EVERYTHING) <= AVERAGE_WORDS
    assert [(where, long) for where, text in EVERYTHING for long in too_long(text["nl"])] == []


@pytest.mark.parametrize("kind", ["phase", "question", "item", "problem", "method", "term"])
def test_each_kind_is_plain_by_itself(kind: str) -> None:
    found = [text["nl"] for where, text in EVERYTHING if where.startswith(f"{kind}/")]
    assert 0 < average(found) <= AVERAGE_WORDS


def test_no_text_speaks_the_language_of_the_office() -> None:
    assert [(where, word) for where, text in EVERYTHING for word in officialese(text["nl"])] == []
    shouting = [where for where, text in EVERYTHING for language in ("nl", "en") if "!" in text[language]]
    assert shouting == []


def test_one_thing_has_one_word() -> None:
    interface = messages(CATALOGUE.read_text()).values()
    dutch = [re.sub(r"%\(\w+\)|{\w+}", "", text) for text in interface] + [
        text["nl"] for _where, text in EVERYTHING
    ]
    assert [text for text in dutch if AVOIDED.search(text)] == []
    assert AVOIDED.search("Neem het Poortbesluit.")
    assert not AVOIDED.search("Een rapport over rapportages.")


def test_the_two_languages_name_the_same_numbers() -> None:
    differ = {
        where: (text["nl"], text["en"])
        for where, text in EVERYTHING
        if numbers(text["nl"], "nl") != numbers(text["en"], "en")
    }
    assert differ == {}


def test_the_two_languages_are_not_copies() -> None:
    same = [
        text["nl"] for _where, text in EVERYTHING if text["nl"] == text["en"] and len(text["nl"].split()) > 3
    ]
    assert same == []


@pytest.mark.parametrize(("language", "dictionary"), [("nl", "nl"), ("en", "en_GB")])
def test_the_words_are_spelt_right(language: str, dictionary: str) -> None:
    assert shutil.which("hunspell"), "scripts/bootstrap --test installs it"
    unknown = misspelt((text[language] for _where, text in EVERYTHING), dictionary, KNOWN)
    assert sorted(unknown) == [], "mend it, or add a name or a word of the field to known_words.txt"


def test_the_checks_see_what_they_look_for() -> None:
    long = "Dit is een zin " + "die maar doorgaat " * 8 + "en dan pas stopt."
    assert too_long(long) == [long]
    assert too_long("Kort. " * 40) == []
    assert list(sentences("Een zin. Nog een: met twee delen\n- en een regel")) == [
        "Een zin.",
        "Nog een:",
        "met twee delen",
        "en een regel",
    ]
    assert officialese("Middels deze brief, teneinde u te helpen.") == ["middels", "teneinde"]
    assert officialese("De middelste brief") == []
    assert passives("De brief wordt morgen door ons verstuurd.") != []
    assert passives("Wij versturen morgen de brief.") == []
    assert numbers("twee of drie mensen, 1,5 uur en 40 minuten", "nl") == numbers(
        "two or three people, one and a half hours and 40 minutes", "en"
    )
    assert numbers("anderhalf uur", "nl") != numbers("two hours", "en")
    assert numbers("een tot drie", "nl") == numbers("one to three", "en")
    assert numbers("vijf verhalen", "nl") != numbers("six stories", "en")
    assert plain("## Kop\n- **vet** en [tekst](https://voorbeeld)") == "Kop\nvet en tekst"
    assert list(misspelt(["een woort te veel"], "nl", frozenset())) == ["woort"]
    assert list(misspelt(["a wrng word"], "en_GB", frozenset())) == ["wrng"]
