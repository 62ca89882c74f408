"""What the map of influence and interest needs in its template."""

from django import template

register = template.Library()


@register.filter
def unit(number: float) -> str:
    """Write a number with a point and at most one decimal, as SVG wants it in every language."""
    return f"{number:.1f}".removesuffix(".0")
