"""Writes what is kept about a person with an account as JSON."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...models import User
from ...own_data import own_data


class Command(BaseCommand):
    """Prints the data; the person can fetch the same on the page of their account."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the address."""
        parser.add_argument("email")

    def handle(self, *, email: str, **options: Any) -> None:
        """Print."""
        person = User.objects.filter(email=email.lower()).first()
        if person is None:
            raise CommandError("Nobody with this address has an account.")
        self.stdout.write(json.dumps(own_data(person), ensure_ascii=False, indent=1))
