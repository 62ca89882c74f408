"""Writes everything (database and files) into one file, or checks one that is there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...operations.backup import check as read_through
from ...operations.backup import write
from ...operations.backup_manifest import BackupError, other_keys
from ...operations.interruption import cleaning_up


class Command(BaseCommand):
    """Writes a backup; with `--check` it only reads one through."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a new file, for example roadmap-2026-11-24.zip")
        parser.add_argument("--check", action="store_true", help="read the file through and change nothing")

    def handle(self, *, file: Path, check: bool, **options: Any) -> None:
        if not check and file.exists():
            raise CommandError(f"{file} is there already.")
        try:
            with cleaning_up():
                manifest = read_through(file) if check else write(file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"{error.filename or file} cannot be read or written: {error.strerror}."
            ) from error
        files = sum(name.startswith("files/") for name in manifest.hashes)
        self.stdout.write(
            f"{file}: {sum(manifest.rows.values())} rows and {files} files, of {manifest.made_at}."
        )
        for name in manifest.vanished:
            self.stdout.write(f"{name} went away while it was being copied.")
        for said in other_keys(manifest):
            self.stdout.write(f"{said}.")
