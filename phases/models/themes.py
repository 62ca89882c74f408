"""What outcomes that belong together are about. A theme is a need once those it is about confirmed it."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models import AuditEntry, Initiative, VersionedModel
from projects.personal_data import WORDS, PersonalFields
from projects.typed_text import ROOM


class Theme(VersionedModel):
    """A theme of an initiative; `place` counts from 1 within it.

    `confirmed_by` says in words who of those it is about confirmed that it is a need, `confirmed_on` when; both or neither.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="themes")
    name = models.CharField(_("name"), max_length=ROOM * 120)
    description = models.TextField(max_length=1_000, blank=True)
    place = models.PositiveIntegerField()
    confirmed_by = models.CharField(max_length=ROOM * 200, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_example = models.BooleanField(default=False)

    PERSONAL: ClassVar[PersonalFields] = {
        **VersionedModel.PERSONAL,
        "name": WORDS,
        "description": WORDS,
        "confirmed_by": WORDS,
    }

    class Meta:
        verbose_name_plural = _("themes")
        ordering = ("place",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["initiative", "place"], name="theme_place_once"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by="", confirmed_on=None)
                | (~models.Q(confirmed_by="") & models.Q(confirmed_on__isnull=False)),
                name="confirmed_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("phases:theme", args=[self.initiative_id, self.pk])

    @property
    def standing_feedback(self) -> Any:
        """Return what is done with it by now; None where nobody said so yet."""
        return next(iter(self.feedback.all()), None)

    @property
    def is_need(self) -> bool:
        """Tell whether those it is about confirmed it."""
        return self.confirmed_on is not None

    @classmethod
    def make(cls, initiative: Initiative, *, by: Any, outcomes: Any, **values: Any) -> "Theme":
        """Make a theme of `outcomes`, a queryset; it comes after the others."""
        with transaction.atomic():
            _lock(initiative)
            last = initiative.themes.aggregate(models.Max("place"))["place__max"] or 0
            theme = cls.objects.create(initiative=initiative, place=last + 1, updated_by=by, **values)
            outcomes.update(theme=theme)
            initiative.touch(by=by)
            AuditEntry.record("theme.made", by=by, initiative=initiative, target=theme)
        return theme

    def take_in(self, outcomes: Any, *, by: Any) -> None:
        """Let `outcomes`, a queryset, belong to this theme, and to no other any more."""
        with transaction.atomic():
            if outcomes.exclude(theme=self).update(theme=self):
                self.initiative.touch(by=by)
                AuditEntry.record("theme.sorted", by=by, initiative=self.initiative, target=self)

    def revise(self, *, by: Any, based_on: int, **values: Any) -> None:
        """Store a changed theme, unless someone was earlier (`StaleError`)."""
        with transaction.atomic():
            self.update_version(by=by, based_on=based_on, **values)
            self.initiative.touch(by=by)
            AuditEntry.record("theme.revised", by=by, initiative=self.initiative, target=self)

    def move(self, steps: int, *, by: Any) -> bool:
        """Change places with the theme before it (-1) or after it (1); False where there is none."""
        with transaction.atomic():
            _lock(self.initiative)
            places = dict(self.initiative.themes.values_list("pk", "place"))
            if self.pk not in places:  # somebody took it away meanwhile
                return False
            here = list(places).index(self.pk)
            if not 0 <= here + steps < len(places):
                return False
            other = list(places)[here + steps]
            rows = self.initiative.themes
            rows.filter(pk=self.pk).update(place=0)
            rows.filter(pk=other).update(place=places[self.pk])
            rows.filter(pk=self.pk).update(place=places[other])
            self.initiative.touch(by=by)
            AuditEntry.record("theme.moved", by=by, initiative=self.initiative, target=self)
        return True

    def remove(self, *, by: Any) -> None:
        """Take the theme away, with what was said to be done with it; its outcomes stay, without a theme."""
        with transaction.atomic():
            AuditEntry.record("theme.removed", by=by, initiative=self.initiative, target=self)
            self.outcomes.update(theme=None)
            self.feedback.all().delete()
            self.report_back_sheets.all().withdraw()
            self.initiative.touch(by=by)
            self.delete()


def _lock(initiative: Initiative) -> None:
    """Let one person at a time change the places of an initiative's themes."""
    Initiative.objects.select_for_update(no_key=True).get(pk=initiative.pk)
