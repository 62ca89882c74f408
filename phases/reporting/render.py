"""From contents to HTML, and from HTML to a tagged PDF (PDF/UA-1)."""

from django.template.loader import render_to_string

from .contents import ReportContents


def html_of(contents: ReportContents) -> str:
    """Give the document as one HTML page for paper."""
    return render_to_string("reports/progress.html", {"report": contents})


def pdf_of(contents: ReportContents) -> bytes:
    """Give the document as PDF/UA-1."""
    from weasyprint import HTML  # noqa: PLC0415 - slow library
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - slow library

    from .fetcher import BASE, StaticFilesOnly  # noqa: PLC0415 - slow library
    from .tagging import complete_tags  # noqa: PLC0415 - slow library

    page = HTML(string=html_of(contents), base_url=BASE, url_fetcher=StaticFilesOnly())
    return complete_tags(page.write_pdf(pdf_variant="pdf/ua-1", font_config=FontConfiguration()))
