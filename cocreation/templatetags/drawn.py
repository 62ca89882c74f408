"""Pieces of every page that are drawn once: the main menu, the parts of an initiative, the words of the scripts, the foot."""

from typing import Any
from uuid import UUID

from django import template
from django.http import HttpRequest
from django.urls import reverse

from projects.drawn import SOME_ID, drawn_for, drawn_once

register = template.Library()
register.simple_tag(drawn_once)

INSIDE = {"initiatives": "portfolio", "roadmap": "phases:roadmap", "methods": "toolkit:methods"}
"""Places of the main menu, each with the route in whose address the pages of that place lie."""


@register.simple_tag
def main_menu(request: HttpRequest) -> str:
    """Return the links of the main menu; the place in which the page lies is marked."""
    current = {place for place, route in INSIDE.items() if reverse(route) in request.path}
    if request.path == reverse("home"):
        current.add("my-work")
    if request.path.startswith(reverse("phases:problems")):
        current.add("problems")
    signed_in = request.user.is_authenticated
    return drawn_once("_nav_links.html", signed_in=signed_in, current=frozenset(current))


@register.simple_tag
def part_menu(initiative_id: UUID, part: Any) -> str:
    """Return the links to the parts of an initiative, of which `part` is the one that is read."""
    return drawn_for("projects/_part_nav.html", initiative_id, initiative_id=SOME_ID, part=part)
