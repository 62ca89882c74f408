"""Sessions held with stakeholders: planned, held, and what they brought out."""

import uuid
import zoneinfo
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import AuditEntry, Initiative, Stakeholder, VersionedModel
from projects.personal_data import DONE_BY, PersonalFields
from projects.typed_text import ROOM
from toolkit.models import Method

from .roadmap import Phase


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def upcoming(self) -> Self:
        """Keep what has not ended yet, soonest first."""
        return self.filter(ends_at__gte=timezone.now()).order_by("starts_at")

    def held(self) -> Self:
        """Keep what is over, oldest first."""
        return self.filter(ends_at__lt=timezone.now()).order_by("starts_at")


class Workshop(VersionedModel):
    """A session. Times are moments in UTC; `time_zone` is the clock on the wall of the room.

    `feedback_due` is the day by which those who came hear back, by the promise that was in force on the day of the
    workshop; None where nothing was promised by then. A promise of a later day never moves it.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="workshops")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="+")
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    title = models.CharField(_("title"), max_length=ROOM * 120)
    purpose = models.TextField(_("purpose"), max_length=1_000, blank=True)
    place = models.CharField(_("place or link"), max_length=ROOM * 200, blank=True)
    access = models.CharField(
        _("what makes it easier to come"), max_length=ROOM * 200, blank=True, default="", db_default=""
    )
    reward = models.CharField(
        _("what people get for coming"), max_length=ROOM * 200, blank=True, default="", db_default=""
    )
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Amsterdam")
    logged_at = models.DateTimeField(null=True, blank=True)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    feedback_due = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_example = models.BooleanField(default=False)

    PERSONAL: ClassVar[PersonalFields] = {**VersionedModel.PERSONAL, "logged_by": DONE_BY}

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("workshops")
        ordering = ("starts_at", "id")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="workshop_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("phases:workshop", args=[self.initiative_id, self.pk])

    @property
    def local_start(self) -> Any:
        """Return the start on the clock of the room."""
        return self.starts_at.astimezone(zoneinfo.ZoneInfo(self.time_zone))

    @property
    def wall_start(self) -> Any:
        """Return the start as the clock of the room shows it, for templates: these would move a moment again."""
        return self.local_start.replace(tzinfo=None)

    @property
    def wall_end(self) -> Any:
        """Return the end as the clock of the room shows it, for templates."""
        return self.local_end.replace(tzinfo=None)

    @property
    def local_end(self) -> Any:
        """Return the end on the clock of the room."""
        return self.ends_at.astimezone(zoneinfo.ZoneInfo(self.time_zone))

    @property
    def has_begun(self) -> bool:
        """Tell whether it is going on or over."""
        return self.starts_at <= timezone.now()

    @property
    def is_held(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def is_of_a_later_day(self) -> bool:
        """Tell whether its day, on the clock of the room, is still to come."""
        return self.local_start.date() > timezone.now().astimezone(self.local_start.tzinfo).date()

    @property
    def ends_on_another_day(self) -> bool:
        """Tell whether it goes on past midnight."""
        return self.local_start.date() != self.local_end.date()

    @property
    def other_clock(self) -> str:
        """Return the place whose clock its times are read from, where that is not the clock of the site."""
        same = self.time_zone == settings.TIME_ZONE
        return "" if same else self.time_zone.rpartition("/")[2].replace("_", " ")

    def due_day(self) -> date | None:
        """Work out by which day people hear back; `feedback_due` keeps it."""
        day = self.local_start.date()
        promise = self.initiative.promises.in_force_on(day)
        return day + timedelta(days=promise.feedback_days) if promise else None

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @classmethod
    def plan(cls, initiative: Initiative, *, by: Any, **values: Any) -> "Workshop":
        with transaction.atomic():
            workshop = cls(initiative=initiative, updated_by=by, **values)
            workshop.feedback_due = workshop.due_day()
            workshop.save(force_insert=True)
            initiative.touch(by=by)
            AuditEntry.record("workshop.planned", by=by, initiative=initiative, target=workshop)
        return workshop

    def revise(self, *, by: Any, based_on: int, **values: Any) -> None:
        """Store a changed plan, unless someone was earlier (`StaleError`)."""
        with transaction.atomic():
            self.update_version(by=by, based_on=based_on, **values)
            if {"starts_at", "time_zone"} & values.keys():
                self.keep_due_day()
            self.initiative.touch(by=by)
            AuditEntry.record("workshop.revised", by=by, initiative=self.initiative, target=self)

    def keep_due_day(self) -> None:
        """Keep by which day people hear back, after its day or the promise changed."""
        self.feedback_due = self.due_day()
        Workshop.objects.filter(pk=self.pk).update(feedback_due=self.feedback_due)

    def count_people(self, counts: dict[Stakeholder, int | None], *, by: Any) -> None:
        """Store how many people of each group were in the room; None takes a group's line away.

        What is stored already is not stored again.
        """
        with transaction.atomic():
            stored = dict(self.attendance.values_list("stakeholder", "people"))
            counts = {row: people for row, people in counts.items() if stored.get(row.pk) != people}
            if not counts:
                return
            for stakeholder, people in counts.items():
                if people is None:
                    self.attendance.filter(stakeholder=stakeholder).delete()
                else:
                    Attendance.objects.update_or_create(
                        workshop=self, stakeholder=stakeholder, defaults={"people": people}
                    )
            self.initiative.touch(by=by)
            AuditEntry.record("workshop.counted", by=by, initiative=self.initiative, target=self)

    def close_log(self, *, by: Any) -> None:
        """Say that the log is complete; it can still be added to."""
        with transaction.atomic():
            self.update_version(by=by, logged_at=timezone.now(), logged_by=by)
            self.initiative.touch(by=by)
            AuditEntry.record("workshop.logged", by=by, initiative=self.initiative, target=self)


class Attendance(models.Model):
    """How many people of a group were in the room; numbers, no names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="attendance")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="attendance")
    people = models.PositiveIntegerField()

    PERSONAL: ClassVar[PersonalFields] = {}

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["workshop", "stakeholder"], name="group_counted_once"),
            models.CheckConstraint(condition=models.Q(people__lte=10_000), name="people_fit_in_a_room"),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id}: {self.people}"
