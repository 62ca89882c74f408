"""Takes off the codes and passkeys of someone who lost them. Make sure first who asks."""

from django.core.management.base import CommandError

from ...accounts.events import forget_second_factor
from ...models import User
from ..person_command import PersonCommand


class Command(PersonCommand):
    """Takes every second factor off, signs the person out and tells them by mail."""

    help = __doc__ or ""

    def handle_person(self, person: User) -> None:
        if not forget_second_factor(person):
            raise CommandError("This person has no second factor.")
        self.stdout.write(f"The second factor of {person.pk} is off; the person is told by mail.")
