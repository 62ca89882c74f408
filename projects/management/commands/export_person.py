"""Writes what is kept about a person with an account as JSON."""

import json

from ...models import User
from ...privacy.data_export import data_export
from ..person_command import PersonCommand


class Command(PersonCommand):
    """Prints the data; the person can fetch the same on the page of their account."""

    help = __doc__ or ""

    def handle_person(self, person: User) -> None:
        self.stdout.write(json.dumps(data_export(person), ensure_ascii=False, indent=1))
