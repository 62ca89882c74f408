"""A backup is one zip: every row of the database, every file, and a manifest with hashes and counts.

It holds whatever the database is, so that a backup of SQLite can be restored in PostgreSQL. It is read in one snapshot
and restored in one transaction: what is damaged, or of another version, is refused with the target untouched.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps as installed
from django.core import serializers
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

FORMAT = 1
MANIFEST = "manifest.json"
PIECE = 1 << 20
LEFT_OUT = frozenset({"projects.session", "contenttypes.contenttype", "auth.permission", "auth.group"})
"""What is not kept: sign-ins of the moment, and what Django makes by itself."""


class BackupError(Exception):
    """The backup is damaged, or does not fit here; nothing was changed."""


@dataclass
class Manifest:
    """What a backup holds. `rows` counts the rows of each model, `hashes` has the SHA-256 of each part."""

    made_at: str
    migrations: list[str]
    format: int = FORMAT
    rows: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)


def write(path: Path) -> Manifest:
    """Write a backup; give what it holds. The file is there whole or not at all."""
    manifest = Manifest(timezone.now().isoformat(), _migrations())
    unfinished = path.with_name(f"{path.name}.unfinished")
    alone = not connection.in_atomic_block
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive, transaction.atomic():
        if alone and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for model in _models():
            _write_rows(archive, model, manifest)
        for name in sorted(_files("")):
            with default_storage.open(name) as source, archive.open(f"files/{name}", "w") as target:
                manifest.hashes[f"files/{name}"] = _copy(source, target)
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True))
    unfinished.rename(path)
    return manifest


def check(path: Path) -> Manifest:
    """Read a backup through and give what it holds; `BackupError` says what is wrong with it."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = Manifest(**json.loads(archive.read(MANIFEST)))
            _check_parts(archive, manifest)
    except (
        OSError,
        zipfile.BadZipFile,
        KeyError,
        TypeError,
        ValueError,
        EOFError,
        NotImplementedError,
    ) as error:
        raise BackupError(f"the file is damaged or no backup: {error}") from error
    if manifest.format != FORMAT:
        raise BackupError(f"a backup of form {manifest.format} cannot be read here")
    if manifest.migrations != _migrations():
        raise BackupError("the backup was made with another version of the application")
    return manifest


def restore(path: Path) -> Manifest:
    """Fill an empty database and its files from a backup that was checked; all of it or nothing."""
    manifest = check(path)
    taken = [model._meta.label for model in _models() if model._base_manager.exists()]
    if taken:
        raise BackupError(f"the database is not empty: {', '.join(taken[:5])}")
    with zipfile.ZipFile(path) as archive, transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # rows come before what they point at
        for model in _models():
            _read_rows(archive, model)
        connection.check_constraints()
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            with connection.cursor() as cursor:
                cursor.execute(statement)
        found = {model._meta.label_lower: model._base_manager.count() for model in _models()}
        if found != manifest.rows:
            raise BackupError("the rows that were read are not those of the manifest")
        for name in archive.namelist():
            if name.startswith("files/"):
                inside = name.removeprefix("files/")
                default_storage.delete(inside)
                default_storage.save(inside, ContentFile(archive.read(name)))
    return manifest


def _models() -> list[Any]:
    everything = installed.get_models(include_auto_created=True)
    return [
        model for model in everything if model._meta.label_lower not in LEFT_OUT and not model._meta.proxy
    ]


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _files(folder: str) -> Iterator[str]:
    """Give the name of every file in storage."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        yield f"{folder}/{name}" if folder else name
    for inside in folders:
        yield from _files(f"{folder}/{inside}" if folder else inside)


def _write_rows(archive: zipfile.ZipFile, model: Any, manifest: Manifest) -> None:
    name, count, digest = f"rows/{model._meta.label_lower}.jsonl", 0, hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as target:
        for row in model._base_manager.order_by("pk").iterator(chunk_size=2_000):
            (plain,) = serializers.serialize("python", [row])
            line = (
                json.dumps(plain, default=str, ensure_ascii=False).encode() + b"\n"
            )  # times whole, to the microsecond
            digest.update(line)
            target.write(line)
            count += 1
    manifest.rows[model._meta.label_lower] = count
    manifest.hashes[name] = digest.hexdigest()


def _read_rows(archive: zipfile.ZipFile, model: Any) -> None:
    with archive.open(f"rows/{model._meta.label_lower}.jsonl") as source:
        for line in source:
            for read in serializers.deserialize("python", [json.loads(line)]):
                read.save(force_insert=True)


def _check_parts(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    names = set(archive.namelist()) - {MANIFEST}
    if names != set(manifest.hashes):
        raise ValueError("parts are missing, or were put in")
    for name, wanted in manifest.hashes.items():
        with archive.open(name) as source:
            if _copy(source, None) != wanted:
                raise ValueError(f"{name} was changed")


def _copy(source: Any, target: BinaryIO | Any | None) -> str:
    """Copy piece by piece and give the SHA-256."""
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
        if target is not None:
            target.write(piece)
    return digest.hexdigest()
