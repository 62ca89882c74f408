"""A named contact of a group: the only place with contact data, and only with a reason."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..personal_data import CONTACT, PersonalFields
from ..typed_text import ROOM
from .audit import AuditEntry
from .erasure import Erasure
from .stakeholder import Stakeholder
from .versioned import VersionedModel


class StakeholderContact(VersionedModel):
    """Someone through whom a group is reached, and why this person is named here. Facilitators see it, observers do not."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=ROOM * 120)
    function = models.CharField(_("function"), max_length=ROOM * 120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone number"), max_length=ROOM * 40, blank=True)
    reason = models.CharField(_("reason"), max_length=ROOM * 300)
    since = models.DateField(default=timezone.localdate)

    PERSONAL: ClassVar[PersonalFields] = {
        **VersionedModel.PERSONAL,
        **dict.fromkeys(("name", "function", "email", "phone", "reason", "since"), CONTACT),
    }

    class Meta:
        verbose_name_plural = _("contacts of groups")
        ordering = ("name", "id")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="contact_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(
            "projects:contact", args=[self.stakeholder.initiative_id, self.stakeholder_id, self.pk]
        )

    @classmethod
    def add(cls, stakeholder: Stakeholder, *, by: Any, **values: Any) -> "StakeholderContact":
        with transaction.atomic():
            contact = cls.objects.create(stakeholder=stakeholder, updated_by=by, **values)
            stakeholder.initiative.touch(by=by)
            AuditEntry.record("contact.added", by=by, initiative=stakeholder.initiative, target=contact)
        return contact

    def revise(self, *, by: Any, based_on: int, **values: Any) -> None:
        """Store changed particulars, unless someone was earlier (`StaleError`)."""
        initiative = self.stakeholder.initiative
        with transaction.atomic():
            self.update_version(by=by, based_on=based_on, **values)
            initiative.touch(by=by)
            AuditEntry.record("contact.revised", by=by, initiative=initiative, target=self)

    def remove(self, *, by: Any) -> None:
        """Let the data go. They cannot come back by a backup. `by` is None when the app does it by itself."""
        with transaction.atomic():
            AuditEntry.record("contact.removed", by=by, initiative=self.stakeholder.initiative, target=self)
            Erasure.record(Erasure.CONTACT, self.pk)
            self.delete()
