"""Groups before persons: a named contact needs a reason, only who works with the group sees it, and it goes for good."""

import subprocess
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from phases.models import Report
from phases.reports import gather
from phases.reports.produce import produce
from projects.models import (
    AuditEntry,
    Erasure,
    Initiative,
    Stakeholder,
    StakeholderContact,
    User,
    WorkingLanguage,
)
from projects.privacy.data_export import data_export
from tests import factories
from tests.access.table import TABLE, address, arguments
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
CANARIES = {
    "name": "Kanariename",
    "function": "Kanariefunction",
    "email": "kanarie@mail.example",
    "phone": "+31 6 0000 1234",
    "reason": "Kanariereason",
}
MAY_NOT = ("observer", "manager", "administrator", "stranger")


@pytest.fixture
def group(house: House) -> Stakeholder:
    """Return a group with a contact that has a striking word in each field."""
    group = factories.make_stakeholder(house.initiative, "Tenants", stake="A roof", end_users=True)
    StakeholderContact.add(group, by=house.facilitator, **CANARIES)
    return group


@pytest.fixture
def known(group: Stakeholder, house: House, road: Road) -> dict[str, Any]:
    """Return what addresses can name, with this group and this contact."""
    factories.make_problem("a-problem")
    contact = group.contacts.get()
    return {**arguments(house, road), "stakeholder_id": group.pk, "contact_id": contact.pk}


def pages(known: dict[str, Any], road: Road) -> Iterator[str]:
    """Yield the address of every page that can be read, and of searches for each word."""
    for row in TABLE:
        if row["method"] == "GET" and row["route"] != "account_logout":
            yield address(row["route"], known, road)
    for word in CANARIES.values():
        yield f"/search/?q={word.replace('+', '%2B')}"
        yield f"/initiatives/?q={word.replace('+', '%2B')}"


def told(response: Any) -> str:
    """Return what an answer tells: page, headers, and what its template was given of the register."""
    body = response.getvalue().decode(errors="replace")
    return body + str(response.headers)


def seen_by(browser: Client, urls: Iterator[str]) -> set[str]:
    """Return the fields whose word somebody finds anywhere, but for a search that only repeats the question."""
    seen = set()
    for url in urls:
        text = told(browser.get(url))
        asked = url.partition("q=")[2].replace("%2B", "+")
        seen |= {name for name, word in CANARIES.items() if word in text and word != asked}
    return seen


@pytest.mark.parametrize("actor", MAY_NOT)
@pytest.mark.parametrize("archived", [False, True])
def test_no_page_shows_a_field_of_a_contact_to_who_does_not_work_with_the_group(  # noqa: PLR0917 - fixtures
    actor: str, archived: bool, house: House, known: dict[str, Any], road: Road, as_: Browser
) -> None:
    if archived:
        Initiative.objects.get(pk=house.initiative.pk).archive(by=house.lead)
    assert seen_by(as_(getattr(house, actor)), pages(known, road)) == set()


@pytest.mark.parametrize("actor", ["facilitator", "lead"])
def test_facilitators_and_leads_see_every_field(
    actor: str, house: House, known: dict[str, Any], road: Road, as_: Browser
) -> None:
    """The words are there to be found: the test above could see them."""
    assert seen_by(as_(getattr(house, actor)), pages(known, road)) == set(CANARIES)


def test_no_report_holds_a_contact(house: House, group: Stakeholder, road: Road, as_: Browser) -> None:
    report = Report.ask(house.initiative, None, language=WorkingLanguage.ENGLISH, by=house.lead)
    produce(report.pk)
    report.refresh_from_db()
    command = ["pdftotext", default_storage.path(report.file), "-"]
    pdf = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Tenants" in pdf
    initiative = Initiative.objects.select_related("organisation").get(pk=house.initiative.pk)
    contents = repr(gather(initiative, None, made_by="x"))
    preview = as_(house.lead).get(f"{house.initiative.get_absolute_url()}reports/preview/").text
    for text in (pdf, contents, preview):
        assert [word for word in CANARIES.values() if word in text] == []


def test_no_export_and_no_history_holds_a_contact(house: House, group: Stakeholder, as_: Browser) -> None:
    for person in (house.facilitator, house.lead, house.observer):
        exported = repr(data_export(person))
        assert [word for word in CANARIES.values() if word in exported] == []
    assert "contacts of groups" in repr(data_export(house.facilitator))
    page = as_(house.lead).get(f"{house.initiative.get_absolute_url()}history/").text
    assert "named a contact of a group" in page
    assert [word for word in CANARIES.values() if word in page] == []


