"""The card of a method on paper: asked for once, made in the background, with room for what happened here."""

import io
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.utils import translation

from phases.models import MethodSheet, ReportState
from phases.reports.produce import produce_sheet
from phases.reports.render import sheet_html_of
from phases.tasks import enqueue_documents, make_sheet
from tests import factories
from toolkit.models import Method

pytestmark = pytest.mark.django_db


@pytest.fixture
def method() -> Method:
    """Return a method with several texts."""
    steps = [{**factories.text("Kook soep.", "Cook soup."), "minutes": 20} for _step in range(5)]
    return factories.make_method("soup", name=factories.text("Soepgesprek", "Soup talk"), steps=steps)


def ask(browser: Client, paper: str) -> Any:
    """Post the form of the card."""
    return browser.post("/toolkit/soup/print/", {"paper": paper})


def test_asking_twice_gives_one_sheet_and_another_paper_another(method: Method) -> None:
    browser = Client(headers={"accept-language": "en"})
    first, again, other = ask(browser, "a5"), ask(browser, "a5"), ask(browser, "a4")
    assert first.headers["Location"] == again.headers["Location"] != other.headers["Location"]
    assert MethodSheet.objects.count() == 2
    assert ask(browser, "a0").status_code == 422


def test_a_changed_text_is_another_sheet_and_a_new_place_is_not(method: Method) -> None:
    first = MethodSheet.ask(method, language="nl", paper="a4")
    method.position = 99
    assert MethodSheet.ask(method, language="nl", paper="a4") == first
    method.tips = factories.text("Zout erbij")
    assert MethodSheet.ask(method, language="nl", paper="a4") != first
    assert MethodSheet.ask(method, language="en", paper="a4") != first


@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("a5", 420)])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_sheet_is_a_tagged_pdf_of_its_size(method: Method, paper: str, width: int, language: str) -> None:
    sheet = MethodSheet.ask(method, language=language, paper=paper)
    assert produce_sheet(sheet.pk)
    browser = Client()
    page = browser.get(f"/toolkit/soup/print/{sheet.pk}/").text
    assert f"/toolkit/soup/print/{sheet.pk}/file/" in page
    answer = browser.get(f"/toolkit/soup/print/{sheet.pk}/file/")
    assert answer.headers["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(b"".join(answer.streaming_content))) as document:  # type: ignore[attr-defined]
        assert round(float(document.pages[0].MediaBox[2])) == width
        assert str(document.Root.Lang) == language
        assert bool(document.Root.MarkInfo.Marked)
        assert "Soepgesprek" in str(document.docinfo["/Title"]) or language == "en"


@pytest.mark.parametrize(
    ("language", "name"), [("nl", "werkvorm-soepgesprek-a5"), ("en", "method-soup-talk-a5")]
)
def test_the_file_is_named_in_the_language_of_the_sheet_and_not_of_the_page(
    method: Method, language: str, name: str
) -> None:
    sheet = MethodSheet.ask(method, language=language, paper="a5")
    assert produce_sheet(sheet.pk)
    for page in ("nl", "en"):
        browser = Client(headers={"accept-language": page})
        answer = browser.get(f"/toolkit/soup/print/{sheet.pk}/file/")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.pdf"'


def test_the_page_tells_which_signs_the_sheet_could_not_print(method: Method) -> None:
    private = "\ue0ff"
    browser = Client(headers={"accept-language": "en"})
    said = {}
    for name in ("Soup talk", f"Soup {private} talk"):
        method.name = factories.text(name, name)
        method.save()
        sheet = MethodSheet.ask(method, language="en", paper="a5")
        assert produce_sheet(sheet.pk)
        said[name] = browser.get(f"/toolkit/soup/print/{sheet.pk}/").text
    plain, odd = said.values()
    assert "1 sign could not be printed." not in plain
    assert "1 sign could not be printed." in odd
    assert "U+E0FF" in odd


def test_the_sheet_has_room_for_what_happened_here(method: Method) -> None:
    with translation.override("nl"):
        html = sheet_html_of(method, paper="a5")
    for words in ("Hier gebruikt", "Datum en groep", "Wat werkte", "Wat we anders zouden doen"):
        assert words in html
    assert 'class="sheet sheet--a5"' in html


def test_the_page_follows_the_making_and_offers_to_try_again(method: Method) -> None:
    sheet = MethodSheet.ask(method, language="en", paper="a4")
    browser = Client(headers={"accept-language": "en"})
    url = f"/toolkit/soup/print/{sheet.pk}/"
    assert "We are making your PDF" in browser.get(url).text
    assert browser.get(f"{url}file/").status_code == 404
    fragment = browser.get(url, headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert 'hx-trigger="every 2s"' in fragment
    MethodSheet.objects.update(state=ReportState.FAILED, attempts=3)
    assert "The PDF could not be made" in browser.get(url).text
    assert ask(browser, "a4").headers["Location"] == url
    sheet.refresh_from_db()
    assert (sheet.state, sheet.attempts) == (ReportState.WAITING, 0)


def test_the_task_makes_what_waits(method: Method, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = MethodSheet.ask(method, language="nl", paper="a4")
    rung: list[dict[str, str]] = []
    monkeypatch.setattr(make_sheet, "apply_async", lambda *, kwargs, expires: rung.append(kwargs))
    enqueue_documents()
    assert rung == [{"sheet_id": str(sheet.pk)}]
    make_sheet(sheet_id=str(sheet.pk))
    sheet.refresh_from_db()
    assert sheet.state == ReportState.READY
    rung.clear()
    enqueue_documents()
    assert rung == []


def test_a_sheet_belongs_to_its_method(method: Method) -> None:
    factories.make_method("bread")
    sheet = MethodSheet.ask(method, language="nl", paper="a4")
    assert Client().get(f"/toolkit/bread/print/{sheet.pk}/").status_code == 404
    method.retired_at = method.retired_at or __import__("datetime").datetime.now(__import__("datetime").UTC)
    method.save()
    assert Client().get(f"/toolkit/soup/print/{sheet.pk}/").status_code == 404
