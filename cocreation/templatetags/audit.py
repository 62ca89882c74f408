"""Lines of the audit trail, with the names of what they are about."""

from collections.abc import Sequence

from django import template

from projects.audit.words import Line

from ..audit_trail import with_names

register = template.Library()


@register.simple_tag
def told(lines: Sequence[Line]) -> list[tuple[Line, list[str], int]]:
    """Give the lines of a history, each with the names of what it is about."""
    return with_names(lines)
