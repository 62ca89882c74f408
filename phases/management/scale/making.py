"""Makes it all, in the order in which rows need each other, with the constraints and triggers of the database in force."""

import secrets
from collections.abc import Iterable, Mapping
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

from projects.models import Initiative, Organisation, User

from ...demo import make_demonstration
from . import initiatives, people, prose, work, workshops
from .documents import make_documents, tell
from .numbers import Numbers
from .trail import Trail

OWN = "manage.py seed_scale"
"""The source of every initiative that is made here, by which they are known again."""
LEAD, ADMINISTRATOR = "projectleider@voorbeeld.example", "beheerder@voorbeeld.example"
PEOPLE = ("lead", "facilitator", "manager", "administrator")
PROSE = "CREATE TEMP TABLE scale_prose (n int PRIMARY KEY, short text NOT NULL, long text NOT NULL) ON COMMIT DROP"
ONE_TEXT = "INSERT INTO scale_prose (n, short, long) VALUES (%s, %s, %s)"
WRITERS = "SELECT id FROM scale_person WHERE n <= %(team_people)s"


def make(numbers: Numbers, seed: int) -> None:
    """Make the demonstration where it is not there yet, then all the rest beside it, in the transaction of the caller."""
    random = Random(seed)  # noqa: S311 - values for measuring
    lead = _lead()
    values = numbers.all() | _places(lead, seed)
    _write_prose(random)
    _execute([*people.STATEMENTS, *initiatives.STATEMENTS, people.INVITATIONS], values)
    _execute([*work.STATEMENTS, *workshops.STATEMENTS], values)
    tell(lead)
    make_documents(Initiative.objects.get(pk=values["big"]), values["big_reports"], by=lead)
    trail = Trail.about(values["organisation"], values["big"], lead, _writers(values))
    trail.write(values["lines"], values["lines_of_one"], now=values["now"], random=random)


def _lead() -> User:
    """Return the lead of the demonstration; who is made here has a password that nobody knows."""
    passwords = {person: secrets.token_urlsafe(24) for person in PEOPLE}
    make_demonstration(settings.BASE_DIR / "fixtures" / "demo.yaml", passwords)
    return User.objects.get(email=LEAD)


def _places(lead: User, seed: int) -> dict[str, Any]:
    """Return what the statements name besides numbers."""
    elsewhere = Organisation.objects.create(name=f"Buurgemeente {seed}")
    return {
        "big": uuid4(),
        "lead": lead.pk,
        "organisation": lead.memberships.get().organisation_id,
        "administrator": User.objects.get(email=ADMINISTRATOR).pk,
        "elsewhere": elsewhere.pk,
        "seed": seed,
        "own": OWN,
        "texts": prose.POOL,
        "now": timezone.now(),
        "password": make_password(None),
    }


def _write_prose(random: Random) -> None:
    """Write the texts of which rows take one each, and let the database draw by the same seed."""
    with connection.cursor() as cursor:
        cursor.execute(PROSE)
        cursor.executemany(ONE_TEXT, list(prose.texts(random)))
        cursor.execute("SELECT setseed(%s)", [random.uniform(-1, 1)])


def _execute(statements: Iterable[str], values: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)


def _writers(values: Mapping[str, Any]) -> list[UUID]:
    """Return who is in teams."""
    with connection.cursor() as cursor:
        cursor.execute(WRITERS, values)
        return [row[0] for row in cursor.fetchall()]
