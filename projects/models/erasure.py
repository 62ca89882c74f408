"""What was erased at the wish of a person or after its term, so that a backup does not bring it back.

The ids stand in the database and in a file outside of it (`ERASURE_LEDGER`), which `restore` reads.
"""

import os
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from ..personal_data import PersonalFields


class Erasure(models.Model):
    """That something was erased: of what kind, and which; only its id."""

    ACCOUNT, QUOTE, SPEAKER, OUTCOME = "account", "quote", "speaker", "outcome"
    CONTACT, ADDRESS = "contact", "address"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    target_id = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    PERSONAL: ClassVar[PersonalFields] = {}

    class Meta:
        ordering = ("at", "id")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "target_id"], name="erased_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}"

    @classmethod
    def record(cls, kind: str, target_id: uuid.UUID) -> None:
        """Note that something is erased in this transaction; the file outside the database follows it."""
        cls.objects.get_or_create(kind=kind, target_id=target_id)
        transaction.on_commit(cls.write_ledger, robust=True)

    @classmethod
    def write_ledger(cls) -> int:
        """Add to the file what it lacks; give how many lines. A crash before it is made good by the next call."""
        known = {(kind, target) for kind, target, _at in read_ledger()}
        fresh = [row for row in cls.objects.all() if (row.kind, row.target_id) not in known]
        if fresh:
            path = Path(settings.ERASURE_LEDGER)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a") as file:
                file.writelines(f"{row.at.isoformat()} {row.kind} {row.target_id}\n" for row in fresh)
                file.flush()
                os.fsync(file.fileno())
        return len(fresh)


def read_ledger(path: Path | None = None) -> list[tuple[str, uuid.UUID, datetime]]:
    """Return the lines of the file: kind, id, moment; a line that was cut off by a crash is passed over."""
    file = Path(path or settings.ERASURE_LEDGER)
    lines = file.read_text().splitlines() if file.is_file() else []
    found = []
    for line in lines:
        try:
            moment, kind, target = line.split(" ")
            found.append((kind, uuid.UUID(target), datetime.fromisoformat(moment)))
        except ValueError:
            continue
    return found
