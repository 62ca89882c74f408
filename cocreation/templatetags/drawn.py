"""Pieces of pages that are drawn once: the main menu, the parts of an initiative, the words of the scripts, the foot, and
the cards of methods.
"""

from typing import Any
from uuid import UUID

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from projects.drawn import SOME_ID, drawn_for, drawn_once
from toolkit.models import Method
from toolkit.search import CARD

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


class CardOf:
    """A method as far as its card shows it: two are equal when their cards are, in the language of the page."""

    def __init__(self, method: Method) -> None:
        self.method = method
        self.shown = tuple(str(getattr(method, name)) for name in CARD)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.method, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CardOf) and self.shown == other.shown

    def __hash__(self) -> int:
        return hash(self.shown)


@register.simple_tag
def method_card(method: Method) -> str:
    """Return the card of a method; that of an own method belongs to one organisation, and is drawn each time."""
    if method.shared:
        return drawn_once("toolkit/_card.html", method=CardOf(method))
    return render_to_string("toolkit/_card.html", {"method": method})
