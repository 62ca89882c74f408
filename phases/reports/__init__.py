"""Progress reports: gather the contents, render them as a page or a PDF, produce the file of a report."""

from .gather import gather
from .produce import produce, produce_report_back, produce_sheet
from .render import pdf_of, sheet_pdf_of
from .size import is_too_large, letters_of

__all__ = [
    "gather",
    "is_too_large",
    "letters_of",
    "pdf_of",
    "produce",
    "produce_report_back",
    "produce_sheet",
    "sheet_pdf_of",
]
