"""Beside a time of a workshop: whose clock it is read from, where that is not the site's own."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def clock_of(place: str) -> str:
    """Return what stands behind a time read from the clock of `place`; nothing for the site's own clock."""
    return " ({})".format(_("clock of {place}").format(place=place)) if place else ""
