"""Makes the first organisation with its administrator."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ...models import Organisation, User


class Command(BaseCommand):
    """Makes an organisation, and an account for its administrator if there is none."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the organisation's name and the administrator's address and name."""
        parser.add_argument("organisation", help="name of the public body")
        parser.add_argument("email", help="e-mail address of the administrator")
        parser.add_argument("name", help="name of the administrator")

    def handle(self, *, organisation: str, email: str, name: str, **options: Any) -> None:
        """Make both, asking for the password when the account is new."""
        if Organisation.objects.filter(name=organisation).exists():
            raise CommandError(f"There is an organisation called {organisation} already.")
        user = User.objects.filter(email=email.lower()).first()
        with transaction.atomic():
            if user is None:
                user = User.objects.create_user(email, self._password(), name=name)
            Organisation.create_with_admin(organisation, administrator=user)
        self.stdout.write(f"{organisation} is made, with {email} as administrator.")

    def _password(self) -> str:
        password = getpass.getpass("Password of the administrator (at least 15 characters): ")
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password