def url_of(group: Stakeholder) -> str:
    return f"{group.get_absolute_url()}contacts/"


def test_a_contact_needs_a_reason(house: House, group: Stakeholder, as_: Browser) -> None:
    body = {"name": "Someone", "reason": "  ", "submission_key": str(uuid.uuid4())}
    refused = as_(house.facilitator).post(f"{url_of(group)}new/", body)
    assert refused.status_code == 422
    assert "Fill in: Why do you keep this person?" in refused.text
    assert group.contacts.count() == 1
    body["reason"] = "Asked to be called"
    for _time in range(2):
        assert as_(house.facilitator).post(f"{url_of(group)}new/", body).status_code == 302
    assert group.contacts.count() == 2
    assert "Asked to be called" in as_(house.lead).get(group.get_absolute_url()).text


def test_who_was_earlier_is_named_and_nothing_is_lost(house: House, group: Stakeholder, as_: Browser) -> None:
    contact = group.contacts.get()
    body = {**CANARIES, "name": "First", "version": "1"}
    assert as_(house.lead).post(contact.get_absolute_url(), body).status_code == 302
    late = as_(house.facilitator).post(contact.get_absolute_url(), {**body, "name": "Second"})
    assert late.status_code == 409
    assert "Lea Lead changed this while you were writing" in late.text
    assert group.contacts.get().name == "First"


def test_a_contact_goes_also_in_the_archive_and_is_noted(
    house: House, group: Stakeholder, as_: Browser
) -> None:
    contact = group.contacts.get()
    house.initiative.archive(by=house.lead)
    assert as_(house.facilitator).post(contact.get_absolute_url(), CANARIES).status_code == 403
    assert as_(house.observer).post(f"{contact.get_absolute_url()}removal/").status_code == 403
    assert as_(house.facilitator).post(f"{contact.get_absolute_url()}removal/").status_code == 302
    assert not StakeholderContact.objects.exists()
    assert Erasure.objects.get().target_id == contact.pk
    assert AuditEntry.objects.get(action="contact.removed").by == house.facilitator


def test_with_a_group_its_contacts_go_and_are_noted(house: House, group: Stakeholder) -> None:
    contact = group.contacts.get()
    group.remove(by=house.lead)
    assert Erasure.objects.get(kind=Erasure.CONTACT).target_id == contact.pk
    assert AuditEntry.objects.filter(action="contact.removed").count() == 1


def test_a_group_that_stays_keeps_its_contacts(house: House, group: Stakeholder, as_: Browser) -> None:
    """Nothing is half done: a group that was in a room stays, with its contact and without a line that it went."""
    workshop = factories.make_workshop(house.initiative)
    factories.make_outcome(workshop, stakeholder=group)
    answer = as_(house.lead).post(f"{group.get_absolute_url()}removal/", follow=True)
    assert "It stays on the register" in answer.text
    assert group.contacts.count() == 1
    assert not Erasure.objects.exists()
    assert not AuditEntry.objects.filter(action="contact.removed").exists()


@pytest.mark.parametrize(
    ("name", "stake", "found"),
    [
        ("Jan, 06 1234 5678", "", "a phone number"),
        ("Tenants", "Write to jan@mail.example", "an e-mail address"),
        ("Tenants of the flat", "A roof", ""),
    ],
)
def test_a_group_that_looks_like_a_person_is_saved_with_a_hint(
    name: str, stake: str, found: str, house: House, as_: Browser
) -> None:
    browser = as_(house.facilitator)
    body = {"name": name, "stake": stake, "kind": "group", "influence": "2", "interest": "2"}
    url = f"{house.initiative.get_absolute_url()}stakeholders/new/"
    page = browser.post(url, {**body, "submission_key": str(uuid.uuid4())}, follow=True).text
    group = Stakeholder.objects.get(name=name)
    assert ("Leave out data of private persons" in page) == bool(found)
    assert found in page
    form = browser.get(group.get_absolute_url()).text
    assert ("This looks like" in form) == bool(found)
    saved = browser.post(group.get_absolute_url(), {**body, "version": "1", "kind": "company"}, follow=True)
    assert ("Leave out data of private persons" in saved.text) == bool(found)
    assert Stakeholder.objects.get(name=name).kind == "company"
