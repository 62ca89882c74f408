"""Pictures in a line of text: known in every template, and drawn when the template is read."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, Parser, TextNode, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@lru_cache(maxsize=64)
def drawn_icon(name: str) -> SafeString:
    """Return the picture as SVG; `_icon.html` holds them all. An unknown name is a ValueError."""
    drawn = "".join(line.strip() for line in render_to_string("_icon.html", {"icon": name}).splitlines())
    if "<svg" not in drawn or drawn.endswith('"></svg>'):
        raise ValueError(f"there is no icon {name!r}")
    return mark_safe(drawn)  # noqa: S308 - no part of it was typed


class IconNode(Node):
    """A picture whose name is known only when the page is made."""

    def __init__(self, name: FilterExpression) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        return drawn_icon(str(self.name.resolve(context)))


@register.tag
def icon(parser: Parser, token: Token) -> Node:
    """Draw a picture: `{% icon "tick" %}`."""
    try:
        _tag, name = token.split_contents()
    except ValueError:
        raise template.TemplateSyntaxError("icon takes one name") from None
    expression: Any = parser.compile_filter(name)
    known = isinstance(expression.var, str) and not expression.filters
    return TextNode(drawn_icon(str(expression.var))) if known else IconNode(expression)
