"""Typed text on paper: quotation marks."""

import re

CLOSING = {
    "“": "”",
    "„": "”“",
    "‘": "’",
    "‚": "’‘",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
}
STRAIGHT = "\"'"
"""Marks that open and close with the same sign."""
APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)|(?<!\w)['’](?=[stnkm]\b)", re.IGNORECASE)


def unquoted(text: str) -> str:
    """Return what was said without the quotation marks that stand around the whole of it, however many pairs."""
    said = text.strip()
    while _is_wrapped(said):
        said = said[1:-1].strip()
    return said


def quoted(text: str) -> str:
    """Return what was said between one pair of single marks; a quotation inside it has double ones."""
    said = unquoted(text)
    if "‘" in said:
        said = re.sub(rf"({APOSTROPHE.pattern})|’", lambda mark: mark[1] or "”", said, flags=re.IGNORECASE)
        said = said.replace("‘", "“")
    return f"‘{said}’"


def _is_wrapped(said: str) -> bool:
    """Tell whether the first sign is a quotation mark that only the last one closes."""
    if len(said) < 3 or APOSTROPHE.match(said):
        return False
    first, last = said[0], said[-1]
    inside = APOSTROPHE.sub("_", said[1:-1])
    if first in STRAIGHT:
        return last == first and _opens_first(inside, first) and inside.count(first) % 2 == 0
    if last not in CLOSING.get(first, ""):
        return False
    depth = 1
    for sign in inside:
        depth += (sign == first) - (sign in CLOSING[first])
        if depth == 0:
            return False
    return depth == 1


def _opens_first(inside: str, mark: str) -> bool:
    """Tell whether the first of the marks inside opens: it does not in `Yes" and "no`."""
    at = inside.find(mark)
    return at <= 0 or inside[at - 1].isspace()
