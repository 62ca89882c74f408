"""Printing published content: its clean HTML, made when it was loaded."""

from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from ..published import LocalizedText

register = template.Library()

BLOCKS = ("<p", "<ul", "<ol", "<h3", "<h4", "<table", "<blockquote", "<hr")


@register.filter
def rich(text: Any) -> SafeString:
    """Return a text of the content as HTML, to stand inside a line or a paragraph."""
    return text.as_html() if isinstance(text, LocalizedText) else escape(text)


@register.filter
def rich_block(text: Any) -> SafeString:
    """Return a text of the content as HTML in its own paragraph, or in more when it has more."""
    html = rich(text)
    if html.startswith(BLOCKS):
        return format_html('<div class="prose stack stack--3" dir="auto">{}</div>', html)
    return format_html('<p dir="auto">{}</p>', html)
