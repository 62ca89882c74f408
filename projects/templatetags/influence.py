"""What the map of influence and interest needs in its template."""

from django import template

register = template.Library()


@register.filter
def minus(middle: float, half: float) -> float:
    """Return where a square with this middle and half a side begins."""
    return middle - half


@register.filter
def double(half: float) -> float:
    return 2 * half


@register.filter
def baseline(middle: float, size: float) -> float:
    """Return where the foot of a figure of this size stands, so that the figure is in the middle."""
    return middle + 0.36 * size


@register.filter
def below(middle: float, size: float) -> float:
    """Return where a second line of this size stands."""
    return middle + 1.1 * size


@register.filter
def smaller(size: float) -> float:
    """Return the size of a number of three figures, which has to fit in the same mark."""
    return 0.72 * size
