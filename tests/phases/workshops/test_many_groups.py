"""A long register and many workshops: no page grows without end, and everything can still be reached and counted."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from phases.models import Attendance, Workshop
from phases.progress.attendance import MAX_GROUPS as GROUPS_ON_THE_OVERVIEW
from phases.workshops.context import MAX_GROUPS
from projects.key_pages import KeyPage
from projects.models import Stakeholder, User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
HTMX = {"HX-Request": "true"}
COUNTED = re.compile(r'name="people-([0-9a-f-]{36})"')


@pytest.fixture
def workshop(house: House, road: Road) -> Workshop:
    """Return a workshop of an initiative with 130 groups on its register."""
    names = [f"Group {number}" for number in range(130)]
    Stakeholder.objects.bulk_create(
        Stakeholder(
            initiative=house.initiative, name=name, end_users=name == "Group 129", updated_by=house.lead
        )
        for name in names
    )
    return factories.make_workshop(house.initiative)


def register(house: House) -> list[UUID]:
    return list(house.initiative.stakeholders.values_list("pk", flat=True))


def counted_on(page: str) -> list[UUID]:
    """Return the groups that can be counted on a page."""
    return [UUID(key) for key in COUNTED.findall(page)]


def test_every_group_can_be_counted_on_some_page_of_the_log(
    workshop: Workshop, house: House, as_: Browser
) -> None:
    browser, url = as_(house.facilitator), f"{workshop.get_absolute_url()}log/"
    pages, next_one = [], "?groups=0"
    while next_one:
        page = browser.get(f"{url}{next_one}").text
        pages.append(counted_on(page))
        more = re.search(r'href="[^"]*log/(\?groups=[1-9][0-9]*)#who"', page)
        next_one = more[1] if more else ""
    assert [len(page) for page in pages] == [MAX_GROUPS, MAX_GROUPS, len(register(house)) - 2 * MAX_GROUPS]
    assert [key for page in pages for key in page] == register(house)
    assert pages[0][0] in set(
        house.initiative.stakeholders.filter(end_users=True).values_list("pk", flat=True)
    )


@pytest.mark.parametrize("odd", ["-1", "x", "1e3", "99999", "９", "", "123456"])
def test_an_odd_place_in_the_register_is_no_fault(
    odd: str, workshop: Workshop, house: House, as_: Browser
) -> None:
    page = as_(house.facilitator).get(f"{workshop.get_absolute_url()}log/", {"groups": odd})
    assert page.status_code == 200


def test_the_numbers_of_a_later_page_are_stored_and_others_stay(
    workshop: Workshop, house: House, as_: Browser
) -> None:
    first, later = register(house)[0], register(house)[60]
    workshop.count_people({Stakeholder.objects.get(pk=first): 7}, by=house.lead)
    browser = as_(house.facilitator)
    sent = {f"people-{later}": "4", f"initial-{later}": ""}
    answer = browser.post(f"{workshop.get_absolute_url()}attendance/", sent, headers=HTMX)
    assert "11 people" in answer.text
    assert dict(workshop.attendance.values_list("stakeholder", "people")) == {first: 7, later: 4}


def test_without_scripts_the_next_groups_come_once_the_numbers_are_stored(
    workshop: Workshop, house: House, as_: Browser
) -> None:
    browser, group = as_(house.facilitator), register(house)[0]
    sent = {f"people-{group}": "4", f"initial-{group}": "", "then": str(MAX_GROUPS)}
    answer = browser.post(f"{workshop.get_absolute_url()}attendance/", sent)
    assert answer.headers["Location"].endswith(f"/log/?groups={MAX_GROUPS}#who")
    assert workshop.attendance.get().people == 4


def test_completing_the_log_takes_the_numbers_of_the_page_it_was_done_on(
    workshop: Workshop, house: House, as_: Browser
) -> None:
    later = register(house)[120]
    as_(house.facilitator).post(
        f"{workshop.get_absolute_url()}log/close/",
        {f"people-{later}": "9", f"initial-{later}": "", "early": "yes"},
    )
    assert workshop.attendance.get().stakeholder_id == later
    assert Workshop.objects.get(pk=workshop.pk).logged_at


def test_the_page_of_a_workshop_shows_the_largest_groups_and_says_how_many_there_are_more(
    workshop: Workshop, house: House, as_: Browser
) -> None:
    groups = house.initiative.stakeholders.all()
    Attendance.objects.bulk_create(
        Attendance(workshop=workshop, stakeholder=group, people=number) for number, group in enumerate(groups)
    )
    page = as_(house.observer).get(workshop.get_absolute_url())
    assert [row.people for row in page.context["attendance"]] == list(range(len(groups)))[::-1][:MAX_GROUPS]
    assert f"and {len(groups) - MAX_GROUPS} groups more" in page.text


def test_every_workshop_stands_on_some_page_of_the_list(house: House, road: Road, as_: Browser) -> None:
    now = timezone.now()
    for number in range(60):
        for start in (now - timedelta(days=number + 1), now + timedelta(days=number + 1)):
            factories.make_workshop(house.initiative, starts_at=start, ends_at=start + timedelta(hours=1))
    browser, url = as_(house.observer), f"{house.initiative.get_absolute_url()}workshops/"
    first = browser.get(url)
    held, upcoming = first.context["held"], first.context["upcoming"]
    assert [len(held.rows), len(upcoming.rows)] == [KeyPage.SIZE, KeyPage.SIZE]
    assert f"?held={held.next_after.replace('+', '%2B')}#held" in first.text.replace("%3A", ":")
    older = browser.get(url, {"held": held.next_after}).context["held"].rows
    later = browser.get(url, {"planned": upcoming.next_after}).context["upcoming"].rows
    everything = list(house.initiative.workshops.order_by("starts_at"))
    assert [*reversed(older), *reversed(held.rows), *upcoming.rows, *later] == everything


def test_the_overview_asks_for_the_logs_that_wait_longest_and_tells_the_next_workshop(
    house: House, road: Road, as_: Browser
) -> None:
    now = timezone.now()
    starts = [now - timedelta(days=number) for number in range(1, 11)] + [
        now + timedelta(days=number) for number in range(1, 11)
    ]
    for number, start in enumerate(starts):
        factories.make_workshop(
            house.initiative, title=f"Number {number}.", starts_at=start, ends_at=start + timedelta(hours=1)
        )
    latest = Workshop.objects.get(title="Number 9.")
    latest.close_log(by=house.lead)
    page = as_(house.facilitator).get(house.initiative.get_absolute_url()).text
    told = re.findall(r"Number \d+\.", page.split('id="ahead"')[1].split("</section>")[0])
    assert list(dict.fromkeys(told)) == ["Number 10.", *(f"Number {number}." for number in range(8, 2, -1))]


def test_the_overview_shows_the_first_groups_of_a_long_register(
    workshop: Workshop, house: House, as_: Browser
) -> None:
    workshop.count_people(dict.fromkeys(house.initiative.stakeholders.all()[:40], 3), by=house.lead)
    room = as_(house.observer).get(house.initiative.get_absolute_url()).text.split('id="room"')[1]
    assert room.count('role="rowheader"') == GROUPS_ON_THE_OVERVIEW
    assert "These are the first groups of the register." in room
