"""Fills a PostgreSQL of one's own with a hundred times the data, beside the demonstration: to measure with."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from projects.models import AuditEntry, Initiative, Invitation, Stakeholder, User

from ...models import (
    Answer,
    AnswerRevision,
    Feedback,
    GateDecision,
    ItemCompletion,
    Outcome,
    OwnMethod,
    Telling,
    Theme,
    Workshop,
)
from ..scale.making import OWN, make
from ..scale.numbers import Numbers

MADE: dict[str, Any] = {
    "initiatives": Initiative,
    "people": User,
    "invitations": Invitation,
    "groups": Stakeholder,
    "answers": Answer,
    "versions of answers": AnswerRevision,
    "settled items": ItemCompletion,
    "gate decisions": GateDecision,
    "workshops": Workshop,
    "outcomes": Outcome,
    "themes": Theme,
    "feedback": Feedback,
    "tellings": Telling,
    "own methods": OwnMethod,
    "lines of the trail": AuditEntry,
}


class Command(BaseCommand):
    """Fills the database; the numbers grow with `--times`, where 100 is the whole and 1 a hundredth of it."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--times", type=int, default=100, help="1 is a hundredth of what 100 makes")
        parser.add_argument("--seed", type=int, help="by which the values vary (default: drawn, and printed)")
        parser.add_argument("--force", action="store_true", help="go on where others have initiatives too")

    def handle(self, *, times: int, seed: int | None, force: bool, **options: Any) -> None:
        """Refuse where it does not belong, make everything in one transaction, then say what is there."""
        seed = secrets.randbelow(1_000_000) if seed is None else seed
        self._check(times, seed, force=force)
        with transaction.atomic():
            make(Numbers(times), seed)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        told = ", ".join(f"{model.objects.count()} {name}" for name, model in MADE.items())
        self.stdout.write(f"With seed {seed}, {times} times: {told}.")

    def _check(self, times: int, seed: int, *, force: bool) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("This fills PostgreSQL only.")
        if times < 1:
            raise CommandError("--times is at least 1.")
        if Initiative.objects.exclude(source=OWN).exclude(is_example=True).exists() and not force:
            raise CommandError("There are initiatives of others here. With --force they get company.")
        if User.objects.filter(email=f"persoon-1-{seed}@voorbeeld.example").exists():
            raise CommandError(f"What seed {seed} makes is here already.")
