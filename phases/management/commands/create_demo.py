"""Makes the demonstration initiative with three sign-ins; their passwords stand in a file under VAR_DIR."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from toolkit.content_files import read_yaml

from ...demo import make_demonstration

PEOPLE = ("lead", "facilitator", "manager", "administrator")


class Command(BaseCommand):
    """Makes the demonstration once; a second run changes nothing."""

    help = __doc__ or ""

    def handle(self, **options: Any) -> None:
        """Make it, unless this is a server: there are no demonstration accounts on a database that was named."""
        if not settings.EMBEDDED or connection.vendor != "sqlite":
            raise CommandError("The demonstration is for the embedded mode (make run) only.")
        path = settings.BASE_DIR / "fixtures" / "demo.yaml"
        passwords = {person: secrets.token_urlsafe(12) for person in PEOPLE}
        if make_demonstration(path, passwords) is None:
            return
        people = read_yaml(path)["people"]
        lines = [f"{people[who]['name']:<18} {people[who]['email']:<36} {passwords[who]}" for who in PEOPLE]
        place = settings.VAR_DIR / "demo-sign-ins.txt"
        place.touch(mode=0o600)
        place.write_text("\n".join(lines) + "\n")
