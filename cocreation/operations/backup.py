"""A backup is one zip: every row of the database, every file, and a manifest with hashes and counts.

It holds whatever the database is, so that a backup of SQLite can be restored in PostgreSQL. It is read in one snapshot
and restored in one transaction: what is damaged, of another version or sealed with other keys is refused with the target
untouched. Of the keys it holds a mark only, which tells whether two are the same.
"""

import hashlib
import json
import zipfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps as installed
from django.core import serializers
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.utils import validate_file_name
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from .backup_manifest import (
    KEYS,
    MANIFEST,
    BackupError,
    Manifest,
    backup_label,
    marks_of_key,
    migrations_applied,
    other_keys,
    read_manifest,
)
from .stored_files import lies_in_storage, stored_files

FILES = "files/"
CHUNK_SIZE = 1 << 20
EXCLUDED_MODELS = frozenset(
    {
        "projects.session",
        "projects.taskrun",
        "contenttypes.contenttype",
        "auth.permission",
        "auth.group",
        "auth.group_permissions",
    }
)
"""What is not kept: sign-ins and background work of the moment, and what Django makes by itself."""


def write(path: Path) -> Manifest:
    """Write a backup; give what it holds. The file is there whole or not at all."""
    keys = {name: marks_of_key(name)[0] for name in KEYS}
    manifest = Manifest(timezone.now().isoformat(), migrations_applied(), keys=keys)
    unfinished = path.with_name(f"{path.name}.unfinished")
    if lies_in_storage(path):
        raise BackupError(f"{path} lies in the folder of files that is copied; choose another place")
    with ExitStack() as undoing:
        undoing.callback(unfinished.unlink, missing_ok=True)
        _write_all(unfinished, manifest)
        unfinished.rename(path)
    return manifest


def check(path: Path) -> Manifest:
    """Read a backup through and give what it holds; `BackupError` says what is wrong with it."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = read_manifest(archive)
            _check_parts(archive, manifest)
    except BackupError:
        raise
    except Exception as error:
        raise BackupError(f"the file is damaged or no backup: {error}") from error
    return manifest


def restore(path: Path, *, with_other_keys: bool = False) -> Manifest:
    """Fill an empty database and its files from a backup that was checked; all of it or nothing.

    A backup that was made with other keys is refused, unless one goes on `with_other_keys` knowingly.
    """
    manifest = check(path)
    if (said := other_keys(manifest)) and not with_other_keys:
        raise BackupError("; ".join(said))
    taken = [model._meta.label for model in _models() if model._base_manager.exists()]
    if taken:
        raise BackupError(f"the database is not empty: {', '.join(taken[:5])}")
    lacking = _lacking_files(manifest)
    try:
        with ExitStack() as undoing:
            with zipfile.ZipFile(path) as archive, transaction.atomic():
                _read_all(archive, manifest)
                for name in lacking:
                    undoing.callback(default_storage.delete, name)
                    default_storage.save(name, ContentFile(archive.read(f"{FILES}{name}")))
            undoing.pop_all()
    except BackupError:
        raise
    except Exception as error:
        raise BackupError(f"it cannot be restored here ({type(error).__name__})") from error
    return manifest


def _models() -> list[Any]:
    everything = installed.get_models(include_auto_created=True)
    return [
        model
        for model in everything
        if model._meta.label_lower not in EXCLUDED_MODELS and not model._meta.proxy
    ]


def _lacking_files(manifest: Manifest) -> list[str]:
    """Return the files that are not here yet. One that is here with something else in it is not overwritten."""
    lacking = []
    for part, wanted in manifest.hashes.items():
        name = part.removeprefix(FILES)
        if not part.startswith(FILES):
            continue
        if not default_storage.exists(name):
            lacking.append(name)
            continue
        with default_storage.open(name) as file:
            if _copy(file, None) != wanted:
                raise BackupError(f"the file {name} is there already, with something else in it")
    return lacking


def _write_all(path: Path, manifest: Manifest) -> None:
    alone = not connection.in_atomic_block
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)  # everything about everyone is in it
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, transaction.atomic():
        if alone and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for model in _models():
            _write_rows(archive, model, manifest)
        for name in sorted(stored_files()):
            _write_file(archive, name, manifest)
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True))


def _write_file(archive: zipfile.ZipFile, name: str, manifest: Manifest) -> None:
    """Copy a file; one that went away since it was listed is noted."""
    try:
        source = default_storage.open(name)
    except FileNotFoundError:
        manifest.vanished.append(name)
        return
    with source, archive.open(f"{FILES}{name}", "w", force_zip64=True) as target:
        manifest.hashes[f"{FILES}{name}"] = _copy(source, target)


def _read_all(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read every row, and see that all of them are there and fit together."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # rows come before what they point at
    for model in _models():
        _read_rows(archive, model)
    connection.check_constraints()
    found = {backup_label(model): model._base_manager.count() for model in _models()}
    if found != manifest.rows:
        raise BackupError("the rows that were read are not those of the manifest")
    for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _part_of(model: Any) -> str:
    return f"rows/{backup_label(model)}.jsonl"


def _write_rows(archive: zipfile.ZipFile, model: Any, manifest: Manifest) -> None:
    name, count, digest = _part_of(model), 0, hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as target:
        for row in model._base_manager.order_by("pk").iterator(chunk_size=2_000):
            (plain,) = serializers.serialize("python", [row])
            line = (
                json.dumps(plain, default=str, ensure_ascii=False).encode() + b"\n"
            )  # times whole, to the microsecond
            digest.update(line)
            target.write(line)
            count += 1
    manifest.rows[backup_label(model)] = count
    manifest.hashes[name] = digest.hexdigest()


def _read_rows(archive: zipfile.ZipFile, model: Any) -> None:
    with archive.open(_part_of(model)) as source:
        for line in source:
            plain = json.loads(line)
            if plain["model"] == backup_label(model):
                plain["model"] = model._meta.label_lower
            for read in serializers.deserialize("python", [plain]):
                read.save(force_insert=True)


def _check_parts(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    if sorted(archive.namelist()) != sorted([MANIFEST, *manifest.hashes]):
        raise ValueError("parts are missing, or were put in")
    files = {name for name in manifest.hashes if name.startswith(FILES)}
    if set(manifest.hashes) - files != {_part_of(model) for model in _models()}:
        raise ValueError("the rows of a table are missing, or were put in")
    for name in files:
        validate_file_name(name.removeprefix(FILES), allow_relative_path=True)
    for name, wanted in manifest.hashes.items():
        with archive.open(name) as source:
            if _copy(source, None) != wanted:
                raise ValueError(f"{name} was changed")


def _copy(source: Any, target: BinaryIO | Any | None) -> str:
    """Copy piece by piece and give the SHA-256."""
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK_SIZE):
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
    return digest.hexdigest()
