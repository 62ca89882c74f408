"""What the map of influence and interest needs in its template."""

from django import template

register = template.Library()


@register.filter
def unit(number: float) -> str:
    """Write a number with a point and at most one decimal, as SVG wants it in every language."""
    return f"{number:.1f}".removesuffix(".0")


@register.filter
def left(middle: float, half: float) -> str:
    """Write where a square of this half side begins."""
    return unit(middle - half)


@register.filter
def double(half: float) -> str:
    return unit(2 * half)


@register.filter
def foot(middle: float, size: float) -> str:
    """Write where the foot of a figure of this size stands, so that the figure is in the middle."""
    return unit(middle + 0.36 * size)


@register.filter
def below(middle: float, size: float) -> str:
    """Write where a second line of this size stands."""
    return unit(middle + 1.1 * size)


@register.filter
def smaller(size: float) -> str:
    """Write the size of a number of three figures, which has to fit in the same mark."""
    return unit(0.72 * size)
