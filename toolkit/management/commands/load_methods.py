"""Loads the methods and the words of the field from the content files."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ...content_files import ContentError
from ...loading import load_toolkit


class Command(BaseCommand):
    """Brings the toolkit to the state of its files, in one transaction; safe to repeat."""

    help = __doc__ or ""

    def handle(self, **options: Any) -> None:
        """Load and say what changed."""
        try:
            with transaction.atomic():
                for done in load_toolkit(settings.BASE_DIR / "fixtures"):
                    self.stdout.write(str(done))
        except ContentError as error:
            raise CommandError(str(error)) from error
