"""What must hold for the words of a page, whatever page it is: nothing loose, counts beside their names."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

from django.conf import settings

INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "em",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "comment",
        "span",
        "strong",
        "sub",
        "sup",
        "svg",
        "time",
        "u",
        "wbr",
    }
)
UNSEEN = frozenset(
    {"comment", "script", "style", "template", "head", "svg", "noscript", "option", "textarea"}
)
SAYS_BY_SCRIPT = "unsaved-words"
LOOSE = re.compile(r"^[·,;]|[·(]$|·\s*·|\(\s*\)|\s[,.;](\s|$)")
"""A dot, comma or bracket that has nothing before or after it."""
HEARD = "vh"
COUNT = re.compile(r"\d+( (of|van) \d+)?")


def lines_of(tree: Element) -> Iterator[str]:
    """Yield what stands together on a page as one run of words."""
    words: list[str] = []
    for part in _parts(tree):
        if part is not None:
            words.append(part)
        elif line := " ".join("".join(words).split()):
            yield line
            words = []
        else:
            words = []


def _name(element: Element) -> str:
    """Return the name of an element, of a drawing too."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "comment"


def _parts(element: Element) -> Iterator[str | None]:
    """Yield the texts of an element in their order, and None where a line ends."""
    is_block = _name(element) not in INLINE
    if is_block:
        yield None
    if _name(element) not in UNSEEN and element.get("id") != SAYS_BY_SCRIPT:
        yield element.text or ""
        for child in element:
            yield from _parts(child)
            yield child.tail or ""
    if is_block:
        yield None


@cache
def apart() -> frozenset[str]:
    """Return the classes of the style sheet that push what they hold to both ends of a line."""
    css = (Path(settings.BASE_DIR) / "static" / "css" / "app.css").read_text()
    spread = re.findall(r"^\s*([^{}@/]+)\{[^{}]*justify-content: space-between", css, re.MULTILINE)
    return frozenset(
        name for rule in spread for name in re.findall(r"\.([\w-]+)[^.\s,]*\s*(?:,|$)", rule.strip())
    )


def faults_of_words(tree: Element) -> Iterator[str]:
    """Yield lines with something loose in them, and counts that are pushed away from what they count."""
    yield from (f"loose: {line[-80:]}" for line in lines_of(tree) if LOOSE.search(line))
    for parent in tree.iter():
        if apart() & set(parent.get("class", "").split()):
            for child in parent:
                if COUNT.fullmatch(" ".join("".join(child.itertext()).split())):
                    yield f"far from its name: {' '.join(''.join(parent.itertext()).split())[:80]}"
