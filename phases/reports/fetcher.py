"""What the PDF renderer may load: our own static files, by name, what it was given with the document, nothing else."""

from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint.urls import URLFetcher, URLFetcherResponse

# No host has this name, ever (RFC 2606): an address under it means a static file of ours.
BASE = "https://static.invalid/"
TYPES = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


class ForeignAddressError(ValueError):
    """A document asked for something that is not a static file of ours."""


class StaticFileFetcher(URLFetcher):
    """Answers addresses under `BASE` from the static files and refuses every other one.

    `own` are files of this one document, as kind and content by name: the logo and the colours of an organisation.
    """

    def __init__(self, own: dict[str, tuple[str, bytes]] | None = None) -> None:
        super().__init__()
        self.own = own or {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the file; raises ForeignAddressError for any address that is not ours."""
        parts = urlsplit(url)
        name = unquote(parts.path).lstrip("/")
        if url.startswith(BASE) and name in self.own:
            own_kind, content = self.own[name]
            return URLFetcherResponse(url, BytesIO(content), {"Content-Type": own_kind})
        kind = TYPES.get(Path(name).suffix)
        if f"{parts.scheme}://{parts.netloc}/" != BASE or kind is None or ".." in Path(name).parts:
            raise ForeignAddressError(url)
        place = _place(name)
        if place is None:
            raise ForeignAddressError(url)
        return URLFetcherResponse(url, BytesIO(place.read_bytes()), {"Content-Type": kind})


def _place(name: str) -> Path | None:
    """Find a static file: where it comes from, else among the collected ones (an image has only those)."""
    found = finders.find(name)
    if isinstance(found, str):
        return Path(found)
    collected = Path(settings.STATIC_ROOT) / name
    return collected if collected.is_file() else None
