"""What stands in the folder of files, and whether a path leads into it."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import default_storage


def _folders(folder: str = "", above: frozenset[str] = frozenset()) -> Iterator[tuple[str, list[str]]]:
    """Return every folder in storage with the names in it; a link that leads back up is not followed."""
    place = os.path.realpath(default_storage.path(folder))
    if place in above:
        return
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield folder, names
    for inside in folders:
        yield from _folders(f"{folder}/{inside}".lstrip("/"), above | {place})


def stored_files() -> Iterator[str]:
    yield from (f"{folder}/{name}".lstrip("/") for folder, names in _folders() for name in names)


def lies_in_storage(path: Path) -> bool:
    """Tell whether what stands at a path would be copied, also where links lead there."""
    place = path.resolve().parent
    if place.is_relative_to(Path(default_storage.path("")).resolve()):
        return True
    return any(os.path.realpath(default_storage.path(folder)) == str(place) for folder, _names in _folders())
