"""Links that people type can be followed, and only safe ones."""

from collections.abc import Callable

import pytest
from django.test import Client

from phases.models import Answer
from projects.models import Stakeholder, User
from projects.templatetags.links import with_links
from tests import factories
from tests.conftest import House, Road

Browser = Callable[[User | None], Client]
REL = 'rel="nofollow noopener noreferrer"'


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://meet.example.org/room?a=1&b=2", "https://meet.example.org/room?a=1&amp;b=2"),
        ("http://example.org", "http://example.org"),
        ("Come to www.example.org.", "https://www.example.org"),
        ("(see https://example.org/a_(b))", "https://example.org/a_(b)"),
        ("Mail info@example.org!", "mailto:info@example.org"),
        ("HTTPS://EXAMPLE.ORG/x", "HTTPS://EXAMPLE.ORG/x"),
        ("line one\nhttps://example.org/x", "https://example.org/x"),
    ],
)
def test_a_link_leads_where_it_says(typed: str, address: str) -> None:
    assert f'href="{address}" {REL}' in with_links(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://bank.example@evil.example/",
        "https://",
        "https://[::1",
        "https://example.org:port/",
        "//example.org",
        "<script>alert(1)</script>",
        "The library, 19.00",
    ],
)
def test_what_is_no_safe_link_stays_text(typed: str) -> None:
    assert "<a" not in with_links(typed)
    assert "<script" not in with_links(typed)


def test_a_link_cannot_break_out_of_its_attribute() -> None:
    drawn = with_links('https://example.org/"onmouseover="alert(1)')
    assert 'href="https://example.org/"' in drawn
    assert "&quot;onmouseover=&quot;" in drawn


@pytest.mark.django_db
@pytest.mark.core
def test_the_place_of_a_meeting_can_be_followed(house: House, road: Road, as_: Browser) -> None:
    link = "https://meet.example.org/room"
    workshop = factories.make_workshop(house.initiative, road.phases[0], place=link)
    factories.make_outcome(workshop, text=f"See {link}")
    for page in (workshop.get_absolute_url(), f"{workshop.get_absolute_url()}log/"):
        assert as_(house.facilitator).get(page).text.count(f'href="{link}"') == 2


@pytest.mark.django_db
@pytest.mark.core
def test_a_link_in_an_answer_can_be_followed_in_earlier_versions_and_in_a_conflict(
    house: House, road: Road, as_: Browser
) -> None:
    link, other = "https://example.org/letter", "https://example.org/another"
    question, browser = road.questions[0], as_(house.lead)
    Answer.record(house.initiative, question, f"See {link} first", by=house.lead, version=0)
    Answer.record(house.initiative, question, f"See {link} later", by=house.facilitator, version=1)
    base = f"{house.initiative.get_absolute_url()}questions/{question.code}/"
    assert browser.get(base).text.count(f'href="{link}"') == 2
    sent = {"text": f"See {other} instead", "version": "1"}
    conflict = browser.post(f"{base}answer/", sent).text
    assert f'href="{other}"' in conflict
    assert f'href="{link}"' in conflict


@pytest.mark.django_db
@pytest.mark.core
@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example/",
        "//evil.example/",
        "/initiatives/",
        "/account/sign-out/",
        "javascript:alert(1)",
        "{start}\\evil",
        "{start}../../account/",
        "{start}?x=https://evil.example",
    ],
)
def test_back_leads_only_into_the_same_initiative(house: House, as_: Browser, asked: str) -> None:
    start = house.initiative.get_absolute_url()
    browser, query = as_(house.facilitator), {"next": asked.format(start=start)}
    url = f"{start}stakeholders/new/"
    assert browser.get(url, query).context["back"] == ""
    key = "6f3f4c1e-0f6e-4f3f-9a33-0c1d2e3f4a5b"
    answer = browser.post(f"{url}?next={query['next']}", {"name": "Neighbours", "submission_key": key})
    assert answer.headers["Location"] == f"{start}stakeholders/"


@pytest.mark.django_db
@pytest.mark.core
def test_another_group_leads_back_to_the_log_and_one_more_to_an_empty_form(
    house: House, road: Road, as_: Browser
) -> None:
    workshop = factories.make_workshop(house.initiative, road.phases[0])
    log = f"{workshop.get_absolute_url()}log/"
    url = f"{house.initiative.get_absolute_url()}stakeholders/new/?next={log}"
    browser = as_(house.facilitator)
    assert url.replace("&", "&amp;") in browser.get(log).text
    first = {"name": "Neighbours", "submission_key": "6" * 32, "another": "Add"}
    assert browser.post(url, first).headers["Location"] == url
    assert "‘Neighbours’ is on the register." in browser.get(url).text
    second = {"name": "Shops", "submission_key": "7" * 32}
    assert browser.post(url, second).headers["Location"] == log
    assert Stakeholder.objects.count() == 2
