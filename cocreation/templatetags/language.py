"""Where the language switch of a page leads."""

from django import template
from django.template import RequestContext

from ..web import language_switch, switched_forms

register = template.Library()


@register.simple_tag(takes_context=True)
def page_address(context: RequestContext) -> str:
    """Return the address of the page that is being made; from the request, whatever names the page has."""
    return language_switch.page_address(context.request)


@register.simple_tag(takes_context=True)
def sent_form(context: RequestContext) -> switched_forms.SentForm | None:
    return switched_forms.sent_form(context.request)
