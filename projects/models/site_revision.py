"""Which content the site shows, so that a process knows when what it read before holds no longer."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.db import models


class SiteRevision(models.Model):
    """The one row with the revision of the published content: a new random value each time it is loaded."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    content = models.UUIDField()

    PERSONAL: ClassVar[dict[str, Any]] = {}

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_site_revision"),
        ]

    def __str__(self) -> str:
        return str(self.content)

    @classmethod
    def current(cls) -> UUID | None:
        """Return the revision of now; None where no content was loaded."""
        return cls.objects.values_list("content", flat=True).first()

    @classmethod
    def renew(cls) -> None:
        """Say that the content is another one from now on; call it in the transaction that changes the content."""
        cls.objects.update_or_create(pk=cls.ONLY, defaults={"content": uuid4()})
