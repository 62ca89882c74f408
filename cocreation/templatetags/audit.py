"""Lines of the audit trail, with the names of what they are about."""

from django import template

from ..audit_trail import audit_lines

register = template.Library()
register.simple_tag(audit_lines)
