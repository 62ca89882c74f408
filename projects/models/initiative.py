"""The initiative: what a team co-creates, from first idea to evaluated result."""

from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..personal_data import DONE_BY, PersonalFields
from ..typed_text import ROOM
from .audit import AuditEntry
from .organisation import Organisation, OrganisationRole, WorkingLanguage
from .team import Role, TeamMember
from .versioned import VersionedModel


class Value(models.TextChoices):
    """What an initiative wants to bring about (CoSIE: well-being and a shared view that lead to …)."""

    WELL_BEING = "well-being", _("More well-being for the people it is about")
    SHARED_VISION = "shared-vision", _("A shared view of the common good")
    POLICY = "policy", _("More inclusive policy or a better strategy")
    RULES = "rules", _("Other rules")
    NEW_SERVICE = "new-service", _("A new service")


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def visible_to(self, user: Any) -> Self:
        """Keep what `user` may see, and say as `role` what the user is there (0: reads as manager only).

        Seen are initiatives whose team the user is in, and all of an organisation the user manages.
        """
        mine = TeamMember.objects.filter(user=user)
        managed = user.memberships.filter(role=OrganisationRole.MANAGER).values("organisation")
        role = Subquery(mine.filter(initiative=OuterRef("pk")).values("role"))
        seen = Q(pk__in=mine.values("initiative")) | Q(organisation__in=managed)
        return self.annotate(role=role).filter(seen)

    def current(self) -> Self:
        """Leave out the archive."""
        return self.filter(archived_at=None)

    def by_activity(self) -> Self:
        """Latest work first."""
        return self.order_by("-updated_at", "-pk")


class Initiative(VersionedModel):
    """What a team co-creates with end users. `values` holds codes of `Value`."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="initiatives")
    title = models.CharField(_("title"), max_length=ROOM * 120)
    problem = models.CharField(_("problem"), max_length=ROOM * 300)
    service = models.CharField(_("service"), max_length=ROOM * 200)
    audience = models.CharField(_("for whom"), max_length=ROOM * 200)
    values = models.JSONField(_("intended value"), default=list)
    start_date = models.DateField(_("start date"))
    language = models.CharField(_("language"), max_length=2, choices=WorkingLanguage, default="nl")
    source = models.CharField(max_length=200, blank=True)
    is_example = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    PERSONAL: ClassVar[PersonalFields] = {**VersionedModel.PERSONAL, "archived_by": DONE_BY}

    role: int | None
    """What the person who asks is here, on rows `visible_to` somebody; None or 0: reads as manager only."""

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("initiatives")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation", "-updated_at", "-id"], name="initiative_by_activity"),
            models.Index(
                fields=["-updated_at", "-id"],
                condition=models.Q(archived_at=None),
                name="initiative_current",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("initiative", args=[self.pk])

    @classmethod
    def start(cls, organisation: Organisation, *, by: Any, **values: Any) -> "Initiative":
        """Begin an initiative; who starts it leads it."""
        with transaction.atomic():
            initiative = cls.objects.create(organisation=organisation, updated_by=by, **values)
            TeamMember.objects.create(initiative=initiative, user=by, role=Role.LEAD)
            AuditEntry.record("initiative.started", by=by, initiative=initiative, target=initiative)
        return initiative

    def revise(self, *, by: Any, based_on: int, **values: Any) -> None:
        """Store changed particulars, unless someone was earlier (`StaleError`)."""
        with transaction.atomic():
            self.update_version(by=by, based_on=based_on, **values)
            AuditEntry.record("initiative.revised", by=by, initiative=self, target=self)

    def touch(self, *, by: Any) -> None:
        Initiative.objects.filter(pk=self.pk).update(updated_at=timezone.now(), updated_by=by)

    def lock_team(self) -> None:
        """Let nobody else change who leads here until this transaction ends.

        Rows that point to the initiative can still be written meanwhile. SQLite has one writer at a time anyway.
        """
        Initiative.objects.select_for_update(no_key=True).get(pk=self.pk)

    def add_member(self, user: Any, role: Role, *, by: Any) -> TeamMember:
        """Take someone into the team; other invitations of theirs into it lapse."""
        with transaction.atomic():
            self.invitations.filter(email=user.email).withdraw(by=by)
            member = TeamMember.objects.create(initiative=self, user=user, role=role)
            AuditEntry.record("team.joined", by=by, initiative=self, target=member, role=int(role))
        return member

    def archive(self, *, by: Any) -> None:
        """Close it for writing; reading and reporting go on."""
        with transaction.atomic():
            self.update_version(by=by, archived_at=timezone.now(), archived_by=by)
            AuditEntry.record("initiative.archived", by=by, initiative=self, target=self)

    def reopen(self, *, by: Any) -> None:
        with transaction.atomic():
            self.update_version(by=by, archived_at=None, archived_by=None)
            AuditEntry.record("initiative.reopened", by=by, initiative=self, target=self)

    def value_names(self) -> list[str]:
        return [str(Value(code).label) for code in self.values if code in Value.values]

    def last_worked_at(self) -> Any:
        """Return the time of the latest audited change."""
        return self.audit_entries.aggregate(latest=Max("at"))["latest"] or self.updated_at
