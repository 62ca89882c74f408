"""The mark of the person for whom a page is made."""

from typing import Any

from django import template

from ..web import form_recovery

register = template.Library()


@register.simple_tag
def page_owner(user: Any) -> str:
    """Return the mark that goes along with what a page sends."""
    return form_recovery.page_owner(user)
