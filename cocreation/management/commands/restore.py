"""Fills an empty database and its files from a backup, all of it or nothing; what was erased since goes again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from projects.models import AuditHead

from ...operations.backup import check, restore
from ...operations.backup_manifest import BackupError
from ...operations.erasure_ledger import check_ledger
from ...operations.interruption import cleaning_up


class Command(BaseCommand):
    """Restores a backup into a database that was migrated and is still empty."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file that the command backup wrote")
        parser.add_argument(
            "--other-keys",
            action="store_true",
            help="go on although SECRET_KEY or AUDIT_KEY is another one than when the backup was made",
        )

        parser.add_argument(
            "--ledger",
            type=Path,
            default=settings.ERASURE_LEDGER,
            help="the file of what was erased (default: the setting ERASURE_LEDGER)",
        )
        parser.add_argument(
            "--no-ledger",
            action="store_true",
            help="go on without a ledger: who was erased since the backup was made comes back",
        )

    def handle(self, *, file: Path, other_keys: bool, ledger: Path, no_ledger: bool, **options: Any) -> None:
        try:
            with cleaning_up():
                if not no_ledger:
                    check(file)
                    check_ledger(ledger, file)
                manifest = restore(file, with_other_keys=other_keys)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self._set_the_anchor_aside()
        AuditHead.drop_anchor(begins=True)
        if no_ledger:
            self.stdout.write("There was no ledger: who was erased since the backup was made is back.")
        else:
            self._apply_erasures(ledger)
        self.stdout.write(f"{sum(manifest.rows.values())} rows are back, of {manifest.made_at}.")

    def _apply_erasures(self, ledger: Path) -> None:
        try:
            call_command("apply_erasures", ledger=ledger, stdout=self.stdout)
        except Exception as error:
            raise CommandError(
                f"The rows are back, but what was erased did not go again ({type(error).__name__}). "
                "Let nobody sign in before `manage.py apply_erasures` has done it."
            ) from error

    def _set_the_anchor_aside(self) -> None:
        """Keep the anchor of the trail of before under another name: the trail of the backup gets one of its own."""
        anchor = Path(settings.AUDIT_ANCHOR)
        if anchor.is_file():
            anchor.replace(anchor.with_name(f"{anchor.name}.before-restore"))
            self.stdout.write(
                f"The anchor of the audit trail of before is kept as {anchor.name}.before-restore."
            )
