"""The first part of a backup: what it holds, which version of the application made it, and with which keys."""

import hashlib
import hmac
import json
import zipfile
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 2
MANIFEST = "manifest.json"
FORMER_LABELS = {"projects.idempotencykey": "projects.submission"}
"""What a backup calls the rows of a model that was renamed: the name it had, so that backups of before fit."""
ONLY_NAMES = frozenset({"projects.0018_idempotency_key"})
"""Migrations that change no table; a backup fits with and without them."""
KEYS = {
    "SECRET_KEY": "the secrets of second factors and of identity providers could not be read",
    "AUDIT_KEY": "verify_audit would call every line of the audit trail changed",
}
"""What the rows cannot do without, and what would become of them."""


class BackupError(Exception):
    """The backup is damaged, or does not fit here; nothing was changed."""


@dataclass
class Manifest:
    """What a backup holds. `rows` counts the rows of each model, `hashes` has the SHA-256 of each part.

    `keys` has a mark of each key that the rows need. `vanished` names files that went away while they were copied.
    """

    made_at: str
    migrations: list[str]
    format: int = FORMAT
    keys: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    vanished: list[str] = field(default_factory=list)


def other_keys(manifest: Manifest) -> list[str]:
    """Say of each key that is not the one of when the backup was made, what that would do."""
    return [
        f"{name} is another one than when the backup was made: {loss}"
        for name, loss in KEYS.items()
        if manifest.keys.get(name) not in marks_of_key(name)
    ]


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Return the manifest; `BackupError` when it is of another form or another version of the application."""
    said = json.loads(archive.read(MANIFEST))
    if said["format"] != FORMAT:
        raise BackupError(f"a backup of form {said['format']} cannot be read here")
    manifest = Manifest(**said)
    if set(manifest.migrations) - ONLY_NAMES != set(migrations_applied()):
        raise BackupError("the backup was made with another version of the application")
    return manifest


def migrations_applied() -> list[str]:
    """Return what was applied here, as `app.name`, without what changes no table."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted({f"{app}.{name}" for app, name in applied} - ONLY_NAMES)


def backup_label(model: Any) -> str:
    """Return what a backup calls this model, in lower case."""
    label = model._meta.label_lower
    return FORMER_LABELS.get(label, label)


def marks_of_key(name: str) -> list[str]:
    """Return what tells that a key is the same, without telling the key: for each that this name has here, the first in use."""
    earlier = settings.SECRET_KEY_FALLBACKS if name == "SECRET_KEY" else []
    word = f"backup {name}".encode()
    return [
        hmac.new(key.encode(), word, hashlib.sha256).hexdigest()
        for key in (getattr(settings, name), *earlier)
    ]
