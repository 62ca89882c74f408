"""Takes off the codes and passkeys of someone who lost them. Make sure first who asks."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...account_events import forget_second_factor
from ...models import User


class Command(BaseCommand):
    """Takes every second factor off, signs the person out and tells them by mail."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the address."""
        parser.add_argument("email")

    def handle(self, *, email: str, **options: Any) -> None:
        """Take them off."""
        person = User.objects.filter(email=email.lower()).first()
        if person is None:
            raise CommandError("Nobody with this address has an account.")
        if not forget_second_factor(person):
            raise CommandError("This person has no second factor.")
        self.stdout.write(f"The second factor of {person.pk} is off; the person is told by mail.")
