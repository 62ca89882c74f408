"""The link to the page of mails, where there is one."""

from typing import Any

from django import template
from django.urls import reverse

from ..operations.mail_preview import may_be_read_by

register = template.Library()


@register.simple_tag(takes_context=True)
def mails_url(context: dict[str, Any]) -> str:
    """Return the address of the page of mails; empty where it does not answer."""
    request = context.get("request")
    return reverse("mails") if request is not None and may_be_read_by(request) else ""
