"""Migrates the database and loads all published content: what every start and every update needs."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, transaction

from toolkit.content_files import ContentError

from ...roadmap.loading import load_content


class Command(BaseCommand):
    """Migrates, then brings toolkit and roadmap to the state of their files, in one transaction."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer `--check`, which says what would change and writes nothing."""
        parser.add_argument("--check", action="store_true", help="say what would change, write nothing")

    def handle(self, *, check: bool, verbosity: int, **options: Any) -> None:
        if not check:
            self._migrate()
        fixtures = settings.BASE_DIR / "fixtures"
        try:
            with transaction.atomic():
                for done in load_content(fixtures):
                    if verbosity:
                        self.stdout.write(str(done))
                transaction.set_rollback(check)
        except ContentError as error:
            raise CommandError(str(error)) from error

    def _migrate(self) -> None:
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as error:
            raise CommandError(
                "The database does not answer, or a table stayed in use by somebody else. Of the step that could not be "
                "done nothing was changed: run this again, when it is quieter."
            ) from error
