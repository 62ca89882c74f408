"""The report: what stands in it, who it leaves out, that its PDF is tagged, and that it fetches nothing."""

import sys
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from phases.management.commands.load_content import Command as LoadContent
from phases.models import Answer, Outcome, Report, ReportState
from phases.progress.attendance import attendance_table_from, attendance_table_of
from phases.reports import gather, pdf_of
from phases.reports.fetcher import BASE, ForeignAddressError, StaticFileFetcher
from phases.reports.pdf_process import render_in_subprocess, render_pdf
from phases.reports.produce import produce
from phases.reports.render import document_of, html_of
from phases.reports.sections import workshop_rows
from projects.models import Initiative, SiteRevision, User
from tests import factories
from tests.conftest import House, Road
from tests.phases.reports.report_reading import PRIVATE, flow
from toolkit.published import content_at

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
CODE = "<script>alert(1)</script>"


@pytest.fixture
def filled(house: House, road: Road) -> Initiative:
    """Fill an initiative with one of everything."""
    initiative = house.initiative
    Answer.record(initiative, road.questions[0], f"We listened. {CODE}", by=house.lead, version=0)
    users = factories.make_stakeholder(initiative, "Job-seekers", end_users=True, interest=5)
    factories.make_stakeholder(initiative, "Council", kind="politics", influence=5)
    workshop = factories.make_workshop(initiative, road.phases[0], title="Conversation")
    workshop.count_people({users: 18}, by=house.lead)
    said = {"kind": "quote", "stakeholder": users}
    factories.make_outcome(workshop, text="Secret words", consent="none", **said)
    factories.make_outcome(workshop, text="Nameless words", consent="anonymous", **said)
    factories.make_outcome(workshop, text="Named words", consent="with-name", speaker="A. Speaker", **said)
    return Initiative.objects.select_related("organisation").get(pk=initiative.pk)


def rendered(initiative: Initiative, **options: Any) -> str:
    """Return the report as HTML in English."""
    with translation.override("en"):
        return html_of(gather(initiative, options.get("phase"), made_by="Lea Lead"))


def test_a_process_of_its_own_prints_the_same(filled: Initiative) -> None:
    document = document_of(gather(filled, None, made_by=f"Lea {PRIVATE}"))
    there, here = render_in_subprocess(document, seconds=120), render_pdf(document)
    assert flow(there.pdf) == flow(here.pdf) != ""
    assert there.missing == here.missing == PRIVATE


def test_it_asks_little_of_the_database_however_much_there_is(
    filled: Initiative, road: Road, house: House
) -> None:
    def queries() -> int:
        with content_at(SiteRevision.current()):
            gather(filled, None, made_by="Lea Lead")
            with CaptureQueriesContext(connection) as seen:
                gather(filled, None, made_by="Lea Lead")
        return len(seen)

    def more() -> None:
        workshop = factories.make_workshop(filled, road.phases[1])
        theme = factories.make_theme(filled, factories.make_outcome(workshop, kind="idea"))
        alone = factories.make_outcome(workshop, kind="idea")
        for target in (theme, alone):
            factories.make_feedback(target)
        factories.make_telling(workshop)
        workshop.count_people({factories.make_stakeholder(filled): 3}, by=house.lead)

    more()
    few = queries()
    for _time in range(5):
        more()
    assert queries() == few <= 15


def test_the_table_of_attendance_is_that_of_the_overview(
    filled: Initiative, road: Road, house: House
) -> None:
    groups = [factories.make_stakeholder(filled) for _number in range(3)]
    for number in range(9):
        begin = timezone.now() - timedelta(days=2 + number)
        times = {"starts_at": begin, "ends_at": begin + timedelta(hours=2)}
        workshop = factories.make_workshop(filled, road.phases[number % 3], **times)
        workshop.count_people(dict(zip(groups, (number, 0, 20 - number), strict=True)), by=house.lead)
    register = list(filled.stakeholders.all())
    table = attendance_table_of(filled, register)
    assert table == attendance_table_from(workshop_rows(filled, None), register)
    assert len(table.workshops) == 6
    factories.make_workshop(filled, road.phases[0])
    assert table == attendance_table_from(workshop_rows(filled, None), register), "nobody was counted there"


