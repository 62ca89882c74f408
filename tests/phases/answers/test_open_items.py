"""An untouched item is drawn once; what one gets is what would be drawn for them, whoever saw it first."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from phases.answers.open_items import draw_open_item
from phases.models import ChecklistItem
from projects.models import Initiative
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def plain(item: Any, initiative: Initiative, token: str) -> str:
    """Draw an item as a page without the shortcut does."""
    item.completion = None
    context = {"item": item, "initiative": initiative, "may_write": True, "csrf_token": token}
    return render_to_string("phases/answers/_item.html", context)


def test_it_is_what_would_be_drawn_for_this_initiative_and_form(house: House, road: Road) -> None:
    beside = factories.make_initiative(house.organisation, lead=house.lead)
    items = ChecklistItem.objects.select_related("phase", "question")
    assert len({item.required for item in items}) == 2
    for language in ("nl", "en", "nl"):
        with translation.override(language):
            for item in items:
                for initiative, token in ((house.initiative, "a" * 64), (beside, "b" * 64)):
                    drawn = draw_open_item(item, initiative.pk, token)
                    assert drawn == plain(item, initiative, token)
                    assert str(initiative.pk) in drawn
                    assert drawn.count(token) == 1


def test_changed_words_are_seen_at_once(house: House, road: Road) -> None:
    item = road.items[0]
    draw_open_item(item, house.initiative.pk, "a")
    item.label = factories.text("Nieuw", "New <b>words</b>")
    assert "New &lt;b&gt;words&lt;/b&gt;" in draw_open_item(item, house.initiative.pk, "a")
