"""Progress reports: gather the contents, render them as a page or a PDF; `produce` makes the file of a report."""

from .gather import gather
from .render import pdf_of, sheet_pdf_of
from .size import is_too_large, letters_of

__all__ = [
    "gather",
    "is_too_large",
    "letters_of",
    "pdf_of",
    "sheet_pdf_of",
]
