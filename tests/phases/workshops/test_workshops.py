"""Workshops: times on the clock of the room, counting people, outcomes with consent, by page and by fragment."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.test import Client

from phases.models import Outcome, Workshop
from phases.workshops.local_time import NonexistentTimeError, to_utc
from projects.models import User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
HTMX = {"HX-Request": "true"}
ZONE = "Europe/Amsterdam"
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)


def plan(**changes: str) -> dict[str, str]:
    """Return a plan as a form posts it."""
    posted = {
        "title": "Conversation",
        "phase": "needs-analysis",
        "day_day": "1",
        "day_month": "12",
        "day_year": "2026",
        "start": "19:00",
        "end": "21:00",
        "time_zone": ZONE,
        "submission_key": "6f3f4c1e-0f6e-4f3f-9a33-0c1d2e3f4a5b",
    }
    return {**posted, **changes}


def test_a_time_is_that_of_the_clock_on_the_wall() -> None:
    assert to_utc(date(2026, 12, 1), time(19), ZONE) == datetime(2026, 12, 1, 18, tzinfo=UTC)
    assert to_utc(date(2026, 7, 1), time(19), ZONE) == datetime(2026, 7, 1, 17, tzinfo=UTC)


def test_the_hour_that_is_skipped_does_not_exist() -> None:
    with pytest.raises(NonexistentTimeError):
        to_utc(SPRING, time(2, 30), ZONE)


def test_the_hour_that_comes_twice_is_the_first_unless_the_later_is_meant() -> None:
    assert to_utc(AUTUMN, time(2, 30), ZONE) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert to_utc(AUTUMN, time(2, 30), ZONE, later=True) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_planning_stores_moments_and_shows_the_clock_of_the_room(
    house: House, road: Road, as_: Browser
) -> None:
    browser = as_(house.facilitator)
    answer = browser.post(f"/initiatives/{house.initiative.pk}/workshops/new/", plan())
    workshop = Workshop.objects.get()
    assert answer.headers["Location"] == workshop.get_absolute_url()
    assert workshop.starts_at == datetime(2026, 12, 1, 18, tzinfo=UTC)
    assert "19:00 to 21:00" in browser.get(workshop.get_absolute_url()).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"end": "18:00"}, "The end comes before the start"),
        (
            {"day_day": "28", "day_month": "3", "day_year": "2027", "start": "02:30"},
            "This time does not exist",
        ),
        ({"day_day": "31", "day_month": "2"}, "Fill in another day"),
        ({"start": "later"}, "in hours and minutes"),
        ({"title": ""}, "Fill in: What is the workshop called?"),
        ({"title": "x" * 121}, "1 character too long. There is room for 120."),
        ({"phase": "nowhere"}, "Select a valid choice"),
        ({"time_zone": "Mars/Base"}, "Select a valid choice"),
    ],
)
def test_a_wrong_plan_is_answered_in_words_and_keeps_what_was_typed(
    house: House, road: Road, as_: Browser, changes: dict[str, str], said: str
) -> None:
    refused = as_(house.facilitator).post(
        f"/initiatives/{house.initiative.pk}/workshops/new/", plan(place="The library", **changes)
    )
    assert refused.status_code == 422
    assert said in refused.text
    assert "The library" in refused.text
    assert "data-focus-on-load" in refused.text
    assert not Workshop.objects.exists()


@pytest.fixture
def workshop(house: House, road: Road) -> Workshop:
    """Return a workshop with two groups on the register."""
    factories.make_stakeholder(house.initiative, "Job-seekers", end_users=True)
    factories.make_stakeholder(house.initiative, "Employers")
    return factories.make_workshop(house.initiative, road.phases[0])


def count(browser: Client, workshop: Workshop, numbers: dict[str, str], **options: Any) -> Any:
    """Post numbers by the name of the group."""
    groups = {row.name: row.pk for row in workshop.initiative.stakeholders.all()}
    posted = {f"people-{groups[name]}": number for name, number in numbers.items()}
    return browser.post(f"{workshop.get_absolute_url()}attendance/", posted, **options)


def counted(workshop: Workshop) -> dict[str, int]:
    """Return what is stored."""
    return dict(workshop.attendance.values_list("stakeholder__name", "people"))


def test_one_number_at_a_time_comes_back_as_the_sum(house: House, workshop: Workshop, as_: Browser) -> None:
    browser = as_(house.facilitator)
    first = count(browser, workshop, {"Job-seekers": "5"}, headers=HTMX)
    assert first.status_code == 200
    assert "<form" not in first.text
    second = count(browser, workshop, {"Employers": "7"}, headers=HTMX)
    assert "12 people" in second.text
    assert "5 of them end users" in second.text
    assert counted(workshop) == {"Job-seekers": 5, "Employers": 7}


def test_a_page_that_was_open_longer_does_not_undo_the_count_of_a_colleague(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    groups = {row.name: row.pk for row in workshop.initiative.stakeholders.all()}
    count(as_(house.lead), workshop, {"Job-seekers": "5"})
    stale = {f"people-{pk}": "" for pk in groups.values()} | {f"initial-{pk}": "" for pk in groups.values()}
    stale[f"people-{groups['Employers']}"] = "3"
    as_(house.facilitator).post(f"{workshop.get_absolute_url()}attendance/", stale)
    assert counted(workshop) == {"Job-seekers": 5, "Employers": 3}


def test_an_empty_number_takes_the_count_away(house: House, workshop: Workshop, as_: Browser) -> None:
    browser = as_(house.facilitator)
    count(browser, workshop, {"Job-seekers": "5"})
    count(browser, workshop, {"Job-seekers": ""})
    assert counted(workshop) == {}


@pytest.mark.parametrize("number", ["-1", "10001", "many", "1.5", "9" * 40])
def test_a_number_that_cannot_be_is_refused(
    house: House, workshop: Workshop, as_: Browser, number: str
) -> None:
    assert count(as_(house.facilitator), workshop, {"Job-seekers": number}).status_code == 422
    assert count(as_(house.facilitator), workshop, {"Job-seekers": number}, headers=HTMX).status_code == 422
    assert counted(workshop) == {}


def outcome(**changes: str) -> dict[str, str]:
    """Return an outcome as a form posts it."""
    key = "7f3f4c1e-0f6e-4f3f-9a33-0c1d2e3f4a5b"
    return {"kind": "insight", "text": "People want to be heard", "submission_key": key, **changes}


def test_an_outcome_is_added_and_an_empty_form_of_its_kind_comes_back(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    url = f"{workshop.get_absolute_url()}outcomes/new/"
    added = as_(house.facilitator).post(url, outcome(kind="idea"), headers=HTMX)
    assert added.status_code == 200
    assert "People want to be heard" in added.text
    assert "<html" not in added.text
    assert (
        'value="idea" checked' in added.text.replace('checked="checked"', "checked").replace("  ", " ")
        or "checked" in added.text
    )
    assert Outcome.objects.get().kind == "idea"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "quote"}, "Say what the speaker agreed to"),
        ({"kind": "quote", "consent": "anonymous", "speaker": "A. Name"}, "Take the name away"),
        ({"text": ""}, "Fill in: What did people say or come up with?"),
        ({"text": "x" * 2001}, "1 character too long. There is room for 2,000."),
        ({"kind": "rumour"}, "Select a valid choice"),
    ],
)
def test_a_wrong_outcome_is_refused_in_words(
    house: House, workshop: Workshop, as_: Browser, changes: dict[str, str], said: str
) -> None:
    url = f"{workshop.get_absolute_url()}outcomes/new/"
    for headers in ({}, HTMX):
        refused = as_(house.facilitator).post(url, outcome(**changes), headers=headers)
        assert refused.status_code == 422
        assert said in refused.text
    assert not Outcome.objects.exists()


def test_only_a_quote_keeps_consent_and_speaker(house: House, workshop: Workshop, as_: Browser) -> None:
    url = f"{workshop.get_absolute_url()}outcomes/new/"
    as_(house.facilitator).post(url, outcome(consent="with-name", speaker="A. Name"))
    assert (Outcome.objects.get().consent, Outcome.objects.get().speaker) == ("", "")


def test_a_group_or_method_of_elsewhere_cannot_be_chosen(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    elsewhere = factories.make_stakeholder(factories.make_initiative(house.organisation), "Elsewhere")
    url = f"{workshop.get_absolute_url()}outcomes/new/"
    refused = as_(house.facilitator).post(url, outcome(stakeholder=str(elsewhere.pk)))
    assert refused.status_code == 422
    assert "Elsewhere" not in refused.text


def test_a_quote_can_be_taken_back(house: House, workshop: Workshop, as_: Browser) -> None:
    quote = factories.make_outcome(workshop, kind="quote", consent="with-name", speaker="A. Name")
    as_(house.facilitator).post(f"{workshop.get_absolute_url()}outcomes/{quote.pk}/removal/")
    assert not Outcome.objects.exists()


def test_two_who_change_one_outcome_do_not_overwrite_each_other(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    row = factories.make_outcome(workshop, text="As it was")
    url = f"{workshop.get_absolute_url()}outcomes/{row.pk}/"
    as_(house.lead).post(url, outcome(text="Text of Lea", version="1"))
    late = as_(house.facilitator).post(url, outcome(text="Text of Fay", version="1"))
    assert late.status_code == 409
    assert "Lea Lead" in late.text
    assert "Text of Fay" in late.text
    assert Outcome.objects.get().text == "Text of Lea"


def test_completing_the_log_says_who_and_when(house: House, workshop: Workshop, as_: Browser) -> None:
    as_(house.facilitator).post(f"{workshop.get_absolute_url()}log/close/")
    workshop.refresh_from_db()
    assert workshop.logged_by == house.facilitator
    assert "Log completed by Fay Facilitator" in as_(house.observer).get(workshop.get_absolute_url()).text
