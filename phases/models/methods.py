"""Methods that an organisation added for itself; the catalogue does not know whose they are."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import AuditEntry, Organisation, VersionedModel
from projects.personal_data import PersonalFields
from toolkit.models import Method


class OwnMethodQuerySet(models.QuerySet["OwnMethod"]):
    def in_use(self) -> Self:
        """Keep what is offered to the organisation's teams today, by name."""
        return self.filter(method__retired_at=None).select_related("method")


class OwnMethod(VersionedModel):
    """That `method` belongs to `organisation`: only its people see it, in the adviser and when they plan."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="own_methods")
    method = models.OneToOneField(Method, on_delete=models.PROTECT, related_name="own")

    PERSONAL: ClassVar[PersonalFields] = VersionedModel.PERSONAL

    objects = OwnMethodQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("own methods")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return str(self.method)

    def get_absolute_url(self) -> str:
        return reverse("phases:own-method", args=[self.pk])

    @classmethod
    def add(cls, organisation: Organisation, *, by: Any, **values: Any) -> "OwnMethod":
        """Add a method; `values` are the fields of `Method`."""
        with transaction.atomic():
            method = Method.objects.create(
                code=f"own-{uuid.uuid4().hex}", position=0, shared=False, checked=True, **values
            )
            own = cls.objects.create(organisation=organisation, method=method, updated_by=by)
            AuditEntry.record("own-method.added", by=by, organisation=organisation, target=own)
        return own

    def revise(self, *, by: Any, based_on: int, **values: Any) -> None:
        """Store a changed method, unless someone was earlier (`StaleError`)."""
        with transaction.atomic():
            self.update_version(by=by, based_on=based_on)
            Method.objects.filter(pk=self.method_id).update(**values)
            AuditEntry.record("own-method.revised", by=by, organisation=self.organisation, target=self)

    def retire(self, *, by: Any) -> None:
        """Offer the method no longer; where it was used it stays readable."""
        self._offer(timezone.now(), "own-method.retired", by=by)

    def offer_again(self, *, by: Any) -> None:
        self._offer(None, "own-method.offered-again", by=by)

    def _offer(self, retired_at: Any, action: str, *, by: Any) -> None:
        with transaction.atomic():
            self.update_version(by=by)
            Method.objects.filter(pk=self.method_id).update(retired_at=retired_at)
            AuditEntry.record(action, by=by, organisation=self.organisation, target=self)


def methods_for(organisations: Any) -> Any:
    """Return the methods that people of these organisations may use: the published ones and their own."""
    mine = models.Q(own__organisation__in=organisations)
    return Method.objects.filter(models.Q(shared=True) | mine, retired_at=None)
