"""Moments on the clock of the room: past midnight, in the nights of another clock, and where the clock is another."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from phases.models import Workshop
from projects.models import User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


def plan(day: str, start: str, end: str, zone: str = "Europe/Amsterdam", **more: str) -> dict[str, str]:
    """Return a plan as a form posts it."""
    year, month, number = day.split("-")
    return {
        "title": "Conversation",
        "phase": "needs-analysis",
        "day_day": number,
        "day_month": month,
        "day_year": year,
        "start": start,
        "end": end,
        "time_zone": zone,
        "submission_key": "6f3f4c1e-0f6e-4f3f-9a33-0c1d2e3f4a5b",
        **more,
    }


@pytest.mark.parametrize(
    ("day", "start", "end", "begins", "ends"),
    [
        ("2026-12-01", "19:00", "00:30", (2026, 12, 1, 18, 0), (2026, 12, 1, 23, 30)),
        ("2026-12-01", "19:00", "24:00", (2026, 12, 1, 18, 0), (2026, 12, 1, 23, 0)),
        ("2026-12-31", "22.00", "2.00", (2026, 12, 31, 21, 0), (2027, 1, 1, 1, 0)),
        ("2027-03-27", "23:00", "3:30", (2027, 3, 27, 22, 0), (2027, 3, 28, 1, 30)),
        ("2026-10-24", "23:00", "2:30", (2026, 10, 24, 21, 0), (2026, 10, 25, 0, 30)),
        ("2026-10-25", "2:45", "2:15", (2026, 10, 25, 0, 45), (2026, 10, 25, 1, 15)),
    ],
)
def test_a_meeting_may_go_on_past_midnight(  # noqa: PLR0917 - fixtures
    day: str,
    start: str,
    end: str,
    begins: tuple[int, ...],
    ends: tuple[int, ...],
    house: House,
    road: Road,
    as_: Browser,
) -> None:
    url = f"{house.initiative.get_absolute_url()}workshops/new/"
    assert as_(house.facilitator).post(url, plan(day, start, end)).status_code == 302
    workshop = Workshop.objects.get()
    assert workshop.starts_at == datetime(*begins, tzinfo=UTC)  # type: ignore[arg-type,misc]
    assert workshop.ends_at == datetime(*ends, tzinfo=UTC)  # type: ignore[arg-type,misc]


def test_an_end_that_is_most_of_a_day_later_is_taken_for_a_mistake(
    house: House, road: Road, as_: Browser
) -> None:
    url = f"{house.initiative.get_absolute_url()}workshops/new/"
    refused = as_(house.facilitator).post(url, plan("2026-12-01", "19:00", "18:00"))
    assert refused.status_code == 422
    assert "The end comes before the start" in refused.text


def test_an_end_past_midnight_is_shown_with_its_day(house: House, road: Road, as_: Browser) -> None:
    workshop = factories.make_workshop(
        house.initiative,
        road.phases[0],
        starts_at=datetime(2026, 12, 1, 18, tzinfo=UTC),
        ends_at=datetime(2026, 12, 1, 23, 30, tzinfo=UTC),
    )
    page = as_(house.observer).get(workshop.get_absolute_url()).text
    assert "Tuesday 1 December 2026, 19:00 to Wednesday 2 December, 00:30" in page


def test_saving_a_plan_without_a_change_moves_no_moment(house: House, road: Road, as_: Browser) -> None:
    """The second 02:30 of the night in which the clock goes back is written as the first."""
    begins, ends = datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 4, tzinfo=UTC)
    workshop = factories.make_workshop(house.initiative, road.phases[0], starts_at=begins, ends_at=ends)
    body = plan("2026-10-25", "02:30", "05:00", version="1")
    assert as_(house.facilitator).post(f"{workshop.get_absolute_url()}edit/", body).status_code == 302
    workshop.refresh_from_db()
    assert (workshop.starts_at, workshop.ends_at) == (begins, ends)


def test_times_of_another_clock_say_whose_they_are(house: House, road: Road, as_: Browser) -> None:
    browser, start = as_(house.facilitator), house.initiative.get_absolute_url()
    body = plan("2026-12-01", "19:00", "21:00", "America/Curacao")
    assert browser.post(f"{start}workshops/new/", body).status_code == 302
    workshop = Workshop.objects.get()
    assert workshop.starts_at == datetime(2026, 12, 1, 23, tzinfo=UTC)
    for page in (workshop.get_absolute_url(), f"{start}workshops/", start):
        shown = browser.get(page).text
        assert "19:00" in shown
        assert "clock of Curacao" in shown
    form = browser.get(f"{start}workshops/new/").context["form"]
    assert form["time_zone"].value() == "America/Curacao"
    assert form.on_another_clock


def fold_of(page: str) -> str:
    """Return the beginning of the fold that holds the choice of another clock."""
    (found,) = re.findall(r"(<details[^>]*>)\s*<summary>Another time zone</summary>", page)
    assert re.search(r"Another time zone</summary>.*?name=\"time_zone\".*?</details>", page, re.DOTALL)
    return str(found)


def test_the_choice_of_a_clock_is_folded_until_another_one_is_chosen_or_wrong(
    house: House, road: Road, as_: Browser
) -> None:
    browser, url = as_(house.facilitator), f"{house.initiative.get_absolute_url()}workshops/new/"
    assert " open" not in fold_of(browser.get(url).text)
    for zone, title, opened in (
        ("Europe/Amsterdam", "", False),
        ("America/Curacao", "", True),
        ("Europe/Amstredam", "Conversation", True),
        ("", "Conversation", True),
    ):
        refused = browser.post(url, plan("2026-12-01", "19:00", "21:00", zone, title=title))
        assert refused.status_code == 422
        assert (" open" in fold_of(refused.text)) is opened, zone


@pytest.mark.parametrize(("zone", "opened"), [("Europe/Amsterdam", False), ("America/Curacao", True)])
def test_the_plan_of_a_workshop_shows_its_clock_when_it_is_another(
    zone: str, opened: bool, house: House, road: Road, as_: Browser
) -> None:
    workshop = factories.make_workshop(house.initiative, road.phases[0], time_zone=zone)
    page = as_(house.facilitator).get(f"{workshop.get_absolute_url()}edit/").text
    assert (" open" in fold_of(page)) is opened


PAGES = ("", "workshops/", "{workshop}/", "{workshop}/log/", "reports/preview/", "phases/needs-analysis/")


@pytest.mark.parametrize("ahead", [True, False])
def test_every_time_of_another_clock_says_whose_it_is(
    ahead: bool, house: House, road: Road, as_: Browser
) -> None:
    """Each page that shows the times of a workshop says beside them that another clock is meant."""
    moment = timezone.now() + timedelta(days=2 if ahead else -2)
    workshop = factories.make_workshop(
        house.initiative,
        road.phases[0],
        title="On the island",
        starts_at=moment,
        ends_at=moment + timedelta(minutes=7),
        time_zone="America/Curacao",
    )
    hour, browser, said = f"{workshop.wall_start:%H:%M}", as_(house.facilitator), 0
    base = house.initiative.get_absolute_url()
    addresses = ["/", *(base + page.format(workshop=f"workshops/{workshop.pk}") for page in PAGES)]
    for address in addresses:
        page = browser.get(address)
        assert page.status_code == 200, address
        text = re.sub(r"<[^>]*>", " ", page.text)
        for found in re.finditer(rf"(?<![\d:]){hour}(?![\d:])", text):
            said += 1
            assert re.match(r"[^.]{0,80}\((clock of|klok van) Curacao\)", text[found.end() :], re.DOTALL), (
                address
            )
    assert said >= (6 if ahead else 4)


def test_a_mail_carries_the_clock_of_the_site(settings: object) -> None:
    message = EmailMessage("Subject", "Text", "a@example.org", ["b@example.org"]).message()
    offset = parsedate_to_datetime(message["Date"]).utcoffset()
    assert offset is not None
    assert offset.total_seconds() in {3600, 7200}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("map", "map"), ("Werkvorm kaart", "map"), ("kaart", "map"), ("  KAART ", "map"), ("", None)],
)
def test_a_method_is_found_by_its_name_or_a_part_of_it(
    typed: str, stored: str | None, house: House, road: Road, as_: Browser
) -> None:
    factories.make_method("map", name=factories.text("Werkvorm kaart"))
    factories.make_method("talk", name=factories.text("Werkvorm gesprek"))
    url = f"{house.initiative.get_absolute_url()}workshops/new/"
    body = plan("2026-12-01", "19:00", "21:00", method=typed)
    assert as_(house.facilitator).post(url, body).status_code == 302
    method = Workshop.objects.get().method
    assert (method.code if method else None) == stored


@pytest.mark.parametrize(
    ("typed", "said"), [("werkvorm", "More than one method fits"), ("zzz", "We do not know this method")]
)
def test_a_method_that_is_not_clear_is_asked_about_and_stays_typed(
    typed: str, said: str, house: House, road: Road, as_: Browser
) -> None:
    factories.make_method("map", name=factories.text("Werkvorm kaart"))
    factories.make_method("talk", name=factories.text("Werkvorm gesprek"))
    url = f"{house.initiative.get_absolute_url()}workshops/new/"
    refused = as_(house.facilitator).post(url, plan("2026-12-01", "19:00", "21:00", method=typed))
    assert refused.status_code == 422
    assert said in refused.text
    assert f'value="{typed}"' in refused.text
    assert '<option value="Werkvorm kaart' in refused.text
