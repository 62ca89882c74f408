"""No list, counter, search, export or choice tells a word of an initiative that is not the reader's."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from phases.models import Answer, GateDecision, ItemCompletion, ItemState
from projects.models import Initiative, Invitation, OrganisationRole, Role, User
from tests import factories
from tests.access.table import TABLE, Browser, address, arguments
from tests.conftest import House, Road

pytestmark = pytest.mark.django_db

CANARY = "canary"
READERS = ("stranger", "colleague", "neighbour", "administrator")
QUERIES = ("", "?q=canary", "?archived=on", "?page=1&q=canarytitle")
NEVER = ("account_logout",)
FRAGMENT = ("HX-Request",)
WAYS: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    "GET": [*((query, ()) for query in QUERIES), ("", FRAGMENT), ("?q=canary", FRAGMENT)],
    "POST": [("", FRAGMENT)],
}
"""How each route is asked: a page for every query, and the fragment of it; of what is sent only the fragment."""


@pytest.fixture
def singing(house: House, road: Road) -> House:
    """Put a striking word in every text of the initiative, and of everyone who works on it only."""
    initiative, lead = house.initiative, house.lead
    Initiative.objects.filter(pk=initiative.pk).update(
        title="Canarytitle", problem="Canaryproblem", service="Canaryservice", audience="Canaryaudience"
    )
    outsider = factories.make_user("Canaryperson", email="canary@canary.example")
    initiative.add_member(outsider, Role.OBSERVER, by=lead)
    stakeholder = factories.make_stakeholder(initiative, "Canarygroup", stake="Canarystake")
    factories.make_contact(stakeholder, "Canarycontact", email="contact@canary.example", reason="Canaryneed")
    Answer.record(initiative, road.questions[0], "Canaryanswer", by=lead, version=0)
    ItemCompletion.settle(initiative, road.items[0], ItemState.DONE, "Canarynote", by=lead)
    GateDecision.decide(
        initiative,
        road.phases[0],
        by=lead,
        kind="go-with-conditions",
        reason="Canaryreason",
        conditions="Canaryconditions",
        decided_by="Canaryboard",
        decided_on=timezone.now().date(),
    )
    workshop = factories.make_workshop(
        initiative, road.phases[0], title="Canaryworkshop", place="Canaryplace", purpose="Canarypurpose"
    )
    said = factories.make_outcome(workshop, text="Canaryoutcome", stakeholder=stakeholder)
    theme = factories.make_theme(initiative, said, name="Canarytheme", description="Canarydescription")
    factories.make_feedback(theme, by=lead, because="Canarybecause", note="Canaryaside")
    factories.make_telling(theme, by=lead, how="Canaryhow")
    factories.make_outcome(
        workshop, kind="quote", text="Canaryquote", consent="with-name", speaker="Canaryspeaker"
    )
    Invitation.invite(
        house.organisation, "invited@canary.example", by=lead, initiative=initiative, role=Role.OBSERVER
    )
    return house


def world_of(reader: str, house: House) -> tuple[User, House]:
    """Return a reader with the initiative that is theirs."""
    if reader == "stranger":
        organisation = house.stranger.memberships.get().organisation
        person, mine = house.stranger, Initiative.objects.get(organisation=organisation)
        factories.make_member(organisation, OrganisationRole.ADMINISTRATOR)
    else:
        organisation = house.organisation
        person = (
            house.administrator
            if reader == "administrator"
            else factories.make_member(organisation, name=reader)
        )
        mine = factories.make_initiative(organisation, lead=person if reader == "neighbour" else None)
    theirs: dict[str, Any] = {
        "organisation": organisation,
        "initiative": mine,
        "lead": person,
        "administrator": person,
    }
    observer = factories.make_team_member(mine, Role.OBSERVER, name="Other observer")
    return person, replace(house, **theirs, observer=observer)


def told(response: Any) -> Iterator[str]:
    """Return what an answer tells: its page, its headers, and what its template was given."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    yield body.decode(errors="replace")
    yield str(response.headers)
    alone = hasattr(response.context, "flatten")  # what a part of a template is given comes by itself
    for context in [response.context] if alone else response.context or []:
        for key, value in context.flatten().items():
            if key not in {"request", "csrf_token", "perms"}:
                yield repr(value)


