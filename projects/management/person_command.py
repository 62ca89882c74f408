"""What commands about one person share: they are named by their address."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ..models import User


class PersonCommand(BaseCommand):
    """Finds the person of an address and goes on with `handle_person`."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options: Any) -> None:
        person = User.objects.filter(email=email.lower()).first()
        if person is None:
            raise CommandError("Nobody with this address has an account.")
        self.handle_person(person)

    def handle_person(self, person: User) -> None:
        raise NotImplementedError
