"""Erases a person with an account: the account is emptied, their work stays without a name."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...erasure import CannotLeaveError, erase
from ...models import User


class Command(BaseCommand):
    """Erases, or says what has to be handed over first."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the address."""
        parser.add_argument("email")

    def handle(self, *, email: str, **options: Any) -> None:
        """Erase."""
        person = User.objects.filter(email=email.lower()).first()
        if person is None:
            raise CommandError("Nobody with this address has an account.")
        try:
            erase(person, by=None)
        except CannotLeaveError as error:
            raise CommandError(f"Hand over first: {error}") from error
        self.stdout.write(f"The account {person.pk} is erased.")
