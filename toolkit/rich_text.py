"""Markdown of content made into clean HTML, once, when the content is loaded or an own method is saved.

The result stands beside the text in the database (`html`); a page only prints it.
"""

import re
from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any

TAGS = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "em",
        "h3",
        "h4",
        "hr",
        "li",
        "ol",
        "p",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
ATTRIBUTES = {"a": {"href", "title", "class"}, "th": {"scope"}, "ol": {"start"}}
SCHEMES = frozenset({"https", "mailto"})

_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>\s*\Z", re.DOTALL)
_OPENED_HEADING = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4"}

Explain = Callable[[str, str], str]
"""Given clean HTML and its language, the same with the difficult words explained."""


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - slow library

    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    parser.add_render_rule("th_open", lambda *_args: '<th scope="col">')
    return parser


def html_of(text: str) -> str:
    """Return `text` (Markdown) as clean HTML: one paragraph without its `<p>`, more with all their marks."""
    import nh3  # noqa: PLC0415 - slow library

    tokens = _markdown().parse(text)
    for token in tokens:
        token.tag = _OPENED_HEADING.get(token.tag, token.tag)
    made = _markdown().renderer.render(tokens, _markdown().options, {})
    clean = nh3.clean(
        made, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=set(SCHEMES), link_rel="noopener"
    ).strip()
    alone = _ONE_PARAGRAPH.match(clean)
    return alone[1] if alone else clean


def enrich(value: Any, explain: Explain | None = None) -> Any:
    """Return `value` with `html` beside every text in it whose HTML says more than the text itself."""
    if isinstance(value, list):
        return [enrich(part, explain) for part in value]
    if not isinstance(value, dict):
        return value
    if "nl" not in value or "en" not in value:
        return {key: enrich(part, explain) for key, part in value.items()}
    made = {language: _made(value[language], language, explain) for language in ("nl", "en")}
    if all(html == escape(value[language], quote=False) for language, html in made.items()):
        return value
    return {**value, "html": made}


def _made(text: str, language: str, explain: Explain | None) -> str:
    html = html_of(text)
    return explain(html, language) if explain else html
