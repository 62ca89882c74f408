"""Tags that say what looks like data of a private person."""

from django import template

from ..personal_data_detector import warning_about

register = template.Library()


@register.filter
def personal_data(text: str) -> str:
    """Return what a text seems to hold about a private person, in words; empty when nothing."""
    return str(warning_about(text or ""))
