"""Puts many texts in few fields: hostile ones, and plain ones of the same shape to compare with."""

import re

ADDRESS = "evil@evil.example"
BESIDE = re.compile(f"({re.escape(ADDRESS)})")
LONGEST = 118


def packed(texts: tuple[str, ...], room: int) -> list[str]:
    """Join texts so that each joined one fits in `room` letters and every text stands in one of them."""
    packs: list[str] = []
    for text in texts:
        if packs and len(packs[-1]) + 1 + len(text) <= room:
            packs[-1] += f" {text}"
        else:
            packs.append(text)
    return packs


def harmless(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return as many texts of letters only, each as long and with its spaces in the same places."""
    return tuple(_plain(text, number) for number, text in enumerate(texts))


def _plain(text: str, number: int) -> str:
    """Write letters over a text; an address stays one, since the app asks whether it is somebody's."""
    name = "".join("abcdefghij"[int(figure)] for figure in f"{number:03d}")
    return "".join(
        piece if piece == ADDRESS else _over(piece.replace("\r", " "), name) for piece in BESIDE.split(text)
    )


def _over(piece: str, name: str) -> str:
    return "".join(letter if letter.isspace() else name[place % 3] for place, letter in enumerate(piece))
