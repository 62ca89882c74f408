"""Loads the roadmap and the problems from the content files."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from toolkit.content_files import ContentError

from ...roadmap.loading import load_roadmap


class Command(BaseCommand):
    """Brings the roadmap to the state of its files, in one transaction; safe to repeat."""

    help = __doc__ or ""

    def handle(self, **options: Any) -> None:
        """Load and say what changed."""
        try:
            with transaction.atomic():
                for done in load_roadmap(settings.BASE_DIR / "fixtures"):
                    self.stdout.write(str(done))
        except ContentError as error:
            raise CommandError(str(error)) from error
