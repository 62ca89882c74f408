"""The public body, and who belongs to it."""

import hashlib
import uuid
from functools import partial
from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from ..personal_data import BELONGING, PersonalFields
from ..typed_text import INDEXED_ROOM
from .audit import AuditEntry

MIN_FEEDBACK_DAYS, MAX_FEEDBACK_DAYS = 1, 180
"""In how many days at the least and at the most people may be told that they hear back."""


class OrganisationRole(models.TextChoices):
    """What a person is in the organisation; says nothing about any initiative but a manager's reading."""

    MEMBER = "member", _("Member")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")


class WorkingLanguage(models.TextChoices):
    """The language a team writes in; becomes `lang` in pages and reports."""

    DUTCH = "nl", _("Dutch")
    ENGLISH = "en", _("English")


class LastAdministratorError(Exception):
    """An organisation would be left without an administrator."""


class OnlyLeadError(Exception):
    """Someone who leaves is the only lead of initiatives; `titles` are their names."""

    def __init__(self, titles: list[str]) -> None:
        super().__init__()
        self.titles = titles


class Organisation(models.Model):
    """A public body that owns initiatives.

    `logo` names a file in storage and `accent` is a colour as #rrggbb; both are empty without a house style.
    `feedback_days` is the number that new promises start from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=INDEXED_ROOM, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    language = models.CharField(
        max_length=2, choices=WorkingLanguage, default=WorkingLanguage.DUTCH, db_default=WorkingLanguage.DUTCH
    )
    logo = models.CharField(max_length=120, blank=True, db_default="")
    accent = models.CharField(max_length=7, blank=True, db_default="")
    feedback_days = models.PositiveSmallIntegerField(default=14, db_default=14)
    second_factor_required = models.BooleanField(default=False, db_default=False)
    retention_invitations_days = models.PositiveSmallIntegerField(default=30, db_default=30)
    retention_raw_notes_months = models.PositiveSmallIntegerField(default=12, db_default=12)
    retention_inactive_account_months = models.PositiveSmallIntegerField(default=24, db_default=24)
    retention_contacts_months = models.PositiveSmallIntegerField(default=6, db_default=6)
    drafts_on_devices = models.BooleanField(default=True, db_default=True)

    PERSONAL: ClassVar[PersonalFields] = {}

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(accent="") | models.Q(accent__regex=r"^#[0-9a-f]{6}$"),
                name="accent_is_a_colour",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def create_with_admin(cls, name: str, *, administrator: Any) -> "Organisation":
        with transaction.atomic():
            organisation = cls.objects.create(name=name)
            organisation.add_member(administrator, OrganisationRole.ADMINISTRATOR, by=administrator)
            AuditEntry.record("organisation.founded", by=administrator, organisation=organisation)
        return organisation

    def lock_people(self) -> None:
        """Let nobody else change who administers it, or accept an invitation, until this transaction ends."""
        Organisation.objects.select_for_update(no_key=True).get(pk=self.pk)

    @property
    def logo_code(self) -> str:
        """Return a code that changes with the logo; empty without one."""
        return PurePath(self.logo).stem

    @property
    def accent_code(self) -> str:
        """Return a code that changes with the accent colour; empty without one."""
        return self.accent.removeprefix("#")

    def logo_png(self) -> bytes | None:
        """Return the logo as PNG; None without one."""
        if not self.logo or not default_storage.exists(self.logo):
            return None
        with default_storage.open(self.logo) as file:
            return bytes(file.read())

    def update_profile(self, *, name: str, language: str, feedback_days: int, by: Any) -> bool:
        """Change the name, and the language and days that new things start from; False when all were so already."""
        values = {"name": name, "language": language, "feedback_days": feedback_days}
        return self._change("organisation.described", by=by, **values)

    def set_house_style(self, *, accent: str, logo: bytes | None, by: Any) -> bool:
        """Change the house style; without `logo` (a PNG) the logo stays as it is. False when nothing changed."""
        values = {"accent": accent}
        if logo is not None:
            code = hashlib.sha256(logo).hexdigest()[:16]
            if code == self.logo_code:
                return self._change("organisation.dressed", by=by, **values)
            values["logo"] = default_storage.save(f"logos/{self.pk}/{code}.png", ContentFile(logo))
        return self._replacing_logo("organisation.dressed", by=by, **values)

    def remove_logo(self, *, by: Any) -> bool:
        """Go on without a logo; False when there was none."""
        return self._replacing_logo("organisation.logo-taken-away", by=by, logo="")

    def set_retention(self, terms: dict[str, Any], *, by: Any) -> bool:
        """Change how long data are kept, and whether on devices too; the new terms hold from the next night on. False when nothing changed."""
        return self._change("organisation.terms-set", by=by, **terms)

    def _replacing_logo(self, action: str, *, by: Any, **values: str) -> bool:
        """Change, and let go of the file that is no longer the logo."""
        before = self.logo
        with transaction.atomic():
            if before and values.get("logo", before) != before:
                transaction.on_commit(partial(default_storage.delete, before), robust=True)
            return self._change(action, by=by, **values)

    def _change(self, action: str, *, by: Any, **values: Any) -> bool:
        """Store what is different, with a line that names these fields (not their values)."""
        changed = sorted(name for name, value in values.items() if getattr(self, name) != value)
        if not changed:
            return False
        with transaction.atomic():
            type(self).objects.filter(pk=self.pk).update(**{name: values[name] for name in changed})
            AuditEntry.record(action, by=by, organisation=self, target=self, fields=", ".join(changed))
        for name in changed:
            setattr(self, name, values[name])
        return True

    def set_second_factor_required(self, *, required: bool, by: Any) -> None:
        """Ask a second factor of everyone, also of who is in a team only, from their next request on, or no longer."""
        with transaction.atomic():
            self.second_factor_required = required
            self.save(update_fields=["second_factor_required"])
            AuditEntry.record(
                "organisation.second-factor-asked", by=by, organisation=self, target=self, required=required
            )

    def add_member(self, user: Any, role: OrganisationRole, *, by: Any) -> "OrganisationMember":
        """Make `user` a member with `role`; someone who already is one gets that role besides nothing else.

        Other invitations of theirs into the organisation lapse.
        """
        with transaction.atomic():
            self.invitations.filter(initiative=None, email=user.email).withdraw(by=by)
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

    PERSONAL: ClassVar[PersonalFields] = {"user": BELONGING, "role": BELONGING, "joined_at": BELONGING}

    class Meta:
        verbose_name_plural = _("roles in organisations")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_membership_per_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.user} @ {self.organisation}"

    @property
    def reads_all(self) -> bool:
        """Tell whether the person reads every initiative here, in a team or not."""
        return self.role == OrganisationRole.MANAGER

    def give_role(self, role: OrganisationRole, *, by: Any) -> None:
        """Change what the person is here; refused when it would leave no administrator."""
        with transaction.atomic():
            self._keep_an_administrator(leaving=role != OrganisationRole.ADMINISTRATOR)
            if role != OrganisationRole.ADMINISTRATOR:
                self.organisation.invitations.filter(initiative=None).of(self.user).withdraw(by=by)
            self.role = role
            self.save(update_fields=["role"])
            AuditEntry.record(
                "organisation.role-given", by=by, organisation=self.organisation, target=self, role=role.value
            )

    def leave(self, *, by: Any) -> None:
        """Take the person out of the organisation and of the teams of its initiatives, with the open invitations.

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
            self.organisation.invitations.of(self.user).withdraw(by=by)
            went = by is not None and by.pk == self.user_id
            action = "organisation.went" if went else "organisation.left"
            AuditEntry.record(action, by=by, organisation=self.organisation, target=self)
            self.delete()

    def is_last_administrator(self) -> bool:
        """Tell whether the organisation would be without an administrator if this person left (in a transaction)."""
        self.organisation.lock_people()
        administrators = self.organisation.members.filter(role=OrganisationRole.ADMINISTRATOR)
        return list(administrators.values_list("pk", flat=True)) == [self.pk]

    def _keep_an_administrator(self, *, leaving: bool) -> None:
        if leaving and self.is_last_administrator():
            raise LastAdministratorError
