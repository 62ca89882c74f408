"""Makes the links that people typed ones that can be followed."""

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from ..typed_text import split_links

register = template.Library()


@register.filter
def with_links(text: str | None) -> SafeString:
    """Return the text, escaped, with web and e-mail addresses as links."""
    drawn = (
        format_html('<a class="nl-link" href="{}" rel="nofollow noopener noreferrer">{}</a>', address, part)
        if address
        else conditional_escape(part)
        for part, address in split_links(text or "")
    )
    return format_html_join("", "{}", ((part,) for part in drawn))
