"""A quote without consent is read only by who works in the team: every place, every consent, every role."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from phases.models import Consent, Outcome, Report
from phases.reports.produce import produce
from phases.reports.render import report_back_document_of
from phases.reports.report_back import report_back_of
from projects.models import User
from projects.privacy.data_export import data_export
from tests import factories
from tests.conftest import House, Road

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
ROLES = ("lead", "facilitator", "observer", "manager", "administrator", "stranger")
IN_THE_TEAM = ("lead", "facilitator")
READING_ALONG = ("observer", "manager")
CONSENTS = ("to-ask", "none", "withdrawn", "anonymous", "with-name", "no quote")
AGREED = {"anonymous", "with-name", "no quote"}
WORDS = "Canarywords that somebody said at the table"

# Where an outcome can be read, with the roles that may open the place; reports hold only what was agreed to.
PAGES: dict[str, tuple[str, ...]] = {
    "phases:workshop": IN_THE_TEAM + READING_ALONG,
    "phases:workshop-log": IN_THE_TEAM,
    "phases:workshop-edit": IN_THE_TEAM,
    "phases:workshop-adviser": IN_THE_TEAM + READING_ALONG,
    "phases:outcome": IN_THE_TEAM,
    "phases:outcome-remove": IN_THE_TEAM,
    "phases:feedback": IN_THE_TEAM + READING_ALONG,
    "phases:outcome-feedback": IN_THE_TEAM,
    "phases:workshop-telling": IN_THE_TEAM + READING_ALONG,
    "phases:participant-page": IN_THE_TEAM,
    "phases:workshops": IN_THE_TEAM + READING_ALONG,
    "phases:phase": IN_THE_TEAM + READING_ALONG,
    "phases:question": IN_THE_TEAM + READING_ALONG,
    "phases:reports": IN_THE_TEAM + READING_ALONG,
    "phases:report-preview": IN_THE_TEAM + READING_ALONG,
    "initiative": IN_THE_TEAM + READING_ALONG,
    "projects:stakeholders": IN_THE_TEAM + READING_ALONG,
    "projects:stakeholder": IN_THE_TEAM,
    "projects:history": ("lead",),
    "portfolio": ROLES,
    "home": ROLES,
    "phases:search": ROLES,
    "account_data": ROLES,
}
ONLY_AGREED = {"phases:report-preview", "phases:workshop-telling"}
HTMX = {"HX-Request": "true"}


def make_quote(house: House, road: Road, consent: str) -> Outcome:
    """Write down a quote under a consent, or something that is no quote."""
    workshop = factories.make_workshop(house.initiative, road.phases[0])
    group = factories.make_stakeholder(house.initiative, "Job-seekers")
    values: dict[str, Any] = {"text": WORDS, "stakeholder": group, "question": road.questions[0]}
    if consent == "no quote":
        return factories.make_outcome(workshop, kind="insight", **values)
    before = {"withdrawn": "anonymous"}.get(consent, consent)
    speaker = "Canaryspeaker" if before == "with-name" else ""
    quote = factories.make_outcome(workshop, kind="quote", consent=before, speaker=speaker, **values)
    if consent == "withdrawn":
        quote.withdraw_consent(by=house.lead)
    return quote


def address(route: str, quote: Outcome) -> str:
    """Return the address of a place."""
    ids: dict[str, list[Any]] = {
        "workshop": [quote.workshop.initiative_id, quote.workshop_id],
        "outcome": [quote.workshop.initiative_id, quote.workshop_id, quote.pk],
        "phase": [quote.workshop.initiative_id, "needs-analysis"],
        "question": [quote.workshop.initiative_id, "first-question"],
        "stakeholder": [quote.workshop.initiative_id, quote.stakeholder_id],
    }
    name = route.rsplit(":", maxsplit=1)[-1].split("-", maxsplit=1)[0]
    alone = {"portfolio", "home", "phases:search", "account_data"}
    args = [] if route in alone else ids.get(name, [quote.workshop.initiative_id])
    return reverse(route, args=args)


@pytest.mark.parametrize("consent", CONSENTS)
def test_only_who_works_in_the_team_reads_a_quote_without_consent(
    consent: str, house: House, road: Road, as_: Browser, record_property: Any
) -> None:
    quote, cells = make_quote(house, road, consent), 0
    for role in ROLES:
        browser = as_(getattr(house, role))
        for route, readers in PAGES.items():
            url = address(route, quote)
            query = {"phases:search": {"q": "somebody said"}}.get(route, {})
            for headers in ({}, HTMX):
                answer = browser.get(url, query, headers=headers)
                assert (answer.status_code == 200) == (role in readers), (role, route, answer.status_code)
                may_read = consent in AGREED or (role in IN_THE_TEAM and route not in ONLY_AGREED)
                if not may_read:
                    for word in ("Canary", WORDS[:12], "at the table", f"outcome-{quote.pk}"):
                        assert word not in answer.text, (role, route, word)
                cells += 1
    record_property("consent cells", cells)


@pytest.mark.parametrize("consent", CONSENTS)
def test_a_place_that_shows_outcomes_shows_what_may_be_read(
    consent: str, house: House, road: Road, as_: Browser
) -> None:
    """The control of the table: the words are there for who may read them."""
    quote = make_quote(house, road, consent)
    for role in IN_THE_TEAM:
        for route in ("phases:workshop", "phases:workshop-log", "phases:outcome", "phases:outcome-remove"):
            assert WORDS in as_(getattr(house, role)).get(address(route, quote)).text
    for role in READING_ALONG:
        page = as_(getattr(house, role)).get(address("phases:workshop", quote)).text
        assert (WORDS in page) == (consent in AGREED)
        assert ("1 quote is not shown" in page) == (consent not in AGREED)
        preview = as_(getattr(house, role)).get(address("phases:report-preview", quote)).text
        assert (WORDS in preview) == (consent in AGREED)


@pytest.mark.parametrize("consent", CONSENTS)
def test_a_file_holds_a_quote_only_with_consent(
    consent: str, house: House, road: Road, record_property: Any
) -> None:
    quote = make_quote(house, road, consent)
    report = Report.ask(house.initiative, None, language="nl", by=house.lead)
    assert produce(report.pk)
    report.refresh_from_db()
    assert (str(quote.pk) in (report.quotes or [])) == (consent in {"anonymous", "with-name"})
    factories.make_feedback(quote, by=house.lead)
    with translation.override("nl"):
        paper = report_back_document_of(report_back_of(quote.workshop)).html
    assert (WORDS in paper) == (consent in AGREED)
    assert "Canaryspeaker" not in paper
    for role in ROLES:
        assert "Canary" not in json.dumps(data_export(getattr(house, role)))
    record_property("consent cells", 1 + len(ROLES))


def test_a_manager_who_is_in_the_team_reads_as_the_team_does(house: House, road: Road, as_: Browser) -> None:
    quote = make_quote(house, road, "none")
    url = address("phases:workshop", quote)
    assert WORDS not in as_(house.manager).get(url).text
    house.initiative.team.create(user=house.manager, role=20)
    assert WORDS in as_(house.manager).get(url).text


def test_still_to_ask_is_a_state_that_is_stored(house: House, road: Road, as_: Browser) -> None:
    workshop = factories.make_workshop(house.initiative, road.phases[0])
    browser = as_(house.facilitator)
    body = {"kind": "quote", "text": WORDS, "consent": "to-ask", "submission_key": "7" * 32}
    assert browser.post(f"{workshop.get_absolute_url()}outcomes/new/", body).status_code == 302
    quote = Outcome.objects.get()
    assert quote.consent == Consent.TO_ASK
    assert "Still to ask" in browser.get(workshop.get_absolute_url()).text
    url = f"{workshop.get_absolute_url()}outcomes/{quote.pk}/"
    changed = {"kind": "quote", "text": WORDS, "consent": "anonymous", "version": "1"}
    assert browser.post(url, changed).status_code == 302
    quote.refresh_from_db()
    assert quote.consent_by == house.facilitator


@pytest.mark.parametrize("speaker", ["", "  "])
def test_with_the_name_asks_for_the_name(house: House, road: Road, as_: Browser, speaker: str) -> None:
    workshop = factories.make_workshop(house.initiative, road.phases[0])
    body = {"kind": "quote", "text": WORDS, "consent": "with-name", "speaker": speaker}
    url = f"{workshop.get_absolute_url()}outcomes/new/"
    refused = as_(house.facilitator).post(url, {**body, "submission_key": "7" * 32})
    assert refused.status_code == 422
    assert "Fill in the name" in refused.text
    assert WORDS in refused.text


def test_every_choice_of_consent_that_is_offered_can_be_chosen(
    house: House, road: Road, as_: Browser
) -> None:
    workshop = factories.make_workshop(house.initiative, road.phases[0])
    url = f"{workshop.get_absolute_url()}outcomes/new/"
    browser = as_(house.facilitator)
    form = browser.get(f"{workshop.get_absolute_url()}log/").context["form"]
    offered = [value for value, _label in form.fields["consent"].choices if value]
    for number, consent in enumerate(offered):
        speaker = "A. Name" if consent == "with-name" else ""
        key = f"{number:032x}"
        body = {"kind": "quote", "text": WORDS, "consent": consent, "speaker": speaker, "submission_key": key}
        assert browser.post(url, body).status_code == 302
    assert sorted(Outcome.objects.values_list("consent", flat=True)) == sorted(offered)
