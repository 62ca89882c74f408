"""Completing the log takes along what stands on the page, and asks when the meeting is still to come."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from phases.models import Outcome, Workshop
from projects.models import AuditEntry, User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
KEY = "7f3f4c1e-0f6e-4f3f-9a33-0c1d2e3f4a5b"
TYPED = {"kind": "idea", "text": "Let an employer sit at the counter", "submission_key": KEY}


@pytest.fixture
def workshop(house: House, road: Road) -> Workshop:
    """Return a workshop of yesterday with one group on the register."""
    factories.make_stakeholder(house.initiative, "Job-seekers", end_users=True)
    return factories.make_workshop(house.initiative, road.phases[0])


@pytest.fixture
def coming(house: House, road: Road) -> Workshop:
    """Return a workshop in two weeks."""
    factories.make_stakeholder(house.initiative, "Job-seekers", end_users=True)
    begin = timezone.now() + timedelta(days=14)
    return factories.make_workshop(
        house.initiative, road.phases[0], starts_at=begin, ends_at=begin + timedelta(hours=2)
    )


def close(browser: Client, workshop: Workshop, **body: str) -> Any:
    """Complete the log as its button does."""
    return browser.post(f"{workshop.get_absolute_url()}log/close/", body)


def number(workshop: Workshop) -> str:
    """Return the name of the field of the one group."""
    return f"people-{workshop.initiative.stakeholders.get().pk}"


def test_an_outcome_that_is_typed_is_taken_along(house: House, workshop: Workshop, as_: Browser) -> None:
    answer = close(as_(house.facilitator), workshop, **TYPED)
    assert answer.headers["Location"] == workshop.get_absolute_url()
    outcome = Outcome.objects.get()
    assert (outcome.kind, outcome.text) == ("idea", "Let an employer sit at the counter")
    workshop.refresh_from_db()
    assert workshop.logged_at is not None
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"outcome.added", "workshop.logged"} <= actions


def test_an_outcome_that_was_added_a_moment_ago_is_not_added_twice(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    browser = as_(house.facilitator)
    browser.post(f"{workshop.get_absolute_url()}outcomes/new/", TYPED)
    assert close(browser, workshop, **TYPED).status_code == 302
    assert close(browser, workshop, **TYPED).status_code == 302
    assert Outcome.objects.count() == 1


@pytest.mark.parametrize("text", ["", " ", "\r\n"])
def test_a_form_without_words_is_no_outcome(
    house: House, workshop: Workshop, as_: Browser, text: str
) -> None:
    assert close(as_(house.facilitator), workshop, **{**TYPED, "text": text}).status_code == 302
    assert not Outcome.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": ""}, "Choose: What kind of outcome is it?"),
        ({"kind": "quote"}, "Say what the speaker agreed to"),
        ({"kind": "quote", "consent": "with-name"}, "Fill in the name"),
        ({"kind": "quote", "consent": "none", "speaker": "A. Name"}, "Take the name away"),
        ({"text": "Let an employer sit at the counter" * 80}, "too long"),
        ({"text": "", "speaker": "A. Name"}, "Fill in: What did people say"),
    ],
)
def test_what_cannot_be_taken_along_as_it_is_stays_on_the_page(
    house: House, workshop: Workshop, as_: Browser, changes: dict[str, str], said: str
) -> None:
    body = {**TYPED, **changes, number(workshop): "8"}
    refused = close(as_(house.facilitator), workshop, **body)
    assert refused.status_code == 422
    assert said in refused.text
    assert body["text"] in refused.text
    assert body.get("speaker", "") in refused.text
    assert 'value="8"' in refused.text
    workshop.refresh_from_db()
    assert workshop.logged_at is None
    assert not Outcome.objects.exists()
    assert "Saved" not in refused.text


def test_numbers_that_stand_on_the_page_are_taken_along(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    assert close(as_(house.facilitator), workshop, **{number(workshop): "8"}).status_code == 302
    assert workshop.attendance.get().people == 8


def test_a_number_that_is_none_keeps_the_log_open(house: House, workshop: Workshop, as_: Browser) -> None:
    refused = close(as_(house.facilitator), workshop, **{number(workshop): "25-30", **TYPED})
    assert refused.status_code == 422
    assert "Fill in a whole number." in refused.text
    assert 'value="25-30"' in refused.text
    assert TYPED["text"] in refused.text
    workshop.refresh_from_db()
    assert workshop.logged_at is None


def test_the_button_that_completes_sends_the_form_of_the_outcome(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    page = as_(house.facilitator).get(f"{workshop.get_absolute_url()}log/").text
    button = page.split('data-takes="counts-form"')[0].rsplit("<button", 1)[1]
    assert 'form="outcome-form"' in button
    assert f'formaction="{workshop.get_absolute_url()}log/close/"' in button
    assert "nl-button--secondary" in button
    assert page.count("nl-button--primary") == 1
    assert "is saved at once" not in page


def test_the_log_of_a_meeting_that_is_to_come_asks_before_it_is_completed(
    house: House, coming: Workshop, as_: Browser
) -> None:
    browser = as_(house.facilitator)
    asked = close(browser, coming, sure="yes", **{number(coming): "8", **TYPED})
    assert asked.status_code == 422
    assert "Has it already taken place?" in asked.text
    assert TYPED["text"] in asked.text
    assert 'value="8"' in asked.text
    coming.refresh_from_db()
    assert coming.logged_at is None
    assert not Outcome.objects.exists()
    assert not coming.attendance.exists()
    assert 'name="early" value="yes"' in asked.text
    told = close(browser, coming, sure="yes", early="yes", **{number(coming): "8", **TYPED})
    assert told.status_code == 302
    coming.refresh_from_db()
    assert coming.logged_at is not None
    assert coming.attendance.get().people == 8
    assert Outcome.objects.count() == 1


def test_a_meeting_that_has_begun_is_not_asked_about(house: House, coming: Workshop, as_: Browser) -> None:
    now = timezone.now()
    Workshop.objects.filter(pk=coming.pk).update(
        starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=1)
    )
    assert close(as_(house.facilitator), coming).status_code == 302


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_numbers_and_outcomes_of_a_later_day_are_asked_about(
    house: House, coming: Workshop, as_: Browser, headers: dict[str, str]
) -> None:
    browser, start = as_(house.facilitator), coming.get_absolute_url()
    assert "Has this workshop already taken place?" in browser.get(f"{start}log/").text
    for path, body in (("attendance/", {number(coming): "8"}), ("outcomes/new/", TYPED)):
        asked = browser.post(f"{start}{path}", body, headers=headers)
        assert asked.status_code == 422, path
        assert "According to the plan this workshop is on" in asked.text
        assert browser.post(f"{start}{path}", body | {"sure": "yes"}, headers=headers).status_code < 400
    assert coming.attendance.get().people == 8
    assert Outcome.objects.count() == 1


def test_a_decision_of_a_day_to_come_is_refused_in_words(house: House, road: Road, as_: Browser) -> None:
    day = timezone.localdate() + timedelta(days=1)
    body = {
        "kind": "back",
        "reason": "More talks are needed",
        "decided_by": "The sponsor",
        "decided_on_day": str(day.day),
        "decided_on_month": str(day.month),
        "decided_on_year": str(day.year),
        "submission_key": KEY,
    }
    url = f"{house.initiative.get_absolute_url()}phases/needs-analysis/gate/"
    refused = as_(house.lead).post(url, body)
    assert refused.status_code == 422
    assert "This day is still to come" in refused.text
    assert "More talks are needed" in refused.text