def test_a_report_leaves_out_quotes_without_consent(filled: Initiative) -> None:
    text = rendered(filled)
    assert "Secret words" not in text
    assert "Nameless words" in text
    assert "Named words" in text
    assert "A. Speaker" in text
    assert Outcome.objects.filter(text="Secret words").exists()


def test_what_people_wrote_reaches_the_report_as_text(filled: Initiative) -> None:
    text = rendered(filled)
    assert CODE not in text
    assert "&lt;script&gt;" in text


def test_what_people_typed_as_a_link_can_be_followed_from_the_pdf(filled: Initiative) -> None:
    link = "https://meet.example.org/room?a=1&b=2"
    workshop = factories.make_workshop(filled, title=f"Online, {link}", place=f"{link} or info@example.org")
    factories.make_outcome(workshop, text=f"See {link}. Not javascript:alert(1) or https://a@evil.example/.")
    document = pdf_of(gather(filled, None, made_by="Lea Lead"))
    assert page.validate_pdf_bytes(document, profile=page.ValidationProfile.PDF_UA_1).failures == []
    with pikepdf.open(BytesIO(document)) as pdf:
        notes = [note for each in pdf.pages for note in each.get("/Annots", [])]
    lead_to = [str(note.A.URI) for note in notes if "/A" in note]
    assert set(lead_to) == {link, "mailto:info@example.org"}
    assert lead_to.count(link) >= 3


def test_a_report_of_a_phase_has_that_phase_only(filled: Initiative, road: Road) -> None:
    whole, part = rendered(filled), rendered(filled, phase=road.phases[1])
    assert "We listened." in whole
    assert "We listened." not in part
    assert "Stage 2" in part


def test_the_code_says_whether_two_reports_say_the_same(filled: Initiative, house: House, road: Road) -> None:
    with translation.override("en"):
        first = gather(filled, None, made_by="Lea").code
        assert gather(filled, None, made_by="Someone else").code == first
        Answer.record(filled, road.questions[0], "Changed", by=house.lead, version=1)
        assert gather(filled, None, made_by="Lea").code != first


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pdf_is_compliant_with_pdf_ua(filled: Initiative, language: str) -> None:
    with translation.override(language):
        document = pdf_of(gather(filled, None, made_by="Lea Lead"))
    report = page.validate_pdf_bytes(document, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in report.failures] == []
    with pikepdf.open(BytesIO(document)) as pdf:
        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert "Work and income" in str(pdf.docinfo["/Title"])
        cells = [node for node in nodes(pdf.Root.StructTreeRoot) if node.get("/S") == "/TH"]
        assert {
            str(attribute["/Scope"]) for cell in cells for attribute in cell.A if "/Scope" in attribute
        } == {
            "/Column",
            "/Row",
        }
        assert all(any("/Scope" in attribute for attribute in cell.A) for cell in cells)
        figures = [node for node in nodes(pdf.Root.StructTreeRoot) if node.get("/S") == "/Figure"]
        assert figures
        assert all(str(figure.get("/Alt", "")) for figure in figures)


def test_the_validator_sees_a_fault(filled: Initiative) -> None:
    with pikepdf.open(BytesIO(pdf_of(gather(filled, None, made_by="x")))) as pdf:
        del pdf.Root.Lang
        del pdf.Root["/StructTreeRoot"]
        out = BytesIO()
        pdf.save(out)
    assert not page.is_pdf_compliant_bytes(out.getvalue(), profile=page.ValidationProfile.PDF_UA_1)


def nodes(node: Any) -> Any:
    """Yield every element of the structure tree."""
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from nodes(kid)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.css",
        "https://example.org/a.svg",
        "file:///etc/passwd",
        "ftp://example.org/a.css",
        "data:text/css,a",
        f"{BASE}../settings.py",
        f"{BASE}css/../../manage.css",
        f"{BASE}%2e%2e/secret.css",
        f"{BASE}css/missing.css",
        f"{BASE}js/app.js",
        f"{BASE.replace('https', 'http')}css/report.css",
        "https://static.invalid.example.org/css/report.css",
    ],
)
def test_the_renderer_fetches_nothing_but_our_static_files(address: str) -> None:
    with pytest.raises(ForeignAddressError):
        StaticFileFetcher().fetch(address)


def test_the_renderer_does_get_our_style_sheet() -> None:
    assert b"@page" in StaticFileFetcher().fetch(f"{BASE}css/report.css").read()


