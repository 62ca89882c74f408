"""The key of a form that makes something: sent twice, it makes one thing."""

import uuid
from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.db import IntegrityError, models, transaction

from ..personal_data import RECEIPT, PersonalFields


class IdempotencyKey(models.Model):
    """That a form with this key was accepted, and where its answer led."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    route = models.CharField(max_length=80)
    answer_url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    PERSONAL: ClassVar[PersonalFields] = {"by": RECEIPT}

    class Meta:
        db_table = "projects_submission"  # its name before it was called what it is

    def __str__(self) -> str:
        return f"{self.route} {self.key}"

    @classmethod
    def earlier(cls, key: uuid.UUID, *, by: Any) -> str:
        """Return the address that an earlier post of this person with this key led to; empty when there was none."""
        row = cls.objects.filter(key=key_for_person(key, by)).first()
        return row.answer_url if row else ""

    @classmethod
    def run_once(cls, key: uuid.UUID, *, by: Any, route: str, create: Callable[[], str]) -> str:
        """Run `create` the first time this person's key arrives and give the address it returns; later, that address.

        The row stands before the work, in one transaction with it: of posts that arrive together the
        database lets one through and holds the others until its answer is known.
        """
        try:
            with transaction.atomic():
                row = cls.objects.create(key=key_for_person(key, by), by=by, route=route)
                row.answer_url = create()
                row.save(update_fields=["answer_url"])
                return row.answer_url
        except IntegrityError:
            earlier = cls.objects.filter(key=key_for_person(key, by)).first()
            if earlier is None:
                raise
            return earlier.answer_url


def key_for_person(key: uuid.UUID, by: Any) -> uuid.UUID:
    """Return what is stored of a key: another one for each person, so that nobody uses up a key of somebody else."""
    return uuid.uuid5(key, str(by.pk))
