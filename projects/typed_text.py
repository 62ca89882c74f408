"""What people type: cleaned in one way, counted as they count, compared as they see it, and its links found.

Everything here is about letters only; `forms/fields.py` holds the fields that use it.
"""

import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

import regex

ROOM = 12
"""How many code points one counted character may take on average; the largest emoji of the standard takes eleven."""
INDEXED_ROOM = 600
"""The most code points of a text in a unique index, whose rows PostgreSQL limits to some 2,700 bytes."""

_LINE_END = regex.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_ONE_LINE = regex.compile(r"[\n\t]+")
_CONTROL = regex.compile(r"[\p{Cc}\p{Noncharacter_Code_Point}\ufeff\ufff9-\ufffb--[\n\t\x00]]", regex.V1)
_UNSEEN = r"\p{Default_Ignorable_Code_Point}\p{Cc}\p{Z}\s\u2800\ufff9-\ufffc"
_SEEN = regex.compile(rf"[^{_UNSEEN}]")
_EDGE = r"[\s\p{Z}\u00ad\u200b\u2060\u2800\ufeff]+"
_EDGES = regex.compile(rf"\A{_EDGE}|{_EDGE}\Z")
_IGNORABLE = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cc}\u2800--\s]", regex.V1)
_SPACES = regex.compile(r"[\s\p{Z}]+")
_CROSSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})
_CHARACTER = regex.compile(r"\X")
_TURNING = frozenset({"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "RLI", "LRI", "FSI"})
_LINK = regex.compile(
    r"(?<![\w@./:-])(?:(?P<web>(?:https?://|www\.)[^\s<>\"“”‘’«»]+)"
    r"|(?P<mail>[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(?![\w@-]))",
    regex.IGNORECASE,
)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_MAX_ADDRESS = 2_000
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


def clean_text(text: str, *, lines: bool = False) -> str:
    """Return `text` as it is kept: NFC, one kind of line end, no control letters; empty when nothing can be seen.

    Joiners and marks of direction inside a text stay, since they change what is read. With `lines` the text may
    have several lines; without it each line end becomes a space. A null byte and a lone surrogate stay too, for
    `is_broken` to find: they are refused and not taken away.
    """
    plain = _LINE_END.sub("\n", text)
    if not lines:
        plain = _ONE_LINE.sub(" ", plain)
    plain = unicodedata.normalize("NFC", _CONTROL.sub("", plain))
    return plain if _SEEN.search(plain) or is_broken(plain) else ""


def trimmed(text: str) -> str:
    """Return `text` without the spaces, and the letters that look like nothing, at both its ends."""
    return str(_EDGES.sub("", text))


def is_broken(text: str) -> bool:
    """Tell whether there is a null byte or half a letter in `text`, which no database can store."""
    return "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text)


def characters(text: str) -> int:
    """Count as people do, and as `Intl.Segmenter` does: an emoji, a letter with its accents, a line end are one."""
    return sum(1 for _found in _CHARACTER.finditer(text))


def normalize_digits(text: str) -> str:
    """Return a text of figures with those of every script and width as 0 to 9, without what cannot be seen."""
    plain = unicodedata.normalize("NFKC", trimmed(clean_text(text)))
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in plain)


def search_key(text: str) -> str:
    """Return a text as a search reads it: letters and figures only, without accents and capitals."""
    plain = unicodedata.normalize("NFKD", comparison_key(text).translate(_CROSSED))
    return "".join(letter for letter in plain if letter.isalnum())


def has_words(text: str, words: str) -> bool:
    """Tell whether every one of `words` is in `text`, written as one word, as two, or with a hyphen."""
    whole = search_key(text)
    return all(search_key(word) in whole for word in words.split())


def dutch_order(name: str) -> tuple[str, str, str]:
    """Return what a list of names is sorted by: letters first, then accents, then capitals; `ij` is two letters."""
    plain = unicodedata.normalize("NFKD", comparison_key(name).translate(_CROSSED))
    bare = "".join(
        letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter)
    )
    return " ".join(bare.split()), comparison_key(name), name


def isolated(text: str) -> str:
    """Return `text` for a place inside a sentence of ours: what is read from right to left turns nothing around it.

    A text without such letters, and without marks that turn, stays as it is; the others get marks that nobody sees.
    """
    if text.isascii() or not any(unicodedata.bidirectional(letter) in _TURNING for letter in text):
        return text
    return f"\u2068{text.translate(_ISOLATES)}\u2069"


def comparison_key(text: str) -> str:
    """Return what two names have in common that people would call the same."""
    plain = unicodedata.normalize("NFKC", _IGNORABLE.sub("", text)).casefold()
    return " ".join(_SPACES.sub(" ", unicodedata.normalize("NFKC", plain)).split())


def split_links(text: str) -> Iterator[tuple[str, str]]:
    """Yield the text in parts, each with the address it leads to; empty when it is no link."""
    at = 0
    for found in _LINK.finditer(text):
        shown = _without_end(found.group())
        address = f"mailto:{shown}" if found["mail"] else _address(shown)
        if address:
            yield text[at : found.start()], ""
            yield shown, address
            at = found.start() + len(shown)
    yield text[at:], ""


def _without_end(word: str) -> str:
    """Leave the signs that end a sentence, and brackets that were opened before the link, out of it."""
    while word:
        last = word[-1]
        closes_more = last in _PAIRS and word.count(last) > word.count(_PAIRS[last])
        if not closes_more and last not in ".,;:!?'…":
            break
        word = word[:-1]
    return word


def _address(shown: str) -> str:
    """Return where it leads; nothing for what pretends to lead elsewhere, or nowhere."""
    address = shown if "://" in shown else f"https://{shown}"
    try:
        host = urlsplit(address)
        named, _port = host.hostname or "", host.port
    except ValueError:
        return ""
    whole = regex.fullmatch(r"[\w-]+(?:\.[\w-]+)+|localhost", named)
    return address if whole and "@" not in host.netloc and len(address) <= _MAX_ADDRESS else ""
