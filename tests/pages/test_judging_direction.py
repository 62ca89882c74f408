"""The judge of direction sees typed words that share theirs with words of ours, and lets be what is right."""

import re

import pytest

from tests.html_tree import parse
from tests.pages.judging_direction import Judge

pytestmark = pytest.mark.core

JUDGE = Judge(re.compile("שלו"))
TYPED = "שלום (12)!"


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{TYPED}</p>",
        f"<p>You left {TYPED}.</p>",
        f"<p dir='auto'>You left {TYPED}.</p>",
        f"<p dir='auto'>{TYPED}, 3 May</p>",
        f"<p dir='auto'>{TYPED} <b>example entry</b></p>",
        f"<div dir='auto'><h2>Purpose</h2><p>{TYPED}</p></div>",
        f"<p>\u2068{TYPED}, 3 May\u2069</p>",
        f"<p>\u2068{TYPED}\u2069, then {TYPED}</p>",
        f"<svg><text>{TYPED}</text></svg>",
        f"<select dir='auto'><option>{TYPED}</option><option>None</option></select>",
        f"<textarea>{TYPED}</textarea>",
        f"<input type='tel' value='{TYPED}'>",
        "<input type='text'>",
        "<input type='search' dir='ltr'>",
    ],
)
def test_typed_words_without_a_direction_of_their_own_are_seen(html: str) -> None:
    assert [place.fault != "" for place in JUDGE.places(parse(html)) if place.fault] == [True]


def test_what_has_its_own_direction_is_let_be_and_counted() -> None:
    html = f"""<title>{TYPED}</title><p class="vh">{TYPED}</p><p title="{TYPED}">Ours</p>
    <p dir="auto">{TYPED}</p><p>Left <bdi>{TYPED}</bdi>.</p><p>Left \u2068{TYPED}\u2069 of \u2068{TYPED}\u2069.</p>
    <div dir="auto"><p>{TYPED}</p><p>{TYPED}</p></div><textarea dir="auto">{TYPED}</textarea>
    <input type="text" dir="auto" value="{TYPED}"><input inputmode="numeric"><input type="hidden" value="{TYPED}">"""
    found = list(JUDGE.places(parse(html)))
    assert [place for place in found if place.fault] == []
    assert len(found) == 7
