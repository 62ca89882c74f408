"""Ids of elsewhere: each id in an address, one at a time, replaced by one that is not the reader's to see there.

What comes back is what a made-up id shows, byte for byte, and nothing is written.
"""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import User
from tests import factories
from tests.access.table import REFUSED, TABLE, Browser, parts, whole_pattern
from tests.access.worlds import Worlds, fingerprint, make_worlds
from tests.conftest import House, Road

pytestmark = pytest.mark.django_db

ACTORS = ("observer", "facilitator", "lead", "manager", "administrator")
CONTENT = frozenset({"phase_code", "code", "uidb36", "key"})
"""Codes of published content, the same for everybody, and the parts of a link that allauth checks by itself."""
WITH_IDS = [row for row in TABLE if re.search("_id>|:token>", whole_pattern(row["route"]))]


def replacements(name: str, kwargs: dict[str, Any], route: str, worlds: Worlds) -> list[Any]:
    """Return the ids to put in one place: of elsewhere, of beside, and of what is gone."""
    known = "colleague_id" if name == "member_id" and route.startswith("organisation:") else name
    found = [worlds.elsewhere.get(known), worlds.gone.get(known)]
    if name == "sheet_id" or (
        "initiative_id" in kwargs and (name != "initiative_id" or set(kwargs) - CONTENT - {name})
    ):
        found.append(worlds.beside.get(known))
    if name == "token":
        found.pop(0)  # a token of elsewhere lets in there: it is a key, not a name
    if name == "provider_id" and route.startswith("openid_connect_"):
        found.pop(0)  # the sign-ins of all organisations stand on the sign-in page
    return [each for each in found if each is not None and each != kwargs[name]]


def plain(response: Any, *ids: Any) -> tuple[int, str]:
    """Return status and page without the token of the moment and without the ids that were asked for."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    for each in ids:
        text = text.replace(str(each), "")
    return response.status_code, text


def made_up(value: Any) -> Any:
    """Return a value of the same form that names nothing."""
    return "A" * 43 if isinstance(value, str) else uuid4()


@pytest.mark.parametrize("row", WITH_IDS, ids=lambda row: f"{row['method']} {row['route']}")
def test_an_id_of_elsewhere_shows_what_a_made_up_one_shows(
    row: dict[str, str],
    house: House,
    road: Road,
    as_: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    factories.make_problem("a-problem")
    route, method = row["route"], row["method"]
    worlds = make_worlds(house, road)
    kwargs = parts(route, worlds.here, road)
    browsers = {actor: as_(getattr(house, actor)) for actor in ACTORS}
    before, probes, wrong = fingerprint(), 0, []
    for actor, browser in browsers.items():
        for name in set(kwargs) - CONTENT:
            for foreign in replacements(name, kwargs, route, worlds):
                probes += 1
                asked = browser.generic(method, reverse(route, kwargs={**kwargs, name: foreign}))
                random = made_up(foreign)
                nowhere = browser.generic(method, reverse(route, kwargs={**kwargs, name: random}))
                mine = name == "initiative_id" and foreign == worlds.beside[name]
                if not mine and plain(asked, foreign) != plain(nowhere, random):
                    wrong.append(f"{actor}: {name} shows more than nothing ({asked.status_code})")
                if asked.status_code not in {403, 404, 410} or b"Canary" in asked.content:
                    wrong.append(f"{actor}: {name} gives {asked.status_code}")
                if asked.status_code == 403 and row[actor] not in REFUSED:
                    wrong.append(f"{actor}: {name} gives 403 where 404 tells nothing")
    record_property("foreign ids", probes)
    assert wrong == []
    assert fingerprint() == before
    assert probes >= 5


def test_the_probes_can_see_a_hole(house: House, road: Road, as_: Browser) -> None:
    """With the right id the same address does show the row: the refusals above are not for another reason."""
    worlds = make_worlds(house, road)
    shown = 0
    for row in WITH_IDS:
        kwargs = parts(row["route"], worlds.here, road)
        if row["method"] == "GET" and row["lead"] == "200" and set(kwargs) - CONTENT:
            response: Any = as_(house.lead).get(reverse(row["route"], kwargs=kwargs))
            assert response.status_code == 200, row["route"]
            shown += 1
    assert shown > 25


def test_a_lead_of_both_cannot_mix_them(
    house: House, road: Road, as_: Callable[[User | None], Client]
) -> None:
    worlds = make_worlds(house, road)
    lead = as_(house.lead)
    mixed = {**parts("phases:workshop", worlds.here, road), "workshop_id": worlds.beside["workshop_id"]}
    assert lead.get(reverse("phases:workshop", kwargs=mixed)).status_code == 404
    right = {**mixed, "initiative_id": worlds.beside["initiative_id"]}
    assert lead.get(reverse("phases:workshop", kwargs=right)).status_code == 200
