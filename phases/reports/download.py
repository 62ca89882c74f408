"""The file of a document, for saving."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404


def download_of(document: Any, filename: str) -> FileResponse:
    """Return the PDF of a finished document under a name; raises Http404 where there is none."""
    if not document.is_ready or not default_storage.exists(document.file):
        raise Http404
    return FileResponse(
        default_storage.open(document.file),
        as_attachment=True,
        filename=filename,
        content_type="application/pdf",
    )
