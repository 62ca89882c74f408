"""The report in the house style of its organisation: logo and colour on paper, and still a PDF that all can read."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import page
import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import translation

from phases.reports import gather, pdf_of
from phases.reports.fetcher import BASE, ForeignAddressError, StaticFileFetcher
from projects.models import Initiative, User
from tests import factories
from tests.conftest import House, Road
from tests.markup import on_one_line

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
ACCENT = "#7a1f5c"


@pytest.fixture
def dressed(house: House, road: Road) -> Initiative:
    """Dress the organisation of an initiative with a stakeholder."""
    factories.dress(house.organisation, by=house.administrator, accent=ACCENT)
    factories.make_stakeholder(house.initiative, "Job-seekers", end_users=True)
    return Initiative.objects.select_related("organisation").get(pk=house.initiative.pk)


def document(initiative: Initiative) -> bytes:
    """Return the report in English."""
    with translation.override("en"):
        return pdf_of(gather(initiative, None, made_by="Lea"))


def figures(node: Any) -> Any:
    """Yield every figure of the structure tree."""
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kid.S == "/Figure":
                yield kid
            yield from figures(kid)


def images(pdf: pikepdf.Pdf) -> list[Any]:
    """Return the pictures of dots on the cover."""
    found = list(pdf.pages[0].Resources.get("/XObject", {}).values())
    return [each for each in found if each.get("/Subtype") == "/Image"]


def fills(pdf: pikepdf.Pdf) -> set[str]:
    """Return the colours that the cover is drawn with, also in its pictures."""
    streams = [pdf.pages[0].Contents.read_bytes()]
    resources = [pdf.pages[0].Resources]
    while resources:
        for form in resources.pop().get("/XObject", {}).values():
            if form.get("/Subtype") == "/Form":
                streams.append(form.read_bytes())
                resources += [form.Resources] if "/Resources" in form else []
    triples = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) rg", b"\n".join(streams))
    return {"#" + "".join(f"{round(float(part) * 255):02x}" for part in triple) for triple in triples}


def test_the_cover_has_the_logo_with_words_and_the_colour(dressed: Initiative) -> None:
    made = document(dressed)
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in report.failures] == []
    with pikepdf.open(BytesIO(made)) as pdf:
        words = [str(figure.get("/Alt", "")) for figure in figures(pdf.Root.StructTreeRoot)]
        assert "Logo of Gemeente Voorbeeld" in words
        assert all(words)
        sizes = {(int(image.Width), int(image.Height)) for image in images(pdf)}
        assert sizes == {(300, 100)}
        assert ACCENT in fills(pdf)


def test_without_a_house_style_the_cover_is_in_our_own(house: House, road: Road) -> None:
    made = document(Initiative.objects.select_related("organisation").get(pk=house.initiative.pk))
    with pikepdf.open(BytesIO(made)) as pdf:
        assert not images(pdf)
        assert "#0a5562" in fills(pdf)
        assert ACCENT not in fills(pdf)
        words = [str(figure.get("/Alt", "")) for figure in figures(pdf.Root.StructTreeRoot)]
        assert not [each for each in words if each.startswith("Logo")]


def test_a_logo_whose_file_is_gone_does_not_stop_a_report(dressed: Initiative) -> None:
    default_storage.delete(dressed.organisation.logo)
    with pikepdf.open(BytesIO(document(dressed))) as pdf:
        assert not images(pdf)


def test_the_code_of_a_report_does_not_change_with_the_house_style(dressed: Initiative, house: House) -> None:
    with translation.override("en"):
        before = gather(dressed, None, made_by="Lea").code
        dressed.organisation.set_house_style(accent="#123f6b", logo=None, by=house.administrator)
        dressed.organisation.remove_logo(by=house.administrator)
        assert gather(dressed, None, made_by="Lea").code == before


def test_the_preview_wears_it_too(dressed: Initiative, house: House, as_: Browser) -> None:
    shown = on_one_line(as_(house.observer).get(f"{dressed.get_absolute_url()}reports/preview/").text)
    assert f'class="cover-logo" src="/organisation/{house.organisation.pk}/logo/"' in shown
    assert 'alt="Logo van Gemeente Voorbeeld"' in shown
    assert f'fill="{ACCENT}"' in shown


def test_the_renderer_gives_what_came_with_the_document_under_its_own_name_only() -> None:
    fetcher = StaticFileFetcher({"own/logo.png": ("image/png", b"dots")})
    assert fetcher.fetch(f"{BASE}own/logo.png").read() == b"dots"
    for address in (
        "own/logo.png",
        "file:///own/logo.png",
        "https://example.org/own/logo.png",
        "https://static.invalid.example.org/own/logo.png",
        f"{BASE}own/other.png",
        f"{BASE}logo.png",
    ):
        with pytest.raises(ForeignAddressError):
            fetcher.fetch(address)
    with pytest.raises(ForeignAddressError):
        StaticFileFetcher().fetch(f"{BASE}own/logo.png")
