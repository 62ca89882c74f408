"""Thousands of outcomes in one initiative: no page grows with them, and each leads to the rest."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from phases.models import Outcome, ParticipantPage, Theme, Workshop
from projects.models import User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
MANY = 5_000
LARGEST = 150_000
"""So many bytes a page may have at most."""


@pytest.fixture
def workshop(house: House, road: Road) -> Workshop:
    """Return a workshop that brought out very much, half of it in one theme."""
    workshop = factories.make_workshop(
        house.initiative, road.phases[0], feedback_due=timezone.localdate(), title="The large one"
    )
    theme = factories.make_theme(house.initiative, by=house.lead, name="The large theme")
    rows = (
        Outcome(
            workshop=workshop,
            kind=("idea", "wish", "insight", "risk")[number % 4],
            text=f"Said {number} in a sentence of some length",
            theme=theme if number % 2 else None,
            question=road.questions[0],
            on_page=True,
            updated_by=house.lead,
        )
        for number in range(MANY)
    )
    Outcome.objects.bulk_create(rows, batch_size=500)
    factories.make_feedback(theme, by=house.lead)
    return workshop


def test_no_page_grows_with_the_outcomes(house: House, road: Road, workshop: Workshop, as_: Browser) -> None:
    initiative = house.initiative.get_absolute_url()
    theme = Theme.objects.get().get_absolute_url()
    page = ParticipantPage.switch_on(house.initiative, workshop, by=house.lead)
    telling = factories.make_telling(workshop, by=house.lead)
    here = workshop.get_absolute_url()
    addresses = (
        "/",
        "/initiatives/",
        "/search/?q=sentence",
        f"/p/{page.token}/",
        initiative,
        f"{initiative}feedback/",
        f"{initiative}feedback/?workshop={workshop.pk}&words=said",
        f"{initiative}phases/{road.phases[0].code}/",
        f"{initiative}questions/{road.questions[0].code}/",
        f"{initiative}workshops/",
        f"{initiative}reports/",
        f"{initiative}reports/preview/",
        here,
        f"{here}log/",
        f"{here}report-back/",
        theme,
        f"{theme}edit/",
        f"{theme}removal/",
        f"{theme}report-back/",
        telling.get_absolute_url(),
    )
    browser = as_(house.lead)
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(address)
        assert answer.status_code == 200, address
        assert len(answer.content) < LARGEST, address
        assert len(asked) <= 22, address


def test_the_page_of_a_workshop_and_its_log_lead_to_the_rest(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    rest = f"{house.initiative.get_absolute_url()}feedback/?workshop={workshop.pk}"
    factories.make_outcome(workshop, kind="quote", consent="none", text="Withheld")
    for reader, more in ((house.facilitator, MANY + 1 - 50), (house.observer, MANY - 50)):
        page = as_(reader).get(workshop.get_absolute_url()).text
        assert rest in page
        assert f"{more} outcomes more" in page
        assert ("1 quote is not shown" in page) == (reader == house.observer)
        assert "Said 0 in" in page
        assert "Withheld" not in page
    log = as_(house.facilitator).get(f"{workshop.get_absolute_url()}log/").text
    assert rest in log
    assert f"{MANY + 1 - 30} outcomes more" in log
    assert "Withheld" in log  # the newest stands there
    assert "Said 0 in" not in log
    assert "Said 4999 in" in log


def test_a_sheet_says_what_does_not_fit(house: House, workshop: Workshop, as_: Browser) -> None:
    page = as_(house.facilitator).get(f"{workshop.get_absolute_url()}report-back/").text
    assert "outcomes more do not fit on one sheet" in page
    token = ParticipantPage.switch_on(house.initiative, workshop, by=house.lead).token
    public = Client().get(f"/p/{token}/?lang=en")
    assert "More was said than fits on this page." in public.text
