"""Erases a person with an account: the account is emptied, their work stays without a name."""

from django.core.management.base import CommandError

from ...models import User
from ...privacy.erasure import CannotLeaveError, erase
from ..person_command import PersonCommand


class Command(PersonCommand):
    """Erases, or says what has to be handed over first."""

    help = __doc__ or ""

    def handle_person(self, person: User) -> None:
        try:
            erase(person, by=None)
        except CannotLeaveError as error:
            raise CommandError(f"Hand over first: {error}") from error
        self.stdout.write(f"The account {person.pk} is erased.")
