"""What an initiative promises to whoever takes part. Promises are added, never changed; the last one is in force."""

import uuid
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import (
    MAX_FEEDBACK_DAYS,
    MIN_FEEDBACK_DAYS,
    AuditEntry,
    Engagement,
    Initiative,
    StaleError,
)
from projects.personal_data import DONE_BY, WORDS, PersonalFields, words_of
from projects.typed_text import ROOM

MEANING = {
    Engagement.INFORM.value: _("You hear what is going to happen and why. You do not decide along with us."),
    Engagement.CONSULT.value: _("You say what you think of it. You hear what we do with that."),
    Engagement.INVOLVE.value: _(
        "You think along from the start. You will see your ideas again in the plans."
    ),
    Engagement.COLLABORATE.value: _("We make and choose it together. If we say no, we explain why."),
    Engagement.EMPOWER.value: _("You decide. We carry out what you choose, within what is fixed."),
}
"""What each level means to someone who takes part."""


class PromiseQuerySet(models.QuerySet["Promise"]):
    def in_force_on(self, day: date) -> "Promise | None":
        """Return the promise that was the last one at the end of `day`, on the clock of the site."""
        return self.filter(at__date__lte=day).first()

    def with_writer(self) -> Self:
        """Fetch who wrote each along with it."""
        return self.select_related("by")


class Promise(models.Model):
    """One version of the promise; `version` counts from 1.

    `told` is what people were told about the change from the version before, `told_on` and `told_how` when and how.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="promises")
    version = models.PositiveIntegerField()
    level = models.CharField(max_length=20, choices=Engagement)
    fixed = models.TextField(max_length=1_000)
    negotiable = models.TextField(max_length=1_000)
    decided_by = models.CharField(max_length=ROOM * 200)
    decided_on = models.DateField(null=True, blank=True)
    follow_up = models.TextField(max_length=1_000)
    feedback_days = models.PositiveSmallIntegerField()
    told = models.TextField(max_length=1_000, blank=True)
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=ROOM * 200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    is_example = models.BooleanField(default=False)

    PERSONAL: ClassVar[PersonalFields] = {
        "fixed": words_of("by"),
        "negotiable": words_of("by"),
        "follow_up": words_of("by"),
        "decided_by": WORDS,
        "told": words_of("by"),
        "told_how": WORDS,
        "by": DONE_BY,
    }

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("promises to who takes part")
        ordering = ("-version",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["initiative", "version"], name="promise_version_once"),
            models.CheckConstraint(
                condition=models.Q(feedback_days__range=(MIN_FEEDBACK_DAYS, MAX_FEEDBACK_DAYS)),
                name="promise_days_in_range",
            ),
            models.CheckConstraint(
                condition=~models.Q(told="") | models.Q(told_on=None, told_how=""), name="told_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.version}"

    @property
    def meaning(self) -> str:
        """Return what the level means to someone who takes part."""
        return str(MEANING[self.level])

    @property
    def is_untold(self) -> bool:
        """Tell whether it is written down what people hear about the change, but not that they heard it."""
        return bool(self.told) and self.told_on is None

    @property
    def updated_by(self) -> Any:
        """Return who wrote it, as rows that can be changed say it."""
        return self.by

    def tell(self, *, by: Any, on: date, how: str) -> None:
        """Write down when and how people heard of the change, once; `StaleError` when that stands already."""
        with transaction.atomic():
            untold = Promise.objects.filter(pk=self.pk, told_on=None).exclude(told="")
            if not untold.update(told_on=on, told_how=how):
                raise StaleError
            AuditEntry.record("promise.told", by=by, initiative=self.initiative, target=self)

    def reach_workshops(self) -> None:
        """Let the workshops of this day and later keep the term of this promise; those of before keep theirs.

        What was written down before the first promise asks for no feedback until somebody says so.
        """
        today = timezone.localdate(self.at)
        for workshop in self.initiative.workshops.filter(starts_at__gte=self.at - timedelta(days=2)):
            if workshop.local_start.date() >= today:
                workshop.initiative = self.initiative
                workshop.keep_due_day()
                if self.version == 1:
                    workshop.outcomes.filter(asks=None).update(asks=False)

    @classmethod
    def make(cls, initiative: Initiative, *, by: Any, based_on: int, **values: Any) -> "Promise":
        """Add a version after the version `based_on` (0: none was there), unless somebody was earlier (`StaleError`)."""
        with transaction.atomic():
            latest = initiative.promises.first()
            if (latest.version if latest else 0) != based_on:
                raise StaleError
            try:
                with transaction.atomic():
                    promise = cls.objects.create(initiative=initiative, version=based_on + 1, by=by, **values)
            except IntegrityError as error:
                if not initiative.promises.filter(version=based_on + 1).exists():
                    raise
                raise StaleError from error
            promise.reach_workshops()
            initiative.touch(by=by)
            action = "promise.changed" if based_on else "promise.made"
            AuditEntry.record(action, by=by, initiative=initiative, target=promise, version=promise.version)
        return promise
