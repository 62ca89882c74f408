"""The audit trail: what was done, to what, by whom and when. Ids only, never texts or names."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One line of the trail. Lines are added in the transaction of the change they tell of, and never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    action = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    organisation = models.ForeignKey(
        "projects.Organisation", on_delete=models.PROTECT, related_name="+", null=True
    )
    initiative = models.ForeignKey(
        "projects.Initiative", on_delete=models.PROTECT, related_name="audit_entries", null=True
    )
    target_kind = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"by"})
    NOT_PERSONAL: ClassVar[frozenset[str]] = frozenset(
        {"id", "at", "action", "organisation", "initiative", "target_kind", "target_id", "detail"}
    )

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    @classmethod
    def record(
        cls,
        action: str,
        *,
        by: Any,
        organisation: Any = None,
        initiative: Any = None,
        target: Any = None,
        **detail: str | int | bool | None,
    ) -> "AuditEntry":
        """Add a line; `target` is the row that was written, `detail` holds codes and numbers, never texts."""
        return cls.objects.create(
            action=action,
            by=by,
            organisation_id=organisation.pk if organisation else getattr(initiative, "organisation_id", None),
            initiative=initiative,
            target_kind=target._meta.label_lower if target is not None else "",
            target_id=str(target.pk) if target is not None else "",
            detail=detail,
        )
