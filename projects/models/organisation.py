"""The public body, and who belongs to it."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from ..personal import BELONGING, Marks
from .audit import AuditEntry


class OrganisationRole(models.TextChoices):
    """What a person is in the organisation; says nothing about any initiative but a manager's reading."""

    MEMBER = "member", _("Member")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")


class LastAdministratorError(Exception):
    """An organisation would be left without an administrator."""


class OnlyLeadError(Exception):
    """Someone who leaves is the only lead of initiatives; `titles` are their names."""

    def __init__(self, titles: list[str]) -> None:
        super().__init__()
        self.titles = titles


class Organisation(models.Model):
    """A public body that owns initiatives."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    second_factor_required = models.BooleanField(default=False)
    retention_invitations_days = models.PositiveSmallIntegerField(default=30)
    retention_raw_notes_months = models.PositiveSmallIntegerField(default=12)
    retention_inactive_account_months = models.PositiveSmallIntegerField(default=24)
    retention_contacts_months = models.PositiveSmallIntegerField(default=6)

    PERSONAL: ClassVar[Marks] = {}
    NOT_PERSONAL: ClassVar[frozenset[str]] = frozenset(
        {
            *("id", "name", "created_at", "second_factor_required", "retention_invitations_days"),
            *("retention_raw_notes_months", "retention_inactive_account_months"),
            "retention_contacts_months",
        }
    )

    def __str__(self) -> str:
        return self.name

    @classmethod
    def found(cls, name: str, *, administrator: Any) -> "Organisation":
        """Make an organisation with its first administrator."""
        with transaction.atomic():
            organisation = cls.objects.create(name=name)
            organisation.admit(administrator, OrganisationRole.ADMINISTRATOR, by=administrator)
            AuditEntry.record("organisation.founded", by=administrator, organisation=organisation)
        return organisation

    def hold_people(self) -> None:
        """Let nobody else change who administers it until this transaction ends."""
        Organisation.objects.select_for_update(no_key=True).get(pk=self.pk)

    def ask_second_factor(self, *, required: bool, by: Any) -> None:
        """Ask a second factor of everyone in the organisation from their next request on, or no longer."""
        with transaction.atomic():
            self.second_factor_required = required
            self.save(update_fields=["second_factor_required"])
            AuditEntry.record(
                "organisation.second-factor-asked", by=by, organisation=self, target=self, required=required
            )

    def admit(self, user: Any, role: OrganisationRole, *, by: Any) -> "OrganisationMember":
        """Make `user` a member with `role`; someone who already is one gets that role besides nothing else."""
        with transaction.atomic():
            member, _created = OrganisationMember.objects.update_or_create(
                organisation=self, user=user, defaults={"role": role}
            )
            AuditEntry.record("organisation.admitted", by=by, organisation=self, target=member)
        return member


class OrganisationMember(models.Model):
    """That a person belongs to an organisation, and as what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=OrganisationRole, default=OrganisationRole.MEMBER)
    joined_at = models.DateTimeField(auto_now_add=True)

    PERSONAL: ClassVar[Marks] = {"user": BELONGING, "role": BELONGING, "joined_at": BELONGING}
    NOT_PERSONAL: ClassVar[frozenset[str]] = frozenset({"id", "organisation"})

    class Meta:
        verbose_name_plural = _("roles in organisations")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_membership_per_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.user} @ {self.organisation}"

    def give_role(self, role: OrganisationRole, *, by: Any) -> None:
        """Change what the person is here; refused when it would leave no administrator."""
        with transaction.atomic():
            self._keep_an_administrator(leaving=role != OrganisationRole.ADMINISTRATOR)
            self.role = role
            self.save(update_fields=["role"])
            AuditEntry.record(
                "organisation.role-given", by=by, organisation=self.organisation, target=self, role=role.value
            )

    def leave(self, *, by: Any) -> None:
        """Take the person out of the organisation and out of the teams of its initiatives.

        Refused for the last administrator, and (`OnlyLeadError`) while an initiative would be left without a lead.
        """
        with transaction.atomic():
            self._keep_an_administrator(leaving=True)
            if self.organisation.members.select_for_update().filter(pk=self.pk).first() is None:
                return
            # Teams are held in one order everywhere, so that two who do this at once do not wait for each other.
            teams = self.user.teams.filter(initiative__organisation=self.organisation).order_by("initiative")
            left = [team for team in teams.select_related("initiative") if not team.may_leave()]
            if left:
                raise OnlyLeadError([team.initiative.title for team in left])
            for team in teams:
                team.leave(by=by)
            went = by is not None and by.pk == self.user_id
            action = "organisation.went" if went else "organisation.left"
            AuditEntry.record(action, by=by, organisation=self.organisation, target=self)
            self.delete()

    def is_last_administrator(self) -> bool:
        """Tell whether the organisation would be without an administrator if this person left (in a transaction)."""
        self.organisation.hold_people()
        administrators = self.organisation.members.filter(role=OrganisationRole.ADMINISTRATOR)
        return list(administrators.values_list("pk", flat=True)) == [self.pk]

    def _keep_an_administrator(self, *, leaving: bool) -> None:
        if leaving and self.is_last_administrator():
            raise LastAdministratorError
