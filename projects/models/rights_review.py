"""That someone looked at who may do what in an organisation, and found it right."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..personal_data import DONE_BY, PersonalFields
from .audit import AuditEntry
from .organisation import Organisation

VALID_FOR = timedelta(days=365)


class RightsReview(models.Model):
    """One sign-off, never changed. `digest` is that of the rights that were looked at, `people` how many had any."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rights_reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)
    people = models.PositiveIntegerField()

    PERSONAL: ClassVar[PersonalFields] = {"by": DONE_BY}

    class Meta:
        verbose_name_plural = _("reviews of who may do what")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.at:%Y-%m-%d}"

    @property
    def is_too_old(self) -> bool:
        """Tell whether a new one is due: once a year (BIO2, 5.18.02)."""
        return self.at + VALID_FOR <= timezone.now()

    @classmethod
    def sign(cls, organisation: Organisation, *, digest: str, people: int, by: Any) -> "RightsReview":
        """Keep that `by` looked at these rights now and found them right."""
        with transaction.atomic():
            review = cls.objects.create(organisation=organisation, by=by, digest=digest, people=people)
            AuditEntry.record(
                "organisation.rights-reviewed",
                by=by,
                organisation=organisation,
                target=review,
                digest=digest,
                people=people,
            )
        return review
