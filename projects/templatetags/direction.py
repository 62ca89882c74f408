"""Names in sentences: known in every template, since any sentence may hold one."""

from typing import Any

from django import template
from django.template.defaultfilters import stringfilter

from ..typed_text import isolated

register = template.Library()


@register.filter(is_safe=True)
@stringfilter
def isolate(text: Any) -> str:
    """Keep the direction of a typed text to itself."""
    return isolated(text)
