"""Nothing is taken away by one click: a page first says what disappears, and only its button does it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from projects.models import AuditEntry, OrganisationRole, User
from tests import factories
from tests.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


@pytest.fixture
def removals(house: House) -> dict[str, tuple[str, User, Any]]:
    """Give, by what is removed: the address of its page, who may open it, and the row."""
    group = factories.make_stakeholder(house.initiative, "People who owe")
    contact = factories.make_contact(group, "Karin Canary")
    workshop = factories.make_workshop(house.initiative)
    outcome = factories.make_outcome(workshop, text="They wait too long.")
    member = house.initiative.team.get(user=house.facilitator)
    person = house.facilitator.memberships.get()
    people = f"/organisation/{house.organisation.pk}/people/"
    return {
        "member": (
            f"{house.initiative.get_absolute_url()}team/{member.pk}/removal/",
            house.lead,
            member,
        ),
        "person": (f"{people}{person.pk}/removal/", house.administrator, person),
        "contact": (f"{contact.get_absolute_url()}removal/", house.lead, contact),
        "outcome": (
            f"{workshop.get_absolute_url()}outcomes/{outcome.pk}/removal/",
            house.lead,
            outcome,
        ),
        "group": (
            f"{factories.make_stakeholder(house.initiative, 'Staff').get_absolute_url()}removal/",
            house.lead,
            house.initiative.stakeholders.get(name="Staff"),
        ),
    }


@pytest.mark.parametrize("what", ["member", "person", "contact", "outcome", "group"])
def test_a_page_asks_and_its_button_does_it(
    what: str, removals: dict[str, tuple[str, User, Any]], as_: Browser
) -> None:
    url, who, row = removals[what]
    browser, lines = as_(who), AuditEntry.objects.count()
    page = browser.get(url)
    assert page.status_code == 200
    assert f'action="{url}"' in page.text
    assert type(row).objects.filter(pk=row.pk).exists()
    assert AuditEntry.objects.count() == lines
    assert browser.post(url).status_code == 302
    assert not type(row).objects.filter(pk=row.pk).exists()


def test_the_page_says_what_goes_along(
    house: House, removals: dict[str, tuple[str, User, Any]], as_: Browser
) -> None:
    group = house.initiative.stakeholders.get(name="People who owe")
    page = as_(house.lead).get(f"{group.get_absolute_url()}removal/").text
    assert "People who owe" in page
    assert "1 contact disappears too." in page
    assert "Karin Canary" not in page
    assert "This person also leaves 1 team." in as_(house.administrator).get(removals["person"][0]).text
    assert "They wait too long." in as_(house.lead).get(removals["outcome"][0]).text


def test_who_reads_along_as_a_manager_goes_on_reading(
    house: House, removals: dict[str, tuple[str, User, Any]], as_: Browser
) -> None:
    url = removals["member"][0]
    page = as_(house.lead).get(url).text
    assert "does not see this initiative any more" in page
    house.facilitator.memberships.get().give_role(OrganisationRole.MANAGER, by=house.administrator)
    page = as_(house.lead).get(url).text
    assert "reads along as a manager" in page
    assert "does not see this initiative any more" not in page


def test_who_goes_oneself_is_led_to_the_page_for_that(house: House, as_: Browser) -> None:
    team = as_(house.lead).get(f"{house.initiative.get_absolute_url()}team/").text
    own = house.initiative.team.get(user=house.lead)
    assert f"{own.pk}/removal/" not in team
    assert "/team/departure/" in team
    people = as_(house.administrator).get(f"/organisation/{house.organisation.pk}/people/").text
    assert f"{house.administrator.memberships.get().pk}/removal/" not in people
    assert f"/organisation/{house.organisation.pk}/departure/" in people
