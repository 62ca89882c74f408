"""Judges a page on its parsed tree: which elements and attributes did the people who typed bring in?

The same page is drawn twice, once with plain words and once with hostile ones. What the second tree has and the first
has not came from who typed, and so did what the second lacks.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from tests.html_tree import parse

TEXTUAL = frozenset(
    {
        "value",
        "title",
        "aria-label",
        "alt",
        "placeholder",
        "content",
        "label",
        "data-announce",
        "data-title",
        "data-organisation",
        "data-running",
        "data-note",
        "data-options",
    }
)
"""Attributes that hold typed words and can hold any."""
PLACES = frozenset(
    {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "d", "points", "text-anchor"}
)
"""Where something stands in a drawing; it depends on how long the words are."""
OF_WORDS = frozenset({"br", "p", "ins", "del", "text", "wbr"})
"""Elements that our own templates put around typed words, as many as there are lines or changes."""
OF_MARKDOWN = frozenset(
    "blockquote br code em h3 h4 hr li ol p strong table tbody td th thead tr ul".split()  # noqa: SIM905
)
"""What Markdown may become; links are judged by their address."""
WITH_ADDRESS = frozenset({"href", "src", "action", "formaction", "data", "poster", "background"})
RUNS = re.compile(r"^[\s\x00-\x20]*(javascript|vbscript|data|file|view-source|blob)\s*:", re.IGNORECASE)
SCHEME = re.compile(r"^[\s\x00-\x20]*[a-z][a-z0-9+.-]*\s*:", re.IGNORECASE)
CLOCK = re.compile(r"\b\d\d:\d\d\b")
"""When something was saved: the two pages that are compared are of two moments."""
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{40}")
NEVER = frozenset({"style", "iframe", "object", "embed", "base", "template", "math"})
PICTURE, MAILTO = "data:image/", "mailto:"
OWN_DIRECTION = frozenset({("dir", "auto")})
"""What our own templates put around a text, so that it is read from its own side."""
LINK = frozenset({"href", "rel", "title"})
FOLLOWED = frozenset({("class", "nl-link"), ("rel", "nofollow noopener noreferrer")})
"""What a link carries that our own code made of an address that people typed."""
GOES_OUT = ("https://", "http://", MAILTO)

Node = tuple[str, frozenset[tuple[str, str]]]


TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def judge(plain: str, hostile: str, *, markdown: bool = False) -> list[str]:
    """Return what is wrong with an answer, next to the same answer with plain words."""
    return list(_judged(TOKEN.sub("", plain), TOKEN.sub("", hostile), markdown=markdown))


@lru_cache(maxsize=8)
def _judged(plain: str, hostile: str, *, markdown: bool) -> tuple[str, ...]:
    page = _read(hostile)
    return (*brought_in(_read(plain), page, markdown=markdown), *alone(page))


@lru_cache(maxsize=8)
def _read(html: str) -> "Page":
    """Read an answer; the same one is read once."""
    return Page.of(html)


def words_of(html: str) -> str:
    """Return everything that can be read in an answer."""
    return _read(TOKEN.sub("", html)).words


@dataclass
class Page:
    """What a browser makes of an answer."""

    root: Any

    @classmethod
    def of(cls, html: str) -> "Page":
        """Read it as browsers do."""
        return cls(parse(html))

    def elements(self) -> list[Any]:
        """Return every element, without comments."""
        return [element for element in self.root.iter() if isinstance(element.tag, str)]

    @cached_property
    def nodes(self) -> Counter[Node]:
        """Return every element with its attributes, without what may hold any words."""
        return Counter(_node(element) for element in self.elements())

    @cached_property
    def words(self) -> str:
        """Return everything that can be read or heard."""
        parts = list(self.root.itertext())
        parts += [
            value for element in self.root.iter() for name, value in element.attrib.items() if name in TEXTUAL
        ]
        return bare(" ".join(parts))


def _node(element: Any) -> Node:
    kept = {
        (str(name), CLOCK.sub("00:00", ID.sub("id", _without_query(str(name), value))))
        for name, value in element.attrib.items()
        if name not in TEXTUAL
        and not (name in PLACES and element.tag.rpartition("}")[2] in {"text", "line", "path"})
    }
    return element.tag, frozenset(kept)


def _without_query(name: str, value: str) -> str:
    """Leave out what may differ: what stands behind a question mark repeats what was asked, a picture is a picture."""
    if name == "src" and value.startswith(PICTURE):
        return PICTURE
    if name == "href" and value.startswith(MAILTO) and "?" not in value:
        return MAILTO
    return (
        value.partition("?")[0] if name in {"href", "hx-get", "action"} and not RUNS.match(value) else value
    )


def brought_in(plain: Page, hostile: Page, *, markdown: bool = False) -> list[str]:
    """Return what hostile words brought into a page or took out of it, as far as that is not harmless."""
    before, after = plain.nodes, hostile.nodes
    differing = {**(after - before), **(before - after)}
    return sorted(
        f"{tag} {sorted(attributes)}"
        for tag, attributes in differing
        if not _is_harmless(tag, attributes, markdown=markdown)
    )


def _is_harmless(tag: str, attributes: frozenset[tuple[str, str]], *, markdown: bool) -> bool:
    names = {name for name, _value in attributes}
    if tag.rpartition("}")[2] in OF_WORDS and names <= {"fill", "font-size", "font-weight", "class"}:
        return True
    if tag == "a" and len(attributes - FOLLOWED) == 1 and attributes > FOLLOWED:
        return dict(attributes).get("href", "").startswith(GOES_OUT)
    if not markdown:
        return False
    if tag == "a":
        address = dict(attributes).get("href", "")
        goes_out = address.startswith(("https://", "mailto:"))
        return names <= LINK and (goes_out or not SCHEME.match(address))
    if tag == "div":
        return dict(attributes) == {"class": "prose stack stack--3", "dir": "auto"}
    return tag in OF_MARKDOWN and {name for name, _value in attributes - OWN_DIRECTION} <= {"scope", "start"}


def alone(page: Page) -> list[str]:
    """Return what no page of ours has, whoever brought it in: for pages that cannot be drawn with plain words."""
    return [fault for element in page.elements() for fault in _faults_of(element)]


def _faults_of(element: Any) -> Iterator[str]:
    for name, value in element.attrib.items():
        plain = _plain_name(name)
        if plain.startswith("on") or plain == "style":
            yield f"{element.tag} {plain}"
        is_picture = element.tag == "img" and value.startswith(PICTURE)
        if plain in WITH_ADDRESS and RUNS.match(value) and not is_picture:
            yield f"{element.tag} {plain}={value}"
    if element.tag == "script" and not element.attrib.get("src", "").startswith("/static/"):
        yield "script"
    if element.attrib.get("href", "").startswith(MAILTO) and "?" in element.attrib["href"]:
        yield f"a mail with more than an address: {element.attrib['href']}"
    if element.tag in NEVER:
        yield element.tag


def _plain_name(name: Any) -> str:
    """Return the name of an attribute without the space it is in."""
    return str(name).lower().rpartition("}")[2].rpartition(":")[2]


def bare(text: str) -> str:
    """Return a text without what parsers and printers change: spaces, controls and letters that go together."""
    return "".join(letter for letter in text if "!" <= letter <= "~")
