"""The judge of words sees what is loose or far from its name, and lets be what is right."""

import pytest

from tests.html_tree import parse
from tests.pages.judging_words import apart, faults_of_words

pytestmark = pytest.mark.core


@pytest.mark.parametrize(
    "html",
    [
        "<p>Two hours ·</p>",
        "<p>· Two hours</p>",
        "<p>Two hours · <b></b> · easy</p>",
        "<p>Two hours · <span class='x'> </span></p><p>Easy</p>",
        "<p>Two hours ·<br>easy</p>",
        "<td><span aria-hidden='true'>·</span></td>",
        "<ul><li>A</li><li>, B</li></ul>",
        "<p>Lea Lead ()</p>",
        "<p>Fixed today, code . Read on</p>",
        "<div class='row row--split'><b>Questions</b><span>3 of 5</span></div>",
        "<div class='head'><h2>Vragen</h2> <span class='num'>3 van 5</span></div>",
    ],
)
def test_what_is_loose_or_far_from_its_name_is_seen(html: str) -> None:
    assert len(list(faults_of_words(parse(html)))) == 1


def test_what_is_right_is_let_be() -> None:
    html = """<p>Lea Lead · Observer</p><p>A <b>word</b>, and one more. (So.)</p>
    <div class="head"><h2>Questions <span class="num">3 of 5</span></h2><a>All</a></div><p>Version 2.0 of 3</p>
    <div id="unsaved-words"><p>You typed this on <b></b>.</p></div><svg><text>·</text></svg><!-- · -->"""
    assert list(faults_of_words(parse(html))) == []
    assert {"head", "row--split"} <= apart()
