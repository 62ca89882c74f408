"""The stakeholder: a group or body affected by an initiative, or able to influence it."""

from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..personal_data import PersonalFields
from ..typed_text import INDEXED_ROOM, ROOM
from .audit import AuditEntry
from .initiative import Initiative
from .versioned import VersionedModel


class Kind(models.TextChoices):
    GROUP = "group", _("Group of people")
    CITIZENS_BODY = "citizens-body", _("Citizens' or clients' organisation")
    PUBLIC_BODY = "public-body", _("Public body")
    COMPANY = "company", _("Company or employer")
    PARTNER = "partner", _("Partner organisation")
    STAFF = "staff", _("Staff")
    POLITICS = "politics", _("Politics and administration")


class Engagement(models.TextChoices):
    """How far the group takes part (after IAP2: from being told to deciding)."""

    INFORM = "inform", _("Inform")
    CONSULT = "consult", _("Consult")
    INVOLVE = "involve", _("Involve")
    COLLABORATE = "collaborate", _("Collaborate")
    EMPOWER = "empower", _("Empower")


class Level(models.IntegerChoices):
    VERY_LOW = 1, _("Very little")
    LOW = 2, _("Little")
    MIDDLE = 3, _("Middling")
    HIGH = 4, _("Much")
    VERY_HIGH = 5, _("Very much")


def _level_words(level: int | None) -> str:
    return gettext("Not filled in") if level is None else str(Level(level).label)


class StakeholderQuerySet(models.QuerySet["Stakeholder"]):
    def end_users(self) -> Self:
        """Keep the people for whom the service exists."""
        return self.filter(end_users=True)

    def unscored(self) -> Self:
        """Keep the groups without a place on the map."""
        return self.filter(models.Q(influence=None) | models.Q(interest=None))


class Stakeholder(VersionedModel):
    """A line of the register; groups and bodies, not private persons."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="stakeholders")
    name = models.CharField(_("name"), max_length=INDEXED_ROOM)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, blank=True)
    end_users = models.BooleanField(_("end users"), default=False)
    stake = models.CharField(_("stake"), max_length=ROOM * 300, blank=True)
    influence = models.PositiveSmallIntegerField(_("influence"), choices=Level, null=True, blank=True)
    interest = models.PositiveSmallIntegerField(_("interest"), choices=Level, null=True, blank=True)
    engagement = models.CharField(_("engagement"), max_length=20, choices=Engagement, blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_example = models.BooleanField(default=False)

    PERSONAL: ClassVar[PersonalFields] = VersionedModel.PERSONAL

    objects = StakeholderQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("stakeholders")
        ordering = ("-end_users", "created_at", "id")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["initiative", "name"], name="stakeholder_named_once"),
            models.CheckConstraint(
                condition=models.Q(influence__in=Level.values) & models.Q(interest__in=Level.values),
                name="stakeholder_levels_in_scale",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:stakeholder", args=[self.initiative_id, self.pk])

    def get_kind_display(self) -> str:  # type: ignore[no-redef]  # the plugin writes one as well
        """Say what it is, also when nobody did."""
        return str(Kind(self.kind).label) if self.kind else gettext("kind not filled in")

    def get_influence_display(self) -> str:  # type: ignore[no-redef]  # the plugin writes one as well
        """Say how much influence it has, also when nobody did."""
        return _level_words(self.influence)

    def get_interest_display(self) -> str:  # type: ignore[no-redef]  # the plugin writes one as well
        """Say how much it affects the group, also when nobody did."""
        return _level_words(self.interest)

    @property
    def typed_texts(self) -> str:
        """Return everything that people wrote about it, a line each."""
        return f"{self.name}\n{self.stake}"

    @classmethod
    def add(cls, initiative: Initiative, *, by: Any, **values: Any) -> "Stakeholder":
        with transaction.atomic():
            stakeholder = cls.objects.create(initiative=initiative, updated_by=by, **values)
            initiative.touch(by=by)
            AuditEntry.record("stakeholder.added", by=by, initiative=initiative, target=stakeholder)
        return stakeholder

    def revise(self, *, by: Any, based_on: int, **values: Any) -> None:
        """Store changed particulars, unless someone was earlier (`StaleError`)."""
        with transaction.atomic():
            self.update_version(by=by, based_on=based_on, **values)
            self.initiative.touch(by=by)
            AuditEntry.record("stakeholder.revised", by=by, initiative=self.initiative, target=self)

    def remove(self, *, by: Any) -> None:
        """Take it off the register with its contacts; refused by the database once it was in a room."""
        with transaction.atomic():
            for contact in self.contacts.all():
                contact.remove(by=by)
            AuditEntry.record("stakeholder.removed", by=by, initiative=self.initiative, target=self)
            self.delete()