def test_producing_makes_one_file_and_a_second_call_makes_none(filled: Initiative, house: House) -> None:
    report = Report.ask(filled, None, language="nl", by=house.observer)
    assert produce(report.pk)
    assert not produce(report.pk)
    report.refresh_from_db()
    assert (report.state, report.attempts) == (ReportState.READY, 1)
    assert default_storage.listdir(f"reports/{report.pk}")[1] == [Path(report.file).name]
    assert default_storage.open(report.file).read(5) == b"%PDF-"


def test_a_worker_that_lost_its_claim_changes_nothing(filled: Initiative, house: House) -> None:
    report = Report.ask(filled, None, language="nl", by=house.lead)
    slow = Report.acquire(report.pk)
    assert slow is not None
    Report.objects.filter(pk=report.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    quick = Report.acquire(report.pk)
    assert quick is not None
    assert not slow.renew_lease()
    assert not slow.finish(file="late.pdf", content_hash="x")
    assert quick.finish(file="quick.pdf", content_hash="y")
    report.refresh_from_db()
    assert (report.file, report.attempts) == ("quick.pdf", 2)


def test_three_failures_are_a_visible_failure_with_another_try(
    filled: Initiative, house: House, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_anything: object) -> bytes:
        raise RuntimeError("no ink")

    report = Report.ask(filled, None, language="nl", by=house.observer)
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["phases.reports.produce"], "document_of", broken)
        for _attempt in range(3):
            assert not produce(report.pk)
        assert Report.acquire(report.pk) is None
    shown = as_(house.observer).get(report.get_absolute_url())
    assert "The report could not be made" in shown.text
    as_(house.observer).post(f"{report.get_absolute_url()}retry/")
    assert produce(report.pk)


def test_the_page_follows_the_making_and_stops_asking_when_it_is_ready(
    filled: Initiative, house: House, as_: Browser
) -> None:
    browser = as_(house.manager)
    report = Report.ask(filled, None, language="en", by=house.manager)
    waiting = browser.get(report.get_absolute_url(), headers={"HX-Request": "true"})
    assert 'hx-trigger="every 2s"' in waiting.text
    assert "<html" not in waiting.text
    assert browser.get(f"{report.get_absolute_url()}file/").status_code == 404
    produce(report.pk)
    ready = browser.get(report.get_absolute_url(), headers={"HX-Request": "true"})
    assert "hx-trigger" not in ready.text
    document = browser.get(f"{report.get_absolute_url()}file/")
    assert document.headers["Content-Type"] == "application/pdf"
    assert document.headers["Content-Disposition"].startswith('attachment; filename="work-and-income-')


def test_the_preview_is_the_same_document_as_a_page(filled: Initiative, house: House, as_: Browser) -> None:
    shown = as_(house.observer).get(f"/initiatives/{filled.pk}/reports/preview/?language=en")
    assert "We listened." in shown.text
    assert "Secret words" not in shown.text
    assert "Who was in the room" in shown.text
    assert (
        as_(house.observer).get(f"/initiatives/{filled.pk}/reports/preview/?phase=nowhere").status_code == 404
    )


def test_a_report_of_the_demonstration_marks_what_is_filled_in(house: House, settings: Any) -> None:
    from phases.demo import make_demonstration  # noqa: PLC0415

    LoadContent().handle(check=False, verbosity=0)
    passwords = {"lead": "x", "facilitator": "x", "manager": "x", "administrator": "x"}
    house.organisation.name = "Another name"
    house.organisation.save()
    demo = make_demonstration(settings.BASE_DIR / "fixtures" / "demo.yaml", passwords)
    assert demo is not None
    with translation.override("nl"):
        contents = gather(demo, None, made_by="x")
        text = html_of(contents)
    answers = [question for phase in contents.phases for question in phase.questions if question.answer]
    assert all(question.origin for question in answers)
    assert {question.origin for question in answers} == {
        "voorbeeldinvulling",
        "Bron: CoSIE, pilot werk en inkomen in Houten",
    }
    rest: list[Any] = [*contents.workshops, *contents.decisions, *contents.stakeholders]
    assert all(row.origin for row in rest)
    assert "31 verhalen" in text
    assert contents.phases[2].standing.endswith("klaar")
