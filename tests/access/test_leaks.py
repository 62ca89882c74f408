"""No list, counter, search, export or choice tells a word of an initiative that is not the reader's."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from phases.models import Answer, GateDecision, ItemCompletion, ItemState
from projects.models import Initiative, Invitation, OrganisationRole, Role, User
from tests import factories
from tests.access.test_matrix import TABLE, Browser, address, arguments
from tests.conftest import House, Road

pytestmark = pytest.mark.django_db

CANARY = "canary"
READERS = ("stranger", "colleague", "neighbour", "administrator")
QUERIES = ("", "?q=canary", "?archived=on", "?page=1&q=canarytitle")
NEVER = ("account_logout",)


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
    factories.make_outcome(workshop, text="Canaryoutcome", stakeholder=stakeholder)
    factories.make_outcome(
        workshop, kind="quote", text="Canaryquote", consent="with-name", speaker="Canaryspeaker"
    )
    Invitation.invite(
        house.organisation, "invited@canary.example", by=lead, initiative=initiative, role=Role.OBSERVER
    )
    return house


def world_of(reader: str, house: House) -> tuple[User, House]:
    """Give a reader with the initiative that is theirs."""
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
    """Give what an answer tells: its page, its headers, and what its template was given."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    yield body.decode(errors="replace")
    yield str(response.headers)
    for context in response.context or []:
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
    browser, looked, wrong = as_(person), 0, []
    for row in TABLE:
        if row["method"] != "GET" or row["route"] in NEVER:
            continue
        url = address(row["route"], known, road)
        for query in QUERIES:
            looked += 1
            if any(CANARY in text.lower().replace("q=canary", "") for text in told(browser.get(url + query))):
                wrong.append(url + query)
    told_of_the_question = {url for url in wrong if "q=" in url and echoes(browser, url)}
    assert set(wrong) - told_of_the_question == set()
    record_property("leak checks", looked)
    assert looked > 200


def echoes(browser: Client, url: str) -> bool:
    """Tell whether a page has the word only because it repeats what was asked: it does so for any word."""
    other = url.replace("canarytitle", "sparrowtitle").replace("canary", "sparrow")
    page: Any = browser.get(url)
    asked = browser.get(other).text.lower().replace("sparrow", "canary").count("canary")
    return page.text.lower().count("canary") == asked


def test_its_own_people_do_read_these_words(singing: House, road: Road, as_: Browser) -> None:
    """The words are there to be found: the lead finds each of them somewhere."""
    known = arguments(singing, road)
    known["workshop_id"] = singing.initiative.workshops.get(title="Canaryworkshop").pk
    known["stakeholder_id"] = singing.initiative.stakeholders.get(name="Canarygroup").pk
    known["contact_id"] = singing.initiative.stakeholders.get(name="Canarygroup").contacts.get().pk
    pages = [
        address(row["route"], known, road)
        for row in TABLE
        if row["method"] == "GET" and row["lead"] == "200" and "account" not in row["route"]
    ]
    read = " ".join(as_(singing.lead).get(url).getvalue().decode(errors="replace") for url in pages)
    words = (
        *("title", "problem", "service", "audience", "group", "stake", "answer", "note", "reason"),
        *(
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
            "person",
        ),
    )
    assert [word for word in words if f"Canary{word}" not in read] == []
    assert "invited@canary.example" in read


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
