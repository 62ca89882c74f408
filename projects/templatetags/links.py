"""Makes the links that people typed ones that can be followed."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

LINK = re.compile(
    r"(?<![\w@./:-])(?:(?P<web>(?:https?://|www\.)[^\s<>\"“”‘’«»]+)"
    r"|(?P<mail>[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(?![\w@-]))",
    re.IGNORECASE,
)
PAIRS = {")": "(", "]": "[", "}": "{"}
MAX_ADDRESS_LENGTH = 2_000


def parts_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the text in parts, each with the address it leads to; empty when it is no link."""
    at = 0
    for found in LINK.finditer(text):
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
        closes_more = last in PAIRS and word.count(last) > word.count(PAIRS[last])
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
    whole = re.fullmatch(r"[\w-]+(?:\.[\w-]+)+|localhost", named)
    return address if whole and "@" not in host.netloc and len(address) <= MAX_ADDRESS_LENGTH else ""


@register.filter
def with_links(text: str | None) -> SafeString:
    """Return the text, escaped, with web and e-mail addresses as links."""
    drawn = (
        format_html('<a class="nl-link" href="{}" rel="nofollow noopener noreferrer">{}</a>', address, part)
        if address
        else conditional_escape(part)
        for part, address in parts_of(text or "")
    )
    return format_html_join("", "{}", ((part,) for part in drawn))
