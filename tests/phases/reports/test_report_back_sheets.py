"""The report-back sheet on paper: asked for once, made in the background, and gone when something is taken out of it."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone, translation

from phases.models import (
    Outcome,
    ParticipantPage,
    ReportBackSheet,
    ReportState,
    Telling,
    Theme,
    Workshop,
)
from phases.progress.report_back import sheet_of
from phases.reports.produce import produce_report_back
from phases.reports.render import report_back_document_of
from phases.reports.report_back import report_back_of
from phases.tasks import enqueue_documents, make_report_back
from projects.models import AuditEntry, User
from tests import factories
from tests.conftest import House, Road

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
OnCommit = Callable[..., Any]


@pytest.fixture
def workshop(house: House, road: Road) -> Workshop:
    return factories.make_workshop(
        house.initiative, road.phases[0], title="Job café", feedback_due=timezone.localdate()
    )


@pytest.fixture
def quote(workshop: Workshop) -> Outcome:
    return factories.make_outcome(workshop, kind="quote", text="I wait for them", consent="anonymous")


@pytest.fixture
def theme(house: House, workshop: Workshop, quote: Outcome) -> Theme:
    """Return a theme with an idea and a quote, and feedback."""
    idea = factories.make_outcome(workshop, kind="idea", text="Ring the employers")
    theme = factories.make_theme(house.initiative, idea, quote, name="Employers")
    factories.make_feedback(theme, because="nobody came so far.", note="Ask Fatima")
    return theme


def url(target: Workshop | Theme | Telling) -> str:
    back = "" if isinstance(target, Telling) else "report-back/"
    return f"{target.get_absolute_url()}{back}pdf/"


def asked(target: Workshop | Theme | Telling, language: str = "en") -> ReportBackSheet:
    """Ask for the sheet as it is now, by what stands in the database."""
    target = type(target).objects.get(pk=target.pk)
    with translation.override(language):
        shows = report_back_of(target).shown_hash
    return ReportBackSheet.ask(target, language=language, shows=shows, by=target.initiative.updated_by)


def made(target: Workshop | Theme | Telling) -> ReportBackSheet:
    sheet = asked(target)
    assert produce_report_back(sheet.pk)
    sheet.refresh_from_db()
    return sheet


def words_of(target: Any, language: str = "en") -> str:
    """Return what stands on the paper, without its marks."""
    with translation.override(language):
        html = report_back_document_of(report_back_of(target)).html
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_who_reads_along_gets_it_on_paper(
    house: House, workshop: Workshop, theme: Theme, as_: Browser
) -> None:
    browser = as_(house.observer)
    page = f"{workshop.get_absolute_url()}report-back/"
    assert f'href="{url(workshop)}"' in browser.get(page).text
    assert "Make the PDF" in browser.get(url(workshop)).text
    assert browser.post(url(workshop)).headers["Location"] == url(workshop)
    assert "We are making your PDF" in browser.get(url(workshop)).text
    fragment = browser.get(url(workshop), headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert 'hx-trigger="every 2s"' in fragment
    sheet = ReportBackSheet.objects.get()
    file = f"/initiatives/{house.initiative.pk}/feedback/pdf/{sheet.pk}/file/"
    assert browser.get(file).status_code == 404
    assert produce_report_back(sheet.pk)
    assert file in browser.get(url(workshop)).text
    assert "Something changed" not in browser.get(url(workshop)).text
    answer: Any = browser.get(file)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report-back-job-cafe.pdf"'
    assert answer.getvalue().startswith(b"%PDF")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_one_tagged_page(
    house: House, workshop: Workshop, theme: Theme, language: str, settings: Any
) -> None:
    ParticipantPage.switch_on(house.initiative, None, by=house.lead)
    for number in range(3):
        factories.make_feedback(
            factories.make_outcome(workshop, kind="wish", text=f"Wish {number}"), kind="will-not"
        )
    sheet = asked(workshop, language)
    assert produce_report_back(sheet.pk)
    sheet.refresh_from_db()
    with default_storage.open(sheet.file) as file, pikepdf.open(io.BytesIO(file.read())) as document:
        assert len(document.pages) <= 2
        assert [round(float(each)) for each in document.pages[0].MediaBox[2:]] == [595, 842]
        assert str(document.Root.Lang) == language
        assert bool(document.Root.MarkInfo.Marked)
        assert "Job café" in str(document.docinfo["/Title"])
        figures = [each for each in tags_of(document.Root.StructTreeRoot.K) if each.get("/S") == "/Figure"]
        assert [str(each.get("/Alt", "")) != "" for each in figures] == [True]


def tags_of(node: Any) -> list[Any]:
    if isinstance(node, pikepdf.Array):
        return [tag for each in node for tag in tags_of(each)]
    if isinstance(node, pikepdf.Dictionary):
        return [node, *(tags_of(node.K) if "/K" in node else [])]
    return []


def test_it_says_what_people_may_read_and_where_they_read_more(
    house: House, road: Road, workshop: Workshop, theme: Theme
) -> None:
    refused = factories.make_outcome(workshop, kind="wish", text="Abolish the rules")
    factories.make_feedback(refused, kind="will-not", because="the law asks for them.")
    factories.make_outcome(workshop, kind="quote", text="Secretquote", consent="none")
    assert "need no account" not in words_of(workshop)
    assert "We meet again" not in words_of(workshop)
    page = ParticipantPage.switch_on(house.initiative, None, by=house.lead)
    coming = datetime(2199, 3, 1, 18, 0, tzinfo=UTC)
    hours = {"starts_at": coming, "ends_at": coming + timedelta(hours=2)}
    factories.make_workshop(house.initiative, road.phases[0], title="Soup", place="Town hall", **hours)
    words = words_of(workshop)
    for each in (
        "Ring the employers",
        "‘I wait for them’",
        "nobody came so far.",
        "the law asks for them.",
        "We meet again Soup Friday 1 March at 19:00 Town hall",
        page.url,
    ):
        assert each in words
    for each in ("Secretquote", "Ask Fatima"):
        assert each not in words
    workshop.initiative.workshops.filter(title="Soup").update(access="There is soup!", reward="A voucher")
    assert (
        sheet_of(workshop)
        .message()
        .endswith("Soup, Friday 1 March at 19:00, Town hall. There is soup! A voucher.")
    )
    own = ParticipantPage.switch_on(house.initiative, workshop, by=house.lead)
    assert own.url in words_of(workshop)
    assert page.url in words_of(theme)
    page.revoke(by=house.lead)
    assert "need no account" not in words_of(theme)


def test_asking_again_makes_it_again_only_where_something_changed(
    house: House, workshop: Workshop, theme: Theme
) -> None:
    first = made(workshop)
    again = asked(workshop)
    assert (again.pk, again.state, again.file) == (first.pk, ReportState.READY, first.file)
    assert AuditEntry.objects.filter(action="report-back.asked").count() == 1
    factories.make_feedback(theme, version=1, because="we asked them.")
    assert asked(workshop).state == ReportState.WAITING
    other = made(workshop)
    assert other.pk == first.pk
    assert other.file != first.file
    assert not default_storage.exists(first.file)
    assert asked(workshop, "nl").pk != first.pk
    assert ReportBackSheet.objects.count() == 2


def test_the_page_says_when_something_changed_since(
    house: House, workshop: Workshop, theme: Theme, as_: Browser
) -> None:
    made(workshop)
    factories.make_feedback(theme, version=1, because="we asked them.")
    browser = as_(house.observer)
    assert "Something changed since the PDF was made." in browser.get(url(workshop)).text
    browser.post(url(workshop))
    assert "We are making your PDF" in browser.get(url(workshop)).text


def test_what_is_taken_out_stands_on_no_paper_any_more(
    house: House,
    workshop: Workshop,
    theme: Theme,
    quote: Outcome,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    telling = factories.make_telling(workshop)
    sheets = [made(target) for target in (workshop, theme, telling)]
    code, moment = telling.content_hash, telling.at
    with django_capture_on_commit_callbacks(execute=True):
        quote.withdraw_consent(by=house.lead)
    assert [default_storage.exists(sheet.file) for sheet in sheets] == [False, False, False]
    for sheet in sheets:
        sheet.refresh_from_db()
    assert {(sheet.state, sheet.file) for sheet in sheets} == {(ReportState.WITHDRAWN, "")}
    telling.refresh_from_db()
    assert (telling.content_hash, telling.at) == (code, moment)
    told = made(telling)
    assert told.state == ReportState.READY
    assert "I wait for them" not in words_of(telling)
    assert "[taken out on request]" in words_of(telling)
    assert code[:8] in report_back_of(telling).code


def test_what_is_being_made_meanwhile_starts_again(
    house: House, workshop: Workshop, theme: Theme, quote: Outcome
) -> None:
    sheet = asked(workshop)
    claimed = ReportBackSheet.acquire(sheet.pk)
    assert claimed is not None
    quote.remove(by=house.lead)
    assert not claimed.finish(file="report-back/x.pdf", content_hash="1" * 64)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.file) == (ReportState.WAITING, "")


def test_the_page_of_one_that_is_gone_says_why_and_makes_it_again(
    house: House, workshop: Workshop, theme: Theme, quote: Outcome, as_: Browser
) -> None:
    made(workshop)
    quote.withdraw_consent(by=house.lead)
    browser = as_(house.observer)
    assert "This PDF is gone" in browser.get(url(workshop)).text
    browser.post(url(workshop))
    assert "We are making your PDF" in browser.get(url(workshop)).text
    ReportBackSheet.objects.update(state=ReportState.FAILED, attempts=3)
    assert "The PDF could not be made" in browser.get(url(workshop)).text
    browser.post(url(workshop))
    sheet = ReportBackSheet.objects.get()
    assert (sheet.state, sheet.attempts) == (ReportState.WAITING, 0)


def test_a_theme_that_is_taken_away_takes_its_paper_along(
    house: House, workshop: Workshop, theme: Theme, django_capture_on_commit_callbacks: OnCommit
) -> None:
    sheet = made(theme)
    assert default_storage.exists(sheet.file)
    with django_capture_on_commit_callbacks(execute=True):
        theme.remove(by=house.lead)
    assert not default_storage.exists(sheet.file)
    assert not ReportBackSheet.objects.exists()


def test_nothing_is_asked_where_there_is_nothing_to_tell(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    browser = as_(house.facilitator)
    for answer in (browser.post(url(workshop)), browser.get(url(workshop))):
        assert answer.headers["Location"] == f"{workshop.get_absolute_url()}report-back/"
    assert not ReportBackSheet.objects.exists()


def test_the_task_makes_what_waits(workshop: Workshop, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = asked(workshop)
    rung: list[dict[str, str]] = []
    monkeypatch.setattr(make_report_back, "apply_async", lambda *, kwargs, expires: rung.append(kwargs))
    enqueue_documents()
    assert rung == [{"sheet_id": str(sheet.pk)}]
    make_report_back(sheet_id=str(sheet.pk))
    sheet.refresh_from_db()
    assert sheet.state == ReportState.READY
    rung.clear()
    enqueue_documents()
    assert rung == []
