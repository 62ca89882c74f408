"""What every row that people write has in common."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..personal_data import DONE_BY, PersonalFields


class StaleError(Exception):
    """Someone else changed the row since the writer read it; nothing was stored."""


class VersionedModel(models.Model):
    """A row with an id that may leave the server, and with who changed it last.

    `version` rises by one with every change; a writer names the version the text was based on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    version = models.PositiveIntegerField(default=1)

    PERSONAL: ClassVar[PersonalFields] = {"updated_by": DONE_BY}

    class Meta:
        abstract = True

    def update_version(self, *, by: Any, based_on: int | None = None, **values: Any) -> None:
        """Store new `values` as the next version, written by `by`, in one conditional update.

        `based_on` is the version the writer had in front of them (default: the one in this object);
        when the row has moved on since, `StaleError` is raised and nothing is stored.
        """
        expected = self.version if based_on is None else based_on
        fresh = {**values, "version": expected + 1, "updated_by": by, "updated_at": timezone.now()}
        if not type(self)._default_manager.filter(pk=self.pk, version=expected).update(**fresh):
            raise StaleError
        for name, value in fresh.items():
            setattr(self, name, value)
