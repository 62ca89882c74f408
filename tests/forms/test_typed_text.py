"""All that people type passes one cleaning, and is counted as people count."""

import unicodedata
from datetime import date, time
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation

from projects.forms.dates import ThreePartDateField, TimeOfDayField
from projects.forms.fields import CleanedField, SecretField, WholeNumberField
from projects.typed_text import characters, clean_text, comparison_key, isolated

pytestmark = pytest.mark.core

FAMILY = "👨🏻‍👩🏻‍👧🏻‍👦🏻"
NOTHING = {
    "nothing": "",
    "spaces": "  \t ",
    "a space without width": "\u200b",
    "a braille blank": "\u2800",
    "a mark of byte order": "\ufeff",
    "soft hyphens": "\u00ad\u00ad",
    "marks of direction": "\u200e\u200f\u2067\u2069",
    "joiners": "\u200d\u200c",
    "a Hangul filler": "\u3164",
    "selectors of variation": "\ufe0f",
    "control letters": "\x01\x7f\x9f",
    "a picture that stayed behind": "\ufffc",
    "wide spaces": "\u3000\u2003",
    "tags": "\U000e0041",
}
KEPT = {
    "an emoji of many parts": FAMILY,
    "a flag of tags": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a heart in colour": "❤\ufe0f",
    "Persian with a non-joiner": "می\u200cخواهم",
    "Marathi with a joiner": "र्\u200dय",
    "Hebrew with a mark of direction": "שלום\u200f! (abc\u200e)",
    "Thai with spaces without width": "สวัสดี\u200bครับ",
    "a soft hyphen in a word": "mede\u00adzeggenschap",
    "an Arabic sign of numbers": "\u0600",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
@pytest.mark.parametrize("lines", [False, True])
def test_what_nobody_can_see_is_empty(text: str, lines: bool) -> None:
    field = CleanedField(widget=forms.Textarea if lines else forms.TextInput)
    with pytest.raises(ValidationError) as refused:
        field.clean(text)
    assert [error.code for error in refused.value.error_list] == ["required"]
    assert clean_text(text, lines=lines).strip() == ""


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_gives_a_text_its_meaning_stays(text: str) -> None:
    assert CleanedField().clean(f"Van {text} tot") == unicodedata.normalize("NFC", f"Van {text} tot")


@pytest.mark.parametrize(
    ("typed", "line", "lines"),
    [
        ("cafe\u0301", "café", "café"),
        ("een\r\ntwee\rdrie\u2028vier\u2029vijf\x0bzes", "een twee drie vier vijf zes", "een\ntwee\ndrie\nvier\nvijf\nzes"),
        ("ta\x07fel\x1b", "tafel", "tafel"),
        ("\ufeffBewoners\u200b ", "Bewoners", "Bewoners"),
        ("een\ttwee", "een twee", "een\ttwee"),
        ("a\ufdd0b\ufffe", "ab", "ab"),
    ],
)  # fmt: skip
def test_a_text_is_kept_in_one_way(typed: str, line: str, lines: str) -> None:
    assert CleanedField().clean(typed) == line
    assert CleanedField(widget=forms.Textarea).clean(typed) == lines
    assert CleanedField(widget=forms.Textarea).clean(lines) == lines, "once is enough"


@pytest.mark.parametrize("broken", ["\x00", "a\x00b", "\ud800", "a\udfffb"])
@pytest.mark.parametrize("field", [CleanedField(), SecretField(max_length=20, autocomplete="off")])
def test_broken_text_is_refused_and_not_mended(field: forms.Field, broken: str) -> None:
    with pytest.raises(ValidationError) as refused:
        field.clean(broken)
    assert [error.code for error in refused.value.error_list] == ["broken"]


@pytest.mark.parametrize(
    ("text", "many"),
    [("", 0), ("abc", 3), ("e\u0301", 1), (FAMILY, 1), ("🇳🇱🇧🇪", 2), ("a\nb", 3), ("क्षि", 1), ("각", 1)],
)
def test_characters_are_counted_as_people_do(text: str, many: int) -> None:
    assert characters(text) == many


def test_a_line_end_counts_once_and_an_emoji_is_one() -> None:
    field = CleanedField(max_length=10_000, widget=forms.Textarea)
    assert field.clean("\r\n".join(["x" * 99] * 100)) == "\n".join(["x" * 99] * 100)
    assert CleanedField(max_length=120).clean(FAMILY * 120) == FAMILY * 120


@pytest.mark.parametrize(
    ("language", "over", "words"),
    [
        ("nl", 2_345, "Dit is 2.345 tekens te lang. Er passen er 10.000."),
        ("nl", 1, "Dit is 1 teken te lang. Er passen er 10.000."),
        ("en", 2_345, "This is 2,345 characters too long. There is room for 10,000."),
    ],
)
def test_a_text_that_is_too_long_hears_by_how_much(language: str, over: int, words: str) -> None:
    field = CleanedField(max_length=10_000, widget=forms.Textarea)
    with translation.override(language), pytest.raises(ValidationError) as refused:
        field.clean(FAMILY * 5_000 + "x" * (5_000 + over))
    assert refused.value.messages == [words]


def test_letters_piled_up_without_end_are_refused_in_words() -> None:
    with translation.override("nl"):
        with pytest.raises(ValidationError) as refused:
            CleanedField(max_length=120).clean("a" + "\u0316" * 5_000)
        assert refused.value.messages == [
            "Sommige tekens zijn hier opgestapeld uit heel veel delen. Haal er een paar weg."
        ]


@pytest.mark.parametrize(
    "like",
    ["Bewoners  van Zuid", "BEWONERS VAN ZUID", "bewoners van zuid", "Bewoners\u00a0van Zuid",
     "Ｂewoners van Zuid", "Be\u00adwoners van\u200b Zuid", "Bewoners van Zuid\u200e"],
)  # fmt: skip
def test_names_that_look_the_same_are_the_same(like: str) -> None:
    assert comparison_key(like) == comparison_key("Bewoners van Zuid")
    assert comparison_key(like) != comparison_key("Bewoners van Zuid 2")


@pytest.mark.parametrize(
    ("typed", "number"),
    [(" 12 ", 12), ("１２", 12), ("٣", 3), ("1.000", 1_000), ("1,000", 1_000), ("1 000", 1_000), ("1\u00a0000", 1_000),
     ("007", 7), ("\u200b12", 12), (12, 12), ("0", 0)],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(typed: Any, number: int) -> None:
    assert WholeNumberField(min_value=0, max_value=10_000).clean(typed) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [("25-30", "invalid"), ("30-", "invalid"), ("5e", "invalid"), ("1e3", "invalid"), ("12,5", "invalid"),
     ("12.0", "invalid"), ("tien", "invalid"), ("½", "invalid"), ("²", "range"), ("9" * 5_000, "invalid"),
     ("-1", "range"), ("10.001", "range"), ("\u200b", "required"), ("0x10", "invalid"), ("1_000", "invalid"),
     ("1.0000", "invalid"), ("\x00", "invalid")],
)  # fmt: skip
def test_what_is_no_number_is_refused_in_words(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        WholeNumberField(min_value=5, max_value=10_000).clean(typed)
    assert [error.code for error in refused.value.error_list] == [code]


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [("14:30", 14, 30), ("14.30", 14, 30), ("1430", 14, 30), ("14u30", 14, 30), ("14 uur", 14, 0), ("9", 9, 0),
     ("09:05", 9, 5), ("9:05 uur", 9, 5), ("930", 9, 30), ("14:30:00", 14, 30), ("１４：３０", 14, 30), ("0:00", 0, 0), ("24:00", 0, 0)],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed: str, hour: int, minute: int) -> None:
    assert TimeOfDayField().clean(typed) == time(hour, minute)


@pytest.mark.parametrize(
    "typed", ["24:01", "12:60", "half drie", "14:3", "14:30-16:00", "1e3", "14:30:59", "99999"]
)
def test_what_is_no_time_is_refused_in_words(typed: str) -> None:
    with translation.override("nl"):
        with pytest.raises(ValidationError) as refused:
            TimeOfDayField().clean(typed)
        assert refused.value.messages == ["Vul de tijd in met uren en minuten, bijvoorbeeld 14:30."]


def test_a_date_does_not_mind_what_cannot_be_seen() -> None:
    assert ThreePartDateField().clean(["3 ", "\u200b12", " 2026\ufeff"]) == date(2026, 12, 3)


@pytest.mark.parametrize("text", ["", "Work and income", "Ça va? 12!", "工作", "12", "a\u200bb"])
def test_a_text_that_turns_nothing_stands_in_a_sentence_as_it_is(text: str) -> None:
    assert isolated(text) == text


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("שלום!", "\u2068שלום!\u2069"),
        ("Utrecht مرحبا", "\u2068Utrecht مرحبا\u2069"),
        ("٣", "\u2068٣\u2069"),
        ("turned \u202e", "\u2068turned \u202e\u2069"),
        ("closed \u2069 early \u2067", "\u2068closed  early \u2069"),
        ("\u2068שלום!\u2069", "\u2068שלום!\u2069"),
    ],
)
def test_a_text_that_turns_keeps_that_to_itself(text: str, stands: str) -> None:
    assert isolated(text) == stands
    assert isolated(stands) == stands, "once is enough"


def test_a_template_isolates_names_and_still_escapes_them() -> None:
    template = Template(
        "{% load i18n %}{% blocktranslate with name=name|isolate %}Left {{ name }}.{% endblocktranslate %}"
    )
    assert template.render(Context({"name": "<b>שלום"})) == "Left \u2068&lt;b&gt;שלום\u2069."
    assert template.render(Context({"name": "<b>Lea"})) == "Left &lt;b&gt;Lea."
