"""What changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_PIECES = re.compile(r"\s+|[^\s]+")
MAX_PIECES = 4_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text that both have, or that one of them has."""

    kind: Literal["same", "old", "new"]
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """Return the pieces of both texts in reading order; very long texts are compared line by line."""
    before, after = _pieces(old), _pieces(new)
    found: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Piece("same", "".join(before[a:b])))
            continue
        if b > a:
            found.append(Piece("old", "".join(before[a:b])))
        if d > c:
            found.append(Piece("new", "".join(after[c:d])))
    return found


def _pieces(text: str) -> list[str]:
    words = _PIECES.findall(text)
    return words if len(words) <= MAX_PIECES else text.splitlines(keepends=True)
