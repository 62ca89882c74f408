"""Very long words get places to break; everything else stays as it is."""

import pytest

from phases.reports.hyphenation import SOFT_HYPHEN, soft_hyphens

pytestmark = pytest.mark.core

LONG = "arbeidsongeschiktheidsverzekeringsuitkeringsgerechtigden"


def test_a_long_dutch_word_breaks_and_is_the_same_word_without_the_hyphens() -> None:
    broken = soft_hyphens(LONG, "nl")
    assert broken.count(SOFT_HYPHEN) >= 4
    assert broken.replace(SOFT_HYPHEN, "") == LONG
    assert min(len(broken.split(SOFT_HYPHEN)[0]), len(broken.split(SOFT_HYPHEN)[-1])) >= 4


def test_dutch_and_english_break_in_their_own_places() -> None:
    word = "internationalisation"
    assert soft_hyphens(word, "en") != soft_hyphens(word, "nl")
    assert SOFT_HYPHEN in soft_hyphens(word, "en")


@pytest.mark.parametrize("length", [1, 8, 16])
def test_words_of_at_most_16_letters_stay(length: int) -> None:
    text = "samenwerkingsovereenkomst"[:length]
    assert soft_hyphens(text, "nl") == text


def test_only_the_long_words_of_a_sentence_change() -> None:
    broken = soft_hyphens(f"Wie een {LONG} is, belt 14 030.", "nl").split(" ")
    assert [word for word in broken if SOFT_HYPHEN not in word] == ["Wie", "een", "is,", "belt", "14", "030."]


@pytest.mark.parametrize("language", ["", "fy", "xx", "de"])
def test_text_in_an_unknown_language_stays(language: str) -> None:
    assert soft_hyphens(LONG, language) == LONG


def test_a_text_already_hyphenated_gets_no_more() -> None:
    once = soft_hyphens(f"{LONG} {LONG.title()}", "nl")
    assert soft_hyphens(once, "nl") == once
