"""The list of what people said: what waits first, filtered, in pages, and as quick with five thousand as with one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from phases.followup.outcome_list import PAGE_SIZE, outcomes_in_order
from phases.models import Outcome, Workshop
from projects.models import Role, User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


def url(house: House) -> str:
    return f"{house.initiative.get_absolute_url()}feedback/"


@pytest.fixture
def workshop(house: House, road: Road) -> Workshop:
    return factories.make_workshop(house.initiative, road.phases[0], feedback_due=timezone.localdate())


def many(workshop: Workshop, number: int, **values: Any) -> None:
    """Write down so many outcomes at once."""
    given = {"kind": "idea", "workshop": workshop, "updated_by": workshop.updated_by}
    Outcome.objects.bulk_create(Outcome(text=f"Said {n}", **given | values) for n in range(number))


def test_what_waits_comes_first_the_longest_wait_before_all(
    house: House, road: Road, workshop: Workshop
) -> None:
    late = factories.make_workshop(
        house.initiative, road.phases[0], feedback_due=timezone.localdate() - timedelta(days=3)
    )
    calm = factories.make_outcome(late, kind="insight")
    soon = factories.make_outcome(workshop, kind="idea")
    overdue = factories.make_outcome(late, kind="idea")
    given = factories.make_outcome(late, kind="idea")
    factories.make_feedback(given)
    found = list(outcomes_in_order(house.initiative, Role.LEAD))
    assert found[:2] == [overdue, soon]
    assert set(found[2:]) == {calm, given}


def test_every_outcome_stands_on_one_page_and_no_page_is_endless(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    many(workshop, PAGE_SIZE * 2 + 7)
    browser, after, seen, pages = as_(house.observer), "", [], 0
    while True:
        page = browser.get(url(house), {"after": after} if after else {}).context["page"]
        seen += [UUID(row["key"]) for row in page.outcomes]
        pages += 1
        assert len(page.outcomes) <= PAGE_SIZE
        after = page.next_after
        if not after:
            break
    assert pages == 3
    assert len(seen) == len(set(seen)) == PAGE_SIZE * 2 + 7
    for odd in ("x", "00000000-0000-4000-8000-000000000000"):
        assert browser.get(url(house), {"after": odd}).context["page"].outcomes[0]["key"] == str(seen[0])


def test_words_and_limits_narrow_the_list(house: House, road: Road, workshop: Workshop, as_: Browser) -> None:
    group = factories.make_stakeholder(house.initiative, "Tenants")
    other = factories.make_workshop(house.initiative, road.phases[0])
    rows = {
        "waits": factories.make_outcome(workshop, kind="idea", text="A sign at the café"),
        "asks none": factories.make_outcome(workshop, kind="insight", text="Nobody knows it"),
        "of a group": factories.make_outcome(other, kind="risk", text="It rains", stakeholder=group),
        "of a question": factories.make_outcome(other, kind="wish", text="Tea", question=road.questions[0]),
        "given": factories.make_outcome(workshop, kind="idea", text="A bench"),
    }
    factories.make_feedback(rows["given"])
    factories.make_theme(house.initiative, rows["given"], name="Outside")
    browser = as_(house.observer)

    def found(**limits: Any) -> set[str]:
        outcomes = browser.get(url(house), limits).context["page"].outcomes
        return {name for name, row in rows.items() if str(row.pk) in {each["key"] for each in outcomes}}

    assert found(q="cafe sign") == {"waits"}
    assert found(state="waiting") == {"waits"}
    assert found(state="untold") == {"given"}
    assert found(state="unasked") == {"asks none", "of a group", "of a question"}
    assert found(kind="risk") == {"of a group"}
    assert found(group=str(group.pk)) == {"of a group"}
    assert found(workshop=str(other.pk)) == {"of a group", "of a question"}
    assert found(question=road.questions[0].code) == {"of a question"}
    assert found(kind="idea", state="untold") == {"given"}
    assert found(kind="nonsense", group="x", workshop="1") == set(rows) - {"given"}, (
        "odd limits limit nothing"
    )
    foreign = factories.make_workshop(factories.make_initiative(), road.phases[0])
    theirs = factories.make_stakeholder(foreign.initiative)
    assert found(workshop=str(foreign.pk), group=str(theirs.pk)) == set(rows) - {"given"}
    assert "Outside" in browser.get(url(house), {"state": "untold"}).text
    assert "No outcome matches this." in browser.get(url(house), {"q": "zebra"}).text


@pytest.mark.parametrize("place", ["list", "theme"])
def test_the_number_of_queries_does_not_grow(
    place: str, house: House, road: Road, workshop: Workshop, as_: Browser
) -> None:
    browser = as_(house.facilitator)
    theme = factories.make_theme(house.initiative, factories.make_outcome(workshop))
    where = url(house) if place == "list" else theme.get_absolute_url()
    many(workshop, 1, **({"theme": theme} if place == "theme" else {}))
    browser.get(where)  # the road is read once
    counted = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(where).status_code == 200
        counted.append(len(queries))
        many(workshop, 500, **({"theme": theme} if place == "theme" else {}))
        for _number in range(9):
            own = factories.make_outcome(workshop, kind="idea")
            factories.make_feedback(own)
            factories.make_feedback(factories.make_theme(house.initiative, own))
    assert counted[0] == counted[1]
    assert counted[0] <= 12
