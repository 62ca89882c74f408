"""On paper typed words are words: a document does nothing, leads nowhere and holds no file."""

import io
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import default_storage

from phases.models import MethodSheet, OwnMethod, Report
from phases.reports.produce import produce, produce_sheet
from tests.conftest import House, Road
from tests.hostile import world
from tests.hostile.texts import TEXTS
from tests.hostile.tree import bare

pytestmark = [pytest.mark.long, pytest.mark.django_db]

ACTS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie"}
)
HOLDS = frozenset({"/EmbeddedFiles", "/JavaScript", "/AA", "/OpenAction", "/XFA", "/JS", "/EF", "/RichMedia"})
Count = Callable[[str, object], None]


def faults_of(content: bytes) -> list[str]:
    """Return what a document does or holds besides words and pictures."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return [fault for each in document.objects for part in parts_of(each) for fault in _of_part(part)]


def parts_of(each: Any) -> Iterator[Any]:
    """Yield the dictionaries in an object of a document; what it only points to is an object of its own."""
    if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        yield each
        inside = [value for _name, value in each.items()]
    else:
        inside = list(each) if isinstance(each, pikepdf.Array) else []
    for value in inside:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from parts_of(value)


def _of_part(part: Any) -> Iterator[str]:
    yield from (f"holds {name}" for name in HOLDS & set(part.keys()))
    kind, address = str(part.get("/S", "")), str(part.get("/URI", ""))
    if kind in ACTS:
        yield f"does {kind}"
    if address and not address.startswith(("https://", "mailto:")):
        yield f"leads to {address}"


def read(content: bytes, place: Path) -> str:
    """Return the words that a reader gets out of it."""
    place.write_bytes(content)
    done = subprocess.run(["pdftotext", "-raw", str(place), "-"], check=True, capture_output=True, text=True)
    return bare(done.stdout)


def is_read(text: str, words: str) -> bool:
    """Tell whether a text is among the words, be it in two parts: a page may end in the middle of it."""
    return text in words or any(text[:at] in words and text[at:] in words for at in range(1, len(text)))


def test_a_report_and_a_card_hold_the_words_and_nothing_else(
    house: House, road: Road, tmp_path: Path, settings: Any, record_property: Count
) -> None:
    settings.REPORT_LEASE_SECONDS = 3_600.0
    world.build(house, road, rows=12)
    world.say(TEXTS, house, at_once=False)
    house.lead.refresh_from_db()
    report = Report.ask(house.initiative, None, language="nl", by=house.lead)
    assert produce(report.pk)
    report.refresh_from_db()
    content = default_storage.open(report.file).read()
    assert faults_of(content) == []
    words = read(content, tmp_path / "report.pdf")
    assert [text for text in TEXTS if not is_read(bare(text), words)] == []
    own = OwnMethod.objects.filter(organisation=house.organisation).latest("created_at")
    sheet = MethodSheet.ask(own.method, language="nl", paper="a4")
    assert produce_sheet(sheet.pk)
    sheet.refresh_from_db()
    card = default_storage.open(sheet.file).read()
    assert faults_of(card) == []
    assert "__hit" in read(card, tmp_path / "card.pdf")
    record_property("hostile texts shown", len(TEXTS) * 2)


UNSAFE = {
    "a script": "<</Type /Catalog /Pages 2 0 R /OpenAction <</S /JavaScript /JS (app.alert(1))>> >>",
    "a program": "<</Type /Catalog /Pages 2 0 R /OpenAction <</S /Launch /F (x)>> >>",
    "an address that runs": "<</Type /Catalog /Pages 2 0 R /A <</S /URI /URI (javascript:x)>> >>",
    "a file": "<</Type /Catalog /Pages 2 0 R /Names <</EmbeddedFiles <</Names []>> >> >>",
}


@pytest.mark.parametrize("root", UNSAFE.values(), ids=UNSAFE.keys())
def test_the_judge_sees_a_document_that_does_something(root: str) -> None:
    with pikepdf.new() as document:
        document.add_blank_page()
        pages = document.Root.Pages
        made = pikepdf.Object.parse(root.replace("2 0 R", "null").encode())
        made["/Pages"] = pages
        document.Root["/Evil"] = document.make_indirect(made)
        target = io.BytesIO()
        document.save(target)
    assert faults_of(target.getvalue()) != []


def test_the_judge_sees_a_link_that_runs_in_a_document_of_the_renderer() -> None:
    from weasyprint import HTML  # noqa: PLC0415

    made = HTML(string='<a href="javascript:x">x</a><a href="https://example.org/">y</a>').write_pdf()
    assert faults_of(made) == ["leads to javascript:x"]
