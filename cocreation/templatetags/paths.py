"""Where a page stands among the others."""

from django import template

register = template.Library()


@register.filter
def begins_with(path: str, beginning: str) -> bool:
    return path.startswith(beginning)
