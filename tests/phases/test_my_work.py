"""My work shows what is late first, then what has a day, and only then where the initiatives stand."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from phases.models import GateDecision, Report, ReportState
from phases.progress.due import due_for
from projects.models import Initiative, Role, User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
LOG = "The log of a workshop is still missing."
SOON = "A workshop begins within a day."
CONDITIONS = "You went on with conditions. Are they met?"
READY = "Your report is ready."
FAILED = "A report could not be made."


def fill(initiative: Initiative, road: Road, by: User) -> None:
    """Let one of everything wait, the least urgent first."""
    ready = Report.ask(initiative, None, language="nl", by=by)
    Report.objects.filter(pk=ready.pk).update(
        state=ReportState.READY, file="reports/x.pdf", finished_at=timezone.now()
    )
    GateDecision.decide(
        initiative,
        road.phases[0],
        by=by,
        kind="go-with-conditions",
        reason="A reason",
        conditions="First ask the neighbours",
        decided_by="The board",
        decided_on=timezone.localdate(),
    )
    soon = timezone.now() + timedelta(hours=3)
    factories.make_workshop(initiative, road.phases[0], starts_at=soon, ends_at=soon + timedelta(hours=2))
    failed = Report.ask(initiative, road.phases[0], language="nl", by=by)
    Report.objects.filter(pk=failed.pk).update(state=ReportState.FAILED)
    factories.make_workshop(initiative, road.phases[0], title="An evening of <talk>")


def waiting(user: User) -> list[str]:
    """Return what waits for someone, in its order."""
    mine = Initiative.objects.visible_to(user).current().filter(team__user=user)
    return [due.sentence for due in due_for(user, mine).first]


def test_late_things_come_first_then_dated_ones_then_the_next_step(
    house: House, road: Road, as_: Browser
) -> None:
    fill(house.initiative, road, house.lead)
    assert waiting(house.lead) == [LOG, FAILED, SOON, CONDITIONS, READY]
    page = as_(house.lead).get("/").text
    places = [page.index(sentence) for sentence in (LOG, FAILED, SOON, CONDITIONS, READY)]
    assert places == sorted(places)
    assert places[-1] < page.index("My initiatives")
    first = page[page.index('class="c7 next-step"') :].split("</section>")[0]
    assert LOG in first
    assert "An evening of &lt;talk&gt;" in first
    assert "/log/" in first


def test_of_what_is_late_the_longest_comes_first(house: House, road: Road) -> None:
    now = timezone.now()
    days = {"three": 3, "nine": 9, "one": 1}
    for title, number in days.items():
        ends = now - timedelta(days=number)
        factories.make_workshop(
            house.initiative, road.phases[0], title=title, starts_at=ends - timedelta(hours=2), ends_at=ends
        )
    failed = Report.ask(house.initiative, None, language="nl", by=house.lead)
    Report.objects.filter(pk=failed.pk).update(state=ReportState.FAILED, requested_at=now - timedelta(days=5))
    mine = Initiative.objects.visible_to(house.lead)
    assert [due.about or due.sentence for due in due_for(house.lead, mine).first] == [
        "nine",
        FAILED,
        "three",
        "one",
    ]


def test_without_anything_that_waits_the_next_step_is_first(house: House, road: Road, as_: Browser) -> None:
    page = as_(house.lead).get("/").text
    assert "Write down who it is about" in page
    assert "This is waiting too" not in page


@pytest.mark.parametrize("who", ["observer", "manager", "administrator", "stranger"])
def test_nobody_is_asked_for_what_is_not_theirs(who: str, house: House, road: Road) -> None:
    fill(house.initiative, road, house.lead)
    mine = {"observer": [SOON, CONDITIONS]}.get(who, [])
    assert waiting(getattr(house, who)) == mine
    assert waiting(house.facilitator) == [LOG, SOON, CONDITIONS], "control: who works in the team"


def test_what_was_done_waits_no_longer(house: House, road: Road) -> None:
    fill(house.initiative, road, house.lead)
    for workshop in house.initiative.workshops.all():
        workshop.close_log(by=house.lead)
    house.initiative.workshops.update(
        starts_at=timezone.now() - timedelta(hours=4), ends_at=timezone.now() - timedelta(hours=2)
    )
    Report.objects.filter(state=ReportState.READY).update(finished_at=timezone.now() - timedelta(days=8))
    Report.objects.get(state=ReportState.FAILED).ask_again(by=house.lead)
    GateDecision.decide(
        house.initiative,
        road.phases[0],
        by=house.lead,
        kind="go",
        reason="A reason",
        decided_by="The board",
        decided_on=timezone.localdate(),
    )
    assert waiting(house.lead) == []


def test_nothing_of_the_archive_waits(house: House, road: Road) -> None:
    fill(house.initiative, road, house.lead)
    house.initiative.archive(by=house.lead)
    assert waiting(house.lead) == []


def test_an_initiative_with_something_late_stands_before_newer_ones(
    house: House, road: Road, as_: Browser
) -> None:
    factories.make_workshop(house.initiative, road.phases[0])
    for number in range(3):
        factories.make_initiative(house.organisation, lead=house.lead, title=f"Newer {number}")
    page = as_(house.lead).get("/").text
    mine = page[page.index('class="plain mines"') :]
    titles = re.findall(r"<h3[^>]*>\s*<a[^>]*>\s*([^<]+?)\s*</a>", mine)
    assert titles == ["Work and income", "Newer 2", "Newer 1", "Newer 0"]


def test_the_page_asks_the_same_of_the_database_for_one_and_for_many(
    house: House, road: Road, as_: Browser
) -> None:
    browser = as_(house.lead)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get("/")
        return len(asked)

    fill(house.initiative, road, house.lead)
    queries()  # the road is read once
    few = queries()
    for number in range(12):
        more = factories.make_initiative(house.organisation, lead=house.lead, title=f"More {number}")
        fill(more, road, house.lead)
    assert queries() == few


def test_what_does_not_fit_is_counted(house: House, road: Road, as_: Browser) -> None:
    for _ in range(9):
        factories.make_workshop(house.initiative, road.phases[0])
    page = as_(house.lead).get("/").text
    assert page.count(LOG) == 7
    assert "And 2 things more." in page


def test_somebody_who_only_reads_along_is_shown_no_log_to_write(
    house: House, road: Road, as_: Browser
) -> None:
    factories.make_workshop(house.initiative, road.phases[0])
    other: Any = factories.make_team_member(house.initiative, Role.OBSERVER)
    page = as_(other).get("/").text
    assert LOG not in page
