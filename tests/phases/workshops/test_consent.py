"""A speaker who takes consent back: the quote is out of every page and report at once, also out of old ones."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from phases.models import Consent, Outcome, Report, ReportState
from phases.reports.produce import produce
from projects.models import AuditEntry, Erasure, Initiative, User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
OnCommit = Callable[..., Any]


@pytest.fixture
def quote(house: House, road: Road) -> Outcome:
    """Return a quote with a name, beside another one that stays."""
    workshop = factories.make_workshop(house.initiative, road.phases[0])
    factories.make_outcome(workshop, text="Words that stay", kind="quote", consent="anonymous")
    return factories.make_outcome(
        workshop, text="Canary words", kind="quote", consent="with-name", speaker="Canary speaker"
    )


def made(initiative: Initiative, phase: Any = None, language: str = "nl") -> Report:
    """Ask for a report and make it."""
    report = Report.ask(initiative, phase, language=language, by=initiative.updated_by)
    assert produce(report.pk)
    report.refresh_from_db()
    assert report.state == ReportState.READY
    return report


def address(quote: Outcome, *rest: str) -> str:
    """Return an address of the quote."""
    start = f"/initiatives/{quote.workshop.initiative_id}/workshops/{quote.workshop_id}/outcomes/{quote.pk}/"
    return start + "".join(f"{each}/" for each in rest)


def test_what_is_taken_back_is_gone_at_the_next_request(
    quote: Outcome, house: House, as_: Browser, django_capture_on_commit_callbacks: OnCommit
) -> None:
    old = made(house.initiative)
    assert old.quotes is not None
    assert str(quote.pk) in old.quotes
    file, browser = old.file, as_(house.facilitator)
    preview = f"/initiatives/{house.initiative.pk}/reports/preview/"
    assert "Canary speaker" in browser.get(preview).text
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address(quote, "consent", "withdrawal"))
    assert "Canary" not in browser.get(preview).text
    assert "Words that stay" in browser.get(preview).text
    assert browser.get(f"{old.get_absolute_url()}file/").status_code == 404
    assert "This report was withdrawn" in browser.get(old.get_absolute_url()).text
    assert not default_storage.exists(file)
    quote.refresh_from_db()
    assert (quote.consent, quote.speaker) == (Consent.NONE, "")
    assert quote.withdrawn_at is not None
    assert "Canary words" in browser.get(address(quote)).text
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"outcome.consent-withdrawn", "report.withdrawn"} <= actions


def test_a_new_report_is_asked_for_each_kind_that_held_it(quote: Outcome, house: House, road: Road) -> None:
    for phase, language in ((None, "nl"), (None, "nl"), (None, "en"), (road.phases[0], "nl")):
        made(house.initiative, phase, language)
    elsewhere = made(house.initiative, road.phases[1])
    quote.withdraw_consent(by=house.facilitator)
    elsewhere.refresh_from_db()
    assert elsewhere.state == ReportState.READY
    fresh = Report.objects.filter(state=ReportState.WAITING)
    assert {(row.phase_id, row.language) for row in fresh} == {
        (None, "nl"),
        (None, "en"),
        (road.phases[0].pk, "nl"),
    }
    assert fresh.count() == 3
    for row in fresh:
        assert produce(row.pk)
        row.refresh_from_db()
        assert row.quotes is not None
        assert str(quote.pk) not in row.quotes
        assert len(row.quotes) == 1


def test_a_report_that_is_being_made_starts_again(quote: Outcome, house: House) -> None:
    asked = Report.ask(house.initiative, None, language="nl", by=house.lead)
    claimed = Report.acquire(asked.pk)
    assert claimed is not None
    quote.withdraw_consent(by=house.facilitator)
    assert not claimed.finish(file="reports/late.pdf", content_hash="x", quotes=[str(quote.pk)])
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (ReportState.WAITING, 0)


def test_a_report_of_before_this_was_kept_is_withdrawn_to_be_safe(quote: Outcome, house: House) -> None:
    old = made(house.initiative)
    Report.objects.filter(pk=old.pk).update(quotes=None)
    quote.withdraw_consent(by=house.facilitator)
    old.refresh_from_db()
    assert old.state == ReportState.WITHDRAWN


@pytest.mark.parametrize(
    "change",
    [
        {"consent": "none", "speaker": ""},
        {"consent": "anonymous", "speaker": ""},
        {"consent": "with-name", "speaker": "Somebody else"},
    ],
)
def test_the_form_that_lowers_a_consent_reaches_reports_too(
    change: dict[str, str], quote: Outcome, house: House, as_: Browser
) -> None:
    old = made(house.initiative)
    body = {"kind": "quote", "text": quote.text, "version": quote.version, **change}
    assert as_(house.facilitator).post(address(quote), body).status_code == 302
    old.refresh_from_db()
    assert old.state == ReportState.WITHDRAWN
    quote.refresh_from_db()
    assert quote.consent_by == house.facilitator
    assert quote.consent_at is not None
    assert (quote.withdrawn_at is not None) == (change["consent"] == "none")


def test_another_change_leaves_reports_alone(quote: Outcome, house: House, as_: Browser) -> None:
    old = made(house.initiative)
    body = {
        "kind": "quote",
        "text": "Corrected words",
        "version": quote.version,
        "consent": "with-name",
        "speaker": quote.speaker,
    }
    assert as_(house.facilitator).post(address(quote), body).status_code == 302
    old.refresh_from_db()
    assert old.state == ReportState.READY


def test_a_quote_that_is_taken_out_leaves_reports(quote: Outcome, house: House, as_: Browser) -> None:
    old = made(house.initiative)
    as_(house.facilitator).post(address(quote, "removal"))
    old.refresh_from_db()
    assert old.state == ReportState.WITHDRAWN
    assert Erasure.objects.filter(kind=Erasure.OUTCOME, target_id=quote.pk).exists()


def test_consent_is_taken_back_in_the_archive_too(quote: Outcome, house: House, as_: Browser) -> None:
    house.initiative.archive(by=house.lead)
    page = as_(house.facilitator).get(address(quote))
    assert "Take the consent back" in page.text
    as_(house.facilitator).post(address(quote, "consent", "withdrawal"))
    quote.refresh_from_db()
    assert quote.consent == Consent.NONE


def test_twice_is_once(quote: Outcome, house: House) -> None:
    quote.withdraw_consent(by=house.facilitator)
    version = quote.version
    quote.withdraw_consent(by=house.facilitator)
    assert quote.version == version
