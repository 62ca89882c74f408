"""Where static files from packages come from: exactly the files named here, under the prefix `packages/`.

A package of the design system or a font brings hundreds of files along; nothing else of them is ever served.
`nlds.css` is made at set-up by `scripts/package_css`; the fonts come straight from `node_modules`.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core import checks
from django.core.files.storage import FileSystemStorage, Storage

SCREEN_FONT = "node_modules/@fontsource-variable/radio-canada/files"
PAPER_FONT = "node_modules/@fontsource/radio-canada/files"
FONTS = {
    f"packages/fonts/{name}": f"{folder}/{name}"
    for folder, name in (
        (SCREEN_FONT, "radio-canada-latin-wght-normal.woff2"),
        (SCREEN_FONT, "radio-canada-latin-ext-wght-normal.woff2"),
        (PAPER_FONT, "radio-canada-latin-400-normal.woff2"),
        (PAPER_FONT, "radio-canada-latin-700-normal.woff2"),
        (PAPER_FONT, "radio-canada-latin-ext-400-normal.woff2"),
        (PAPER_FONT, "radio-canada-latin-ext-700-normal.woff2"),
    )
}
SHEET = "packages/nlds.css"


class PackageStorage(FileSystemStorage):
    """A read-only view on the named files: a served name stands for a place on this machine."""

    def __init__(self, places: dict[str, Path]) -> None:
        super().__init__(location=settings.BASE_DIR)
        self.places = places

    def path(self, name: str) -> str:
        return str(self.places[name])


class PackageFinder(BaseFinder):
    """Finds the named files for `runserver`, for WhiteNoise and for `collectstatic`."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        base, var = Path(settings.BASE_DIR), Path(settings.VAR_DIR)
        self.places = {name: base / place for name, place in FONTS.items()} | {SHEET: var / SHEET}
        self.storage = PackageStorage(self.places)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Warn when the packages were not installed."""
        missing = [name for name, place in self.places.items() if not place.is_file()]
        if not missing:
            return []
        hint = "Run `npm ci` and then `scripts/package_css`."
        said = f"Static files are missing: {', '.join(missing)}."
        return [checks.Warning(said, hint=hint, id="cocreation.W001")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the place of one file, or a list of places; empty when it is not ours or not there."""
        place = self.places.get(path)
        found = [str(place)] if place is not None and place.is_file() else []
        if find_all:
            return found
        return found[0] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Yield every named file; a missing one stops `collectstatic` by name."""
        for name, place in self.places.items():
            if not place.is_file():
                raise FileNotFoundError(f"{name} is missing. Run `npm ci` and then `scripts/package_css`.")
            yield name, self.storage
