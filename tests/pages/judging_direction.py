"""Whether words that people typed take a direction of their own where they stand, apart from the words around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from tests.pages.judging_words import HEARD

ISOLATED = re.compile("\u2068([^\u2068\u2069]*)\u2069")
"""What stands between a first strong isolate and its end: a `bdi` for texts without elements."""
UNSEEN = frozenset({"script", "style", "template", "head", "noscript", "title", "desc"})
NOT_READ = frozenset({"hidden", "radio", "checkbox", "submit", "button", "image"})
WRITTEN_IN = frozenset({"text", "search", ""})
OURS = re.compile(r"[A-Za-z]")
"""A letter of our own words."""
FIGURES = frozenset({"numeric", "decimal", "tel"})
"""Fields for figures, which no script turns."""


@dataclass(frozen=True)
class Place:
    """A place with typed words: `fault` says what is wrong there, if anything."""

    where: str
    fault: str = ""


@dataclass(frozen=True)
class Judge:
    """Knows what people typed: their words are found by `typed`, and have none of our letters."""

    typed: re.Pattern[str]

    def places(self, tree: Element) -> Iterator[Place]:
        """Yield every field to write in, and every place on a page that shows typed words."""
        yield from self._below(tree, None, "")

    def _below(self, element: Element, around: Element | None, above: str) -> Iterator[Place]:
        name = _name(element)
        if name in UNSEEN or element.get("class") == HEARD:
            return
        where = f"{above} {name}{'.' if element.get('class') else ''}{element.get('class', '')}".strip()[
            -110:
        ]
        inside = element if _is_apart(element) else around
        yield from self._field(element)
        for text in (element.text, *(child.tail for child in element)):
            if self.typed.search(text or "") and name != "textarea":
                yield Place(where, self._fault_of(text or "", inside))
        for child in element:
            yield from self._below(child, inside, where)

    def _field(self, element: Element) -> Iterator[Place]:
        name, kind = _name(element), element.get("type", "")
        written_in = name == "textarea" or (name == "input" and kind in WRITTEN_IN)
        shows = name == "input" and kind not in NOT_READ and self.typed.search(element.get("value", ""))
        if (shows or written_in) and element.get("inputmode") not in FIGURES:
            fault = "" if _is_apart(element) else "field without direction"
            yield Place(f"{name} {element.get('name')}", fault)

    def _fault_of(self, text: str, inside: Element | None) -> str:
        """Tell what is wrong with a text: words of ours and of people share one direction."""
        for isolated in ISOLATED.findall(text):
            if self.typed.search(isolated) and (fault := self._mixed(isolated)):
                return fault
        if not self.typed.search(ISOLATED.sub("", text)):
            return ""
        return (
            "in a sentence: " + " ".join(text.split())[:80]
            if inside is None
            else self._mixed(_own_text(inside))
        )

    def _mixed(self, text: str) -> str:
        plain = ISOLATED.sub("", text)
        ours = " ".join(self.typed.sub("", plain).split())
        return f"with words of ours: {ours[:80]}" if OURS.search(ours) else ""


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "head"


def _is_apart(element: Element) -> bool:
    return element.get("dir") == "auto" or element.tag == "bdi"


def _own_text(element: Element) -> str:
    """Return the text of an element without that of elements in it that have a direction of their own."""
    parts = [element.text or ""]
    for child in element:
        if not (_is_apart(child) or _name(child) in UNSEEN or child.get("class") == HEARD):
            parts.append(_own_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
