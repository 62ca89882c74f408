"""Markdown of content becomes clean HTML once; what could do harm is taken out; difficult words are explained."""

from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.utils import translation

from tests import factories
from toolkit.glossary_links import Explainer
from toolkit.models import Term
from toolkit.published import LocalizedText
from toolkit.rich_text import enrich, html_of


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Gewone tekst.", "Gewone tekst."),
        ("Een *nadruk* en **meer**.", "Een <em>nadruk</em> en <strong>meer</strong>."),
        ("Een\n\nTwee", "<p>Een</p>\n<p>Twee</p>"),
        ("- een\n- twee", "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>"),
        ("# Kop", "<h3>Kop</h3>"),
        ("#### Kop", "<h4>Kop</h4>"),
        ("[hier](https://example.org/a)", '<a href="https://example.org/a" rel="noopener">hier</a>'),
        ("3 < 4 & 5", "3 &lt; 4 &amp; 5"),
    ],
)
def test_markdown_becomes_html(text: str, html: str) -> None:
    assert html_of(text) == html


def test_a_table_has_headers_that_say_what_they_head() -> None:
    made = html_of("| Wie | Wat |\n| --- | --- |\n| Ans | Soep |")
    assert made.count('<th scope="col">') == 2
    assert "<td>Soep</td>" in made


class Tags(HTMLParser):
    """Collects the tags with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](JaVaScRiPt&#58;alert(1))",
        "<div style='position:fixed'>x</div>",
        '<a href="https://example.org" onclick="x()" hx-get="/">x</a>',
        "<iframe src='https://example.org'></iframe>",
        "![x](https://example.org/x.png)",
        "<svg><a xlink:href='javascript:x'>x</a></svg>",
    ],
)
def test_nothing_harmful_comes_through(text: str) -> None:
    reader = Tags()
    reader.feed(html_of(text))
    assert {name for name, _attributes in reader.found} <= {"a", "p"}
    for _name, attributes in reader.found:
        assert attributes.keys() <= {"href", "rel"}
        assert str(attributes.get("href", "https://")).startswith("https://")


def test_html_stands_beside_a_text_only_when_it_says_more() -> None:
    plain = {"nl": "Gewoon & waar", "en": "Plain & true"}
    assert "html" not in enrich({"nl": "Gewoon", "en": "Plain"})
    assert "html" in enrich(plain) or html_of(plain["nl"]) == "Gewoon &amp; waar"
    rich = enrich([{"tips": {"nl": "**Ja**", "en": "Yes"}}])[0]["tips"]
    assert rich["html"] == {"nl": "<strong>Ja</strong>", "en": "Yes"}
    assert rich["nl"] == "**Ja**"


def test_a_page_prints_the_html_in_its_language_and_escapes_what_has_none() -> None:
    shown = Template("{% load content %}{{ text|rich }}|{{ text|rich_block }}")
    with translation.override("en"):
        rich = LocalizedText(enrich({"nl": "Ja", "en": "- one\n- two"}))
        assert shown.render(Context({"text": rich})).endswith(
            '|<div class="prose stack stack--3" dir="auto"><ul>\n<li>one</li>\n<li>two</li>\n</ul></div>'
        )
        bare = LocalizedText({"nl": "<b>", "en": "<i>"})
        assert shown.render(Context({"text": bare})) == '&lt;i&gt;|<p dir="auto">&lt;i&gt;</p>'
        assert shown.render(Context({"text": "<u>"})) == '&lt;u&gt;|<p dir="auto">&lt;u&gt;</p>'


def test_a_text_in_one_language_is_read_in_that_one() -> None:
    text = LocalizedText({"nl": "", "en": "Only English", "html": {"nl": "", "en": "<em>Only</em>"}})
    with translation.override("nl"):
        assert (str(text), text.language(), text.as_html()) == ("Only English", "en", "<em>Only</em>")


@pytest.mark.django_db
@pytest.mark.core
def test_a_difficult_word_is_explained_the_first_time_and_never_inside_a_link() -> None:
    factories.make_term("nulmeting", meaning=factories.text('Een "meting" vooraf', "A baseline"))
    explain = Explainer(Term.objects.all())
    made = explain("Doe een <em>nulmeting</em>. De nulmeting is vooraf.", "nl")
    assert made.count("<a ") == 1
    assert 'href="/toolkit/glossary/#word-nulmeting"' in made
    assert 'title="Een &quot;meting&quot; vooraf"' in made
    assert explain("Nog een nulmeting", "nl") == "Nog een nulmeting"
    assert "<a " in explain.start_over()("Nulmeting eerst", "nl")
    assert explain.start_over()('<a href="/x">de nulmeting</a>', "nl") == '<a href="/x">de nulmeting</a>'
    assert explain("de nulmetingen", "nl") == "de nulmetingen"
    assert Explainer([])("de nulmeting", "nl") == "de nulmeting"
