"""Fills an empty database and its files from a backup, all of it or nothing; what was erased since goes again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from ...backup import BackupError, restore


class Command(BaseCommand):
    """Restores a backup into a database that was migrated and is still empty."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file."""
        parser.add_argument("file", type=Path, help="a file that the command backup wrote")
        parser.add_argument(
            "--other-keys",
            action="store_true",
            help="go on although SECRET_KEY or AUDIT_KEY is another one than when the backup was made",
        )

    def handle(self, *, file: Path, other_keys: bool, **options: Any) -> None:
        """Restore, and say what came back."""
        try:
            manifest = restore(file, with_other_keys=other_keys)
        except BackupError as error:
            raise CommandError(str(error)) from error
        call_command("apply_erasures", stdout=self.stdout)
        self.stdout.write(f"{sum(manifest.rows.values())} rows are back, of {manifest.made_at}.")
