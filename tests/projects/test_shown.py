"""Settings and roles count no versions: who saves over what somebody changed meanwhile is told first."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from projects.models import Organisation, OrganisationRole, Role, User
from tests.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


def shown(page: Any) -> dict[str, str]:
    """Return what the form of a page says that it showed."""
    (digest,) = re.findall(r'name="shown" value="([0-9a-f]{64})"', page.text)
    return {"shown": digest}


def settle(house: House, what: str) -> tuple[str, dict[str, str], Callable[[], Any], Callable[[], Any]]:
    """Return a page, what somebody posts there, how it changes meanwhile, and how to read what stands."""
    here, organisation = f"/organisation/{house.organisation.pk}", house.organisation
    person = organisation.members.get(user=house.lead)
    mate = house.initiative.team.get(user=house.observer)
    cases: dict[str, Any] = {
        "general": (
            f"{here}/settings/general/",
            {"name": "Mine", "language": "nl", "feedback_days": "14"},
            lambda: organisation.update_profile(
                name="Theirs", language="nl", feedback_days=14, by=house.administrator
            ),
            lambda: Organisation.objects.get(pk=organisation.pk).name,
        ),
        "house style": (
            f"{here}/settings/house-style/",
            {"accent": "#123f6b"},
            lambda: organisation.set_house_style(accent="#7a1f5c", logo=None, by=house.administrator),
            lambda: Organisation.objects.get(pk=organisation.pk).accent,
        ),
        "role in the organisation": (
            f"{here}/people/{person.pk}/",
            {"role": "manager"},
            lambda: person.give_role(OrganisationRole.ADMINISTRATOR, by=house.administrator),
            lambda: organisation.members.get(pk=person.pk).role,
        ),
        "role in the team": (
            f"{house.initiative.get_absolute_url()}team/{mate.pk}/",
            {"role": str(int(Role.LEAD))},
            lambda: mate.give_role(Role.FACILITATOR, by=house.lead),
            lambda: house.initiative.team.get(pk=mate.pk).role,
        ),
    }
    return cases[what]


@pytest.mark.parametrize("what", ["general", "house style", "role in the organisation", "role in the team"])
def test_what_somebody_changed_meanwhile_is_not_overwritten_unnoticed(
    what: str, house: House, as_: Browser
) -> None:
    url, sent, meanwhile, stands = settle(house, what)
    browser = as_(house.lead if "team" in what else house.administrator)
    mark = shown(browser.get(url))
    meanwhile()
    theirs = stands()
    answer: Any = browser.post(url, sent | mark)
    assert answer.status_code == 409
    assert "while you had this page open" in answer.text
    assert "It now says: " in answer.text, "both are to be seen"
    assert "This is not saved yet</h2>" in answer.text, "nothing in it is wrong"
    assert stands() == theirs
    assert browser.post(url, sent | shown(answer)).status_code == 302
    assert stands() != theirs


def test_what_nobody_changed_is_saved_at_once(house: House, as_: Browser) -> None:
    url, sent, _meanwhile, stands = settle(house, "general")
    browser = as_(house.administrator)
    assert browser.post(url, sent | shown(browser.get(url))).status_code == 302
    assert stands() == "Mine"
