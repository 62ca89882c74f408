"""Ways to damage a backup: a function that is given the file and changes it."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Parts = dict[str, bytes]
Damage = Callable[[Path], Any]


def rewritten(path: Path, change: Callable[[Parts], Any]) -> None:
    """Change the parts of a backup."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def parts_changed(change: Callable[[Parts], Any]) -> Damage:
    """Change parts, while the manifest says what it said."""
    return lambda path: rewritten(path, change)


def in_manifest(**values: Any) -> Damage:
    """Change what the manifest says."""

    def change(parts: Parts) -> None:
        parts["manifest.json"] = json.dumps({**json.loads(parts["manifest.json"]), **values}).encode()

    return parts_changed(change)


def agreeing(change: Callable[[Parts], Any]) -> Damage:
    """Change parts, and let the manifest agree with them."""

    def whole(parts: Parts) -> None:
        change(parts)
        manifest = json.loads(parts.pop("manifest.json"))
        manifest["hashes"] = {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()}
        rows = {name: part.count(b"\n") for name, part in parts.items() if name.startswith("rows/")}
        manifest["rows"] = {name[len("rows/") : -len(".jsonl")]: count for name, count in rows.items()}
        parts["manifest.json"] = json.dumps(manifest).encode()

    return parts_changed(whole)
