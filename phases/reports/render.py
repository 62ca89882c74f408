"""From contents to HTML, and from HTML to a tagged PDF (PDF/UA-1)."""

from django.template.loader import render_to_string

from toolkit.models import Method
from toolkit.published import active_language

from ..progress.report_back import ICONS
from .contents import ReportContents
from .direction import resolve_directions
from .house_style import HouseStyle
from .hyphenation import forbid_breaks_before_tremas
from .pdf_process import Document, render_pdf
from .report_back import ReportBackContents

LOGO, STYLE, CODE = "own/logo.png", "own/house-style.css", "own/code.svg"
"""The names under which the document finds the files of its organisation."""
SVG = "http://www.w3.org/2000/svg"


def html_of(contents: ReportContents) -> str:
    return render_to_string("reports/progress.html", {"report": contents})


def document_of(contents: ReportContents) -> Document:
    """Return the report as a document, in the house style of its organisation."""
    return Document(html_of(contents), _own_files(contents.house_style))


def _icon_files() -> dict[str, tuple[str, bytes]]:
    """Return the pictures beside lines of a document, and the sheet by which they stand there as decoration."""
    names = sorted({"quote", *ICONS.values()})
    rules = "".join(f'.paper .icon--{name} {{ background-image: url("{name}.svg"); }}\n' for name in names)
    files = {"own/icons.css": ("text/css", rules.encode())}
    for name in names:
        drawn = render_to_string("_icon.html", {"icon": name}).replace("<svg ", f'<svg xmlns="{SVG}" ', 1)
        files[f"own/{name}.svg"] = ("image/svg+xml", drawn.encode())
    return files


def _own_files(house_style: HouseStyle) -> dict[str, tuple[str, bytes]]:
    """Return the colours and the logo of an organisation by the names under which a document finds them."""
    style = render_to_string("projects/house_style.css", {"tones": house_style.tones})
    own = {STYLE: ("text/css", style.encode())}
    if house_style.logo:
        own[LOGO] = ("image/png", house_style.logo)
    return own


def pdf_of(contents: ReportContents) -> bytes:
    """Return the report as PDF/UA-1."""
    return render_pdf(document_of(contents)).pdf


def sheet_html_of(method: Method, *, paper: str) -> str:
    """Return the card of a method as one HTML page for paper (`a4` or `a5`), in the language that is active."""
    return render_to_string(
        "reports/sheet.html", {"method": method, "paper": paper, "language": active_language()}
    )


def sheet_pdf_of(method: Method, *, paper: str) -> bytes:
    """Return the card of a method as PDF/UA-1."""
    return render_pdf(sheet_document_of(method, paper=paper)).pdf


def report_back_document_of(contents: ReportBackContents) -> Document:
    """Return what people are told as a document, in the house style of its organisation."""
    html = render_to_string("reports/report_back.html", {"report_back": contents})
    own = _own_files(contents.house_style) | _icon_files()
    if contents.url:
        own[CODE] = ("image/svg+xml", contents.qr.encode())
    return Document(html, own)


def sheet_document_of(method: Method, *, paper: str) -> Document:
    return Document(sheet_html_of(method, paper=paper), {})


def html_to_pdf(html: str, own: dict[str, tuple[str, bytes]]) -> bytes:
    """Lay the page out; `own` are the files that only this document has, by name."""
    from weasyprint import HTML  # noqa: PLC0415 - slow library
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - slow library

    from .fetcher import BASE, StaticFileFetcher  # noqa: PLC0415 - slow library
    from .tagging import complete_tags  # noqa: PLC0415 - slow library

    forbid_breaks_before_tremas()
    page = HTML(string=html, base_url=BASE, url_fetcher=StaticFileFetcher(own))
    resolve_directions(page.etree_element)
    return complete_tags(page.write_pdf(pdf_variant="pdf/ua-1", font_config=FontConfiguration()))