@pytest.mark.parametrize("reader", READERS)
def test_no_page_tells_a_word_of_a_foreign_initiative(
    reader: str, singing: House, road: Road, as_: Browser, record_property: Callable[[str, object], None]
) -> None:
    factories.make_problem("a-problem")
    person, own = world_of(reader, singing)
    known = arguments(own, road)
    browser, looked, wrong = as_(person), 0, set()
    for row in [row for row in TABLE if row["route"] not in NEVER]:
        url = address(row["route"], known, road)
        for query, headers in WAYS[row["method"]]:
            looked += 1
            if any(
                CANARY in text.replace("q=canary", "")
                for text in answered(browser, row, url + query, headers)
            ):
                wrong.add((url + query, *headers))
    told_of_the_question = {way for way in wrong if "q=" in way[0] and echoes(browser, *way)}
    assert wrong - told_of_the_question == set()
    record_property("leak checks", looked)
    assert looked > 700


def answered(browser: Client, row: dict[str, str], url: str, headers: tuple[str, ...]) -> list[str]:
    """Ask, and give what is told in small letters; what the asking changed is taken back."""
    with transaction.atomic():
        response = browser.generic(row["method"], url, headers=dict.fromkeys(headers, "true"))
        texts = [text.lower() for text in told(response)]
        transaction.set_rollback(True)
    return texts


def echoes(browser: Client, url: str, *headers: str) -> bool:
    """Tell whether a page has the word only because it repeats what was asked: it does so for any word."""
    other = url.replace("canarytitle", "sparrowtitle").replace("canary", "sparrow")
    page, same = (browser.get(each, headers=dict.fromkeys(headers, "true")).text for each in (url, other))
    return page.lower().count("canary") == same.lower().replace("sparrow", "canary").count("canary")


def ours(singing: House, road: Road) -> dict[str, Any]:
    """Return what an address can name, with the rows that have the striking words."""
    known, group = arguments(singing, road), singing.initiative.stakeholders.get(name="Canarygroup")
    workshop = singing.initiative.workshops.get(title="Canaryworkshop")
    theme = singing.initiative.themes.get(name="Canarytheme")
    rows = {
        "workshop_id": workshop.pk,
        "stakeholder_id": group.pk,
        "contact_id": group.contacts.get().pk,
        "theme_id": theme.pk,
        "telling_id": theme.tellings.get().pk,
    }
    return known | rows


def test_its_own_people_do_read_these_words(singing: House, road: Road, as_: Browser) -> None:
    """The words are there to be found: the lead finds each of them somewhere."""
    known = ours(singing, road)
    pages = [
        address(row["route"], known, road)
        for row in TABLE
        if row["method"] == "GET" and row["lead"] == "200" and "account" not in row["route"]
    ]
    read = " ".join(as_(singing.lead).get(url).getvalue().decode(errors="replace") for url in pages)
    words = (
        "title",
        "problem",
        "service",
        "audience",
        "group",
        "stake",
        "answer",
        "note",
        "reason",
        "contact",
        "need",
        "conditions",
        "board",
        "workshop",
        "place",
        "purpose",
        "outcome",
        "quote",
        "speaker",
        "theme",
        "description",
        "because",
        "aside",
        "how",
        "person",
    )
    assert [word for word in words if f"Canary{word}" not in read] == []
    assert "invited@canary.example" in read


def test_its_own_people_do_read_them_in_fragments_too(singing: House, road: Road, as_: Browser) -> None:
    """What is asked above by htmx are real fragments, of reading and of writing, and words are in them to be found."""
    factories.make_problem("a-problem")
    known, browser = ours(singing, road), as_(singing.lead)
    found: dict[str, str] = {}
    for row in [row for row in TABLE if row["lead"] in {"200", "302", "422"} and row["route"] not in NEVER]:
        body = answered(browser, row, address(row["route"], known, road), FRAGMENT)[0]
        if body and "<html" not in body and "<" in body:
            found[f"{row['method']} {row['route']}"] = body
    assert len(found) >= 15
    read = {word for body in found.values() for word in re.findall(r"canary([a-z]+)", body)}
    assert {"note", "group", "outcome", "quote", "speaker"} <= read


SUFFIXES = ("x.css", ";.js", "%2fx.css", "..%2fx.js", "x.avif", ".css")


def test_a_private_page_does_not_answer_to_a_static_name(
    singing: House, road: Road, as_: Browser, record_property: Callable[[str, object], None]
) -> None:
    known, browser, looked = arguments(singing, road), as_(singing.lead), 0
    for row in TABLE:
        if row["method"] != "GET" or row["anonymous"] != "login":
            continue
        url = address(row["route"], known, road)
        for suffix in SUFFIXES:
            for each in (url + suffix, url.rstrip("/") + suffix):
                looked += 1
                response: Any = browser.get(each)
                assert response.status_code in {301, 302, 404}, each
    record_property("leak checks", looked)
    assert looked > 300
