"""Numbers of the log: what is no number is refused beside its field, and what is stored stays."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from phases.models import Workshop
from projects.models import AuditEntry, Stakeholder, User
from tests import factories
from tests.conftest import House, Road
from tests.markup import on_one_line

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
HTMX = {"HX-Request": "true"}
NO_NUMBERS = ["25-30", "30-", "5e", "-1", "1.5", "1,5", "+", "about 5", "5 people", "0x10", "1e2"]


@pytest.fixture
def group(house: House) -> Stakeholder:
    """Return the one group of the register."""
    return factories.make_stakeholder(house.initiative, "Job-seekers", end_users=True)


@pytest.fixture
def workshop(house: House, road: Road, group: Stakeholder) -> Workshop:
    """Return a workshop in which 25 people of the group were counted."""
    workshop = factories.make_workshop(house.initiative, road.phases[0])
    workshop.count_people({group: 25}, by=house.lead)
    return workshop


def post(browser: Client, workshop: Workshop, group: Stakeholder, typed: str, **more: Any) -> Any:
    """Post the number of the group."""
    headers = more.pop("headers", {})
    body = {f"people-{group.pk}": typed, **more}
    return browser.post(f"{workshop.get_absolute_url()}attendance/", body, headers=headers)


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_is_refused_at_its_field_and_the_stored_one_stays(  # noqa: PLR0917 - fixtures
    typed: str, headers: dict[str, str], house: House, workshop: Workshop, group: Stakeholder, as_: Browser
) -> None:
    refused = post(as_(house.facilitator), workshop, group, typed, headers=headers)
    assert refused.status_code == 422
    error = refused.text.split(f'id="id_people-{group.pk}_error"')[1].split("</div>")[0]
    assert "Fill in" in error
    assert "number" in error
    assert "Saved" not in refused.text
    assert "save-state--done" not in refused.text
    assert workshop.attendance.get().people == 25


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_stays_in_its_field(
    typed: str, house: House, workshop: Workshop, group: Stakeholder, as_: Browser
) -> None:
    page = on_one_line(
        post(as_(house.facilitator), workshop, group, typed, **{f"initial-{group.pk}": "25"}).text
    )
    field = page.split(f'name="people-{group.pk}"')[1].split(">")[0]
    assert f'value="{typed}"' in field
    assert 'aria-invalid="true"' in field
    assert f'name="initial-{group.pk}" id="initial-{group.pk}" value="25"' in page


@pytest.mark.parametrize(("typed", "people"), [("12", 12), (" 12 ", 12), ("0", 0), ("٣", 3), ("012", 12)])
def test_a_number_is_read_as_people_write_it(  # noqa: PLR0917 - fixtures
    typed: str, people: int, house: House, workshop: Workshop, group: Stakeholder, as_: Browser
) -> None:
    assert post(as_(house.facilitator), workshop, group, typed).status_code == 302
    assert workshop.attendance.get().people == people


def test_the_field_is_one_in_which_a_browser_posts_what_is_seen(
    house: House, workshop: Workshop, group: Stakeholder, as_: Browser
) -> None:
    page = as_(house.facilitator).get(f"{workshop.get_absolute_url()}log/").text
    field = page.split(f'name="people-{group.pk}"')[0].rsplit("<input", 1)[1]
    assert 'type="text"' in field
    assert 'inputmode="numeric"' in field


def test_the_later_of_two_who_count_the_same_group_is_asked(
    house: House, workshop: Workshop, group: Stakeholder, as_: Browser
) -> None:
    was = {f"initial-{group.pk}": "25"}
    assert post(as_(house.lead), workshop, group, "26", **was).status_code == 302
    asked = post(as_(house.facilitator), workshop, group, "24", headers=HTMX, **was)
    assert asked.status_code == 422
    assert "A colleague filled in 26 meanwhile" in asked.text
    assert workshop.attendance.get().people == 26
    assert f'name="initial-{group.pk}" id="initial-{group.pk}" value="26"' in asked.text
    again = {f"initial-{group.pk}": "26"}
    assert post(as_(house.facilitator), workshop, group, "24", **again).status_code == 302
    assert workshop.attendance.get().people == 24


def test_a_number_that_is_stored_already_leaves_no_second_line(
    house: House, workshop: Workshop, group: Stakeholder, as_: Browser
) -> None:
    before = AuditEntry.objects.count()
    assert post(as_(house.facilitator), workshop, group, "25").status_code == 302
    assert AuditEntry.objects.count() == before
