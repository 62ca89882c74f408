"""Letting people in: an invitation by e-mail or by a copied link, for an organisation or for one initiative.

The link holds a token of 256 random bits; the database knows only its SHA-256. An invitation is bound to its purpose
and to one address, holds seven days and works once. Reading the link changes nothing. It holds no longer than who sent
it may let people in, and not after who it is for came in another way, or was taken out.
"""

import hashlib
import secrets
import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..personal_data import CAME_IN, DONE_BY, INVITED, PersonalFields
from .audit import AuditEntry
from .initiative import Initiative
from .organisation import Organisation, OrganisationMember, OrganisationRole
from .team import Role, TeamMember

VALID_FOR = timedelta(days=7)
TOKEN_BYTES = 32


class InvitationGoneError(Exception):
    """The invitation was used, withdrawn or renewed meanwhile, or is too old; nothing was done."""


def hash_of(token: str) -> str:
    """Return what the database knows of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Keep what can still be accepted: sent by someone who may still let people in there."""
        sender = models.OuterRef("invited_by")
        leads = TeamMember.objects.filter(
            initiative=models.OuterRef("initiative"), user=sender, role=Role.LEAD
        )
        administers = OrganisationMember.objects.filter(
            organisation=models.OuterRef("organisation"), user=sender, role=OrganisationRole.ADMINISTRATOR
        )
        may_invite = models.Exists(leads) | models.Q(models.Exists(administers), initiative=None)
        return self.filter(may_invite, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def pending(self) -> Self:
        """Keep what was neither accepted nor withdrawn, also when it is too old; newest first."""
        return self.filter(accepted_at=None, withdrawn_at=None).order_by("-created_at")

    def of(self, person: Any) -> Self:
        """Keep those to the address of a person, and those that the person sent."""
        return self.filter(models.Q(email=person.email) | models.Q(invited_by=person))

    def sent_by(self, person: Any) -> Self:
        return self.filter(invited_by=person)

    def withdraw(self, *, by: Any) -> None:
        """Let the links of all that wait work no longer; in one order, so that two do not wait for each other."""
        for invitation in self.pending().select_related("organisation", "initiative").order_by("pk"):
            invitation.withdraw(by=by)

    def by_token(self, token: str) -> "Invitation | None":
        return (
            self.open()
            .select_related("organisation", "initiative", "invited_by")
            .filter(token_hash=hash_of(token))
            .first()
        )


class Invitation(models.Model):
    """An invitation of one address: into the organisation (no initiative), or into the team of one initiative."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="invitations", null=True, blank=True
    )
    email = models.EmailField()
    organisation_role = models.CharField(max_length=20, choices=OrganisationRole, blank=True)
    role = models.PositiveSmallIntegerField(choices=Role, null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    PERSONAL: ClassVar[PersonalFields] = {"email": INVITED, "invited_by": DONE_BY, "accepted_by": CAME_IN}

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("invitations")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(initiative=None, role=None) & ~models.Q(organisation_role="")
                | models.Q(initiative__isnull=False, role__isnull=False, organisation_role=""),
                name="invitation_has_one_purpose",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_too_old(self) -> bool:
        return self.expires_at <= timezone.now()

    @classmethod
    def invite(
        cls,
        organisation: Organisation,
        email: str,
        *,
        by: Any,
        organisation_role: OrganisationRole | None = None,
        initiative: Initiative | None = None,
        role: Role | None = None,
    ) -> tuple["Invitation", str]:
        """Invite an address; give the invitation and its token, which is not kept anywhere.

        An earlier open invitation of the same address for the same thing is withdrawn.
        """
        email, token = email.strip().lower(), secrets.token_urlsafe(TOKEN_BYTES)
        with transaction.atomic():
            earlier = cls.objects.pending().filter(
                organisation=organisation, initiative=initiative, email=email
            )
            earlier.update(withdrawn_at=timezone.now())
            invitation = cls.objects.create(
                organisation=organisation,
                initiative=initiative,
                email=email,
                organisation_role=organisation_role or "",
                role=role,
                token_hash=hash_of(token),
                invited_by=by,
                expires_at=timezone.now() + VALID_FOR,
            )
            invitation._record("invitation.sent", by=by)
        return invitation, token

    def renew(self, *, by: Any) -> str:
        """Return a new token for another seven days, for which `by` answers; the old link stops working."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        fresh = {"token_hash": hash_of(token), "expires_at": timezone.now() + VALID_FOR, "invited_by": by}
        with transaction.atomic():
            if not Invitation.objects.pending().filter(pk=self.pk).update(**fresh):
                raise InvitationGoneError
            self._record("invitation.renewed", by=by)
        self.refresh_from_db()
        return token

    def withdraw(self, *, by: Any) -> bool:
        """Let the link work no longer, and tell whether it still waited."""
        with transaction.atomic():
            if not Invitation.objects.pending().filter(pk=self.pk).update(withdrawn_at=timezone.now()):
                return False
            self._record("invitation.withdrawn", by=by)
        return True

    def lock(self) -> None:
        """Let nobody else accept it before this transaction ends; raises `InvitationGoneError` when it is too late.

        People of an organisation are locked before its invitations, here as where they are taken out.
        """
        self.organisation.lock_people()
        if not Invitation.objects.select_for_update().open().filter(pk=self.pk).exists():
            raise InvitationGoneError

    def accept(self, user: Any) -> None:
        """Let `user` in, once; the address has to be theirs. Raises `InvitationGoneError` when it is too late."""
        if user.email != self.email:
            raise InvitationGoneError
        with transaction.atomic():
            self.lock()
            mine = Invitation.objects.open().filter(pk=self.pk, token_hash=self.token_hash)
            if not mine.update(accepted_at=timezone.now(), accepted_by=user):
                raise InvitationGoneError
            self._record("invitation.accepted", by=user)
            if self.initiative is None:
                if not self.organisation.members.filter(user=user).exists():
                    self.organisation.add_member(user, OrganisationRole(self.organisation_role), by=user)
            elif not TeamMember.objects.filter(initiative=self.initiative, user=user).exists():
                self.initiative.add_member(user, Role(self.role or Role.OBSERVER), by=user)

    def _record(self, action: str, *, by: Any) -> None:
        AuditEntry.record(
            action, by=by, organisation=self.organisation, initiative=self.initiative, target=self
        )
