"""The direction of typed text: the renderer does not know `dir="auto"`."""

import unicodedata
from xml.etree.ElementTree import Element

RIGHT_TO_LEFT = frozenset({"R", "AL"})
STRONG = RIGHT_TO_LEFT | {"L"}


def resolve_directions(page: Element) -> None:
    """Set each element with `dir="auto"` to the direction of its first letter that has one, as a browser does."""
    for element in page.iter():
        if element.get("dir") == "auto":
            element.set("dir", direction_of("".join(element.itertext())))


def direction_of(text: str) -> str:
    """Return `rtl` or `ltr`."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((kind for kind in kinds if kind in STRONG), "L") in RIGHT_TO_LEFT else "ltr"
