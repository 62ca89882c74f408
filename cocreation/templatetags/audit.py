"""Lines of the audit trail, with the names of what they are about."""

from collections.abc import Sequence

from django import template

from projects.audit.words import AuditLine

from ..audit_trail import audit_lines

register = template.Library()


@register.simple_tag
def told(lines: Sequence[AuditLine]) -> list[tuple[AuditLine, list[str], int]]:
    """Return the lines of a history, each with the names of what it is about."""
    return audit_lines(lines)
