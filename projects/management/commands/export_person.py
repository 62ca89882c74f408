"""Writes what is kept about a person with an account as JSON."""

from ...models import User
from ...privacy.data_export import data_export_as_json
from ..person_command import PersonCommand


class Command(PersonCommand):
    """Prints the data; the person can fetch the same on the page of their account."""

    help = __doc__ or ""

    def handle_person(self, person: User) -> None:
        for piece in data_export_as_json(person):
            self.stdout.write(piece, ending="")
