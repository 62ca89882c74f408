"""The file that says what was erased: without it a backup brings back who was erased since it was made.

It is a line for each: moment, kind, id. The app writes it (`projects`); here one only sees whether it is there and is the
one that belongs to a backup.
"""

import json
import re
import zipfile
from pathlib import Path

from .backup_manifest import BackupError

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ROWS = "rows/projects.erasure.jsonl"
WITHOUT = "Put it there, or name it with --ledger. Is there none, then say so with --no-ledger: who was erased comes back."


def check_ledger(ledger: Path, backup: Path) -> None:
    """Raise `BackupError` unless the ledger is there and knows all that the backup itself knows to be erased."""
    told = _lines(ledger)
    if not told:
        raise BackupError(f"there is no ledger of what was erased at {ledger}. {WITHOUT}")
    lacking = _erased_before(backup) - told
    if lacking:
        raise BackupError(
            f"the ledger at {ledger} is another one, or an old one: it lacks {len(lacking)} of what the backup itself "
            f"knows to be erased. {WITHOUT}"
        )


def _lines(ledger: Path) -> set[tuple[str, str]]:
    try:
        lines = [line.split(" ") for line in ledger.read_text().splitlines()]
    except (OSError, UnicodeDecodeError):
        return set()
    return {(parts[1], parts[2]) for parts in lines if len(parts) == 3 and ID.fullmatch(parts[2])}


def _erased_before(backup: Path) -> set[tuple[str, str]]:
    with zipfile.ZipFile(backup) as archive:
        rows = [json.loads(line)["fields"] for line in archive.read(ROWS).splitlines()]
    return {(row["kind"], row["target_id"]) for row in rows}
