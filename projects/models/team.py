"""Who works on an initiative, and as what."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from ..personal_data import BELONGING, PersonalFields
from .audit import AuditEntry


class Role(models.IntegerChoices):
    """What a person may do in one initiative; a higher number includes the lower ones."""

    OBSERVER = 10, _("Observer")
    FACILITATOR = 20, _("Facilitator")
    LEAD = 30, _("Project lead")


class LastLeadError(Exception):
    """An initiative would be left without a lead."""


class TeamMember(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey("projects.Initiative", on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="teams",
        db_index=False,  # `teams_of_person` begins with it
    )
    role = models.PositiveSmallIntegerField(choices=Role)
    joined_at = models.DateTimeField(auto_now_add=True)

    PERSONAL: ClassVar[PersonalFields] = {"user": BELONGING, "role": BELONGING, "joined_at": BELONGING}

    class Meta:
        verbose_name_plural = _("roles in teams")
        ordering = ("-role", "joined_at")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["user", "initiative", "role"], name="teams_of_person"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["initiative", "user"], name="one_role_per_initiative"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="team_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {Role(self.role).name}"

    def give_role(self, role: Role, *, by: Any) -> None:
        """Change the role; refused when it would leave no lead, or when the person is not in the team any more."""
        with transaction.atomic():
            if self.role_now() is None:
                raise TeamMember.DoesNotExist
            self._keep_a_lead(leaving=role < Role.LEAD)
            if role < Role.LEAD:
                self.initiative.invitations.of(self.user).withdraw(by=by)
            self.role = role
            self.save(update_fields=["role"])
            AuditEntry.record(
                "team.role-given", by=by, initiative=self.initiative, target=self, role=int(role)
            )

    def role_now(self) -> Role | None:
        """Return the role as it stands (None: not in the team), which nobody else changes before this transaction ends.

        What this object says may be old: the person may have become lead a moment ago.
        """
        self.initiative.lock_team()
        role = TeamMember.objects.filter(pk=self.pk).values_list("role", flat=True).first()
        return None if role is None else Role(role)

    def may_leave(self) -> bool:
        """Tell whether the initiative keeps a lead without this person."""
        if self.role_now() != Role.LEAD:
            return True
        return self.initiative.team.filter(role=Role.LEAD).exclude(pk=self.pk).exists()

    def leave(self, *, by: Any) -> None:
        """Take the person out of the team, with the open invitations from and to them; refused for the last lead.

        Who is out already stays out.
        """
        with transaction.atomic():
            if self.role_now() is None:
                return
            self._keep_a_lead(leaving=True)
            self.initiative.invitations.of(self.user).withdraw(by=by)
            action = "team.went" if by is not None and by.pk == self.user_id else "team.left"
            AuditEntry.record(action, by=by, initiative=self.initiative, target=self)
            self.delete()

    def _keep_a_lead(self, *, leaving: bool) -> None:
        if leaving and not self.may_leave():
            raise LastLeadError
