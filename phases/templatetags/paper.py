"""Typed text in a report: each paragraph in its own direction, and no hyphen in an address."""

import re
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from projects.typed_text import split_links

from ..reports.hyphenation import split_addresses
from ..reports.typography import quoted

register = template.Library()

KEPT_TOGETHER = 3


@register.filter
def table_bodies(rows: Sequence[Any]) -> list[tuple[Sequence[Any], bool]]:
    """Return the bodies of a table: its last rows apart, to keep them together, so that none stands alone on a page."""
    if len(rows) <= KEPT_TOGETHER:
        return [(rows, False)]
    return [(rows[:-KEPT_TOGETHER], False), (rows[-KEPT_TOGETHER:], True)]


@register.filter
def linked(text: str) -> SafeString:
    """Return the text as HTML in which addresses are marked as such; those that lead somewhere are links."""
    drawn = (
        format_html('<a class="address" href="{}" rel="nofollow noopener noreferrer">{}</a>', leads_to, part)
        if leads_to
        else _without_links(part)
        for part, leads_to in split_links(str(text))
    )
    return mark_safe("".join(drawn))  # noqa: S308 - every part is escaped


def _without_links(text: str) -> str:
    return "".join(
        format_html('<span class="address">{}</span>', part) if is_address else escape(part)
        for part, is_address in split_addresses(text)
    )


@register.filter
def paragraphs(text: str) -> SafeString:
    """Return a paragraph for each line; a line that follows on the one before it stands close to it."""
    lines = []
    for block in re.split(r"\n\s*\n", str(text).replace("\r\n", "\n").strip("\n")):
        first, *rest = block.split("\n")
        lines.append(f'<p dir="auto">{linked(first)}</p>')
        lines += [f'<p class="line" dir="auto">{linked(line)}</p>' for line in rest if line.strip()]
    return mark_safe("".join(lines))  # noqa: S308 - every part is escaped


@register.filter
def quotation(text: str) -> str:
    """Return what somebody said between one pair of quotation marks."""
    return quoted(str(text))


@register.filter
def codepoint(sign: str) -> str:
    """Return the number of a sign, by which a font can be found for it."""
    return f"U+{ord(sign):04X}"
