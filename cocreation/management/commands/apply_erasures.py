"""Erases again what was erased since a backup was made; `restore` calls it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from ...compliance.apply_erasures import apply_erasures


class Command(BaseCommand):
    """Reads the ledger of erasures and says how much had come back."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--ledger", type=Path, help="the file of ids (default: the setting ERASURE_LEDGER)"
        )

    def handle(self, *, ledger: Path | None, **options: Any) -> None:
        self.stdout.write(f"{apply_erasures(ledger)} had come back and are erased again.")
