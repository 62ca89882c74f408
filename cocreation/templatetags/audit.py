"""Lines of the audit trail in words, with the names of what they are about."""

from django import template

from ..audit_trail import action_in_words, audit_lines

register = template.Library()
register.simple_tag(audit_lines)
register.filter(action_in_words)
