"""What is done with what people said, and why, as they will read it. Feedback is added, never changed; the last one stands."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import AuditEntry, Initiative, StaleError
from projects.personal_data import DONE_BY, WORDS, PersonalFields, words_of
from projects.typed_text import ROOM

from .outcomes import Outcome
from .themes import Theme


class FeedbackKind(models.TextChoices):
    """What is done with it, in the words of the team."""

    DID = "did", _("We did it")
    WILL = "will", _("We will do it")
    PARTLY = "partly", _("Partly")
    WILL_NOT = "will-not", _("We will not do it")
    NOT_OURS = "not-ours", _("Not ours")


TOLD_AS = {
    FeedbackKind.DID.value: _("We did that"),
    FeedbackKind.WILL.value: _("We will do that"),
    FeedbackKind.PARTLY.value: _("We will do part of that"),
    FeedbackKind.WILL_NOT.value: _("We will not do that"),
    FeedbackKind.NOT_OURS.value: _("That is not ours to do. We passed it on to"),
}
"""How each kind is told to those who took part; who it was passed on to, and the reason, go on after it."""


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def standing(self) -> Self:
        """Keep what stands: of each outcome or theme the last."""
        return self.filter(superseded_at=None)

    def with_writer(self) -> Self:
        """Fetch who wrote each along with it."""
        return self.select_related("by")


class Feedback(models.Model):
    """One version of what is done with an outcome, or with a theme and all its outcomes; `version` counts from 1.

    `because` is what participants read, `note` is for the team only, `passed_to` says who has it where it is not ours.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="feedback")
    outcome = models.ForeignKey(
        Outcome, on_delete=models.CASCADE, related_name="feedback", null=True, blank=True
    )
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="feedback", null=True, blank=True)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=FeedbackKind)
    passed_to = models.CharField(max_length=ROOM * 120, blank=True)
    because = models.TextField(max_length=1_000)
    note = models.TextField(max_length=1_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(default=False)

    PERSONAL: ClassVar[PersonalFields] = {
        "because": words_of("by"),
        "note": words_of("by"),
        "passed_to": WORDS,
        "by": DONE_BY,
    }

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("feedback to those who took part")
        ordering = ("-version",)
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(outcome=None, theme__isnull=False)
                | models.Q(outcome__isnull=False, theme=None),
                name="feedback_to_one_thing",
            ),
            models.CheckConstraint(
                condition=(models.Q(kind="not-ours") & ~models.Q(passed_to=""))
                | (~models.Q(kind="not-ours") & models.Q(passed_to="")),
                name="passed_on_to_somebody",
            ),
            models.UniqueConstraint(fields=["outcome", "version"], name="outcome_feedback_version_once"),
            models.UniqueConstraint(fields=["theme", "version"], name="theme_feedback_version_once"),
            models.UniqueConstraint(
                fields=["outcome"],
                condition=models.Q(superseded_at=None),
                name="one_feedback_stands_for_an_outcome",
            ),
            models.UniqueConstraint(
                fields=["theme"],
                condition=models.Q(superseded_at=None),
                name="one_feedback_stands_for_a_theme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"

    @property
    def told_as(self) -> str:
        """Return how it begins for those who took part."""
        return str(TOLD_AS[self.kind])

    @property
    def updated_by(self) -> Any:
        """Return who wrote it, as rows that can be changed say it."""
        return self.by

    @classmethod
    def give(cls, target: Outcome | Theme, *, by: Any, based_on: int, **values: Any) -> "Feedback":
        """Add a version after the version `based_on` (0: none was there), unless somebody was earlier (`StaleError`)."""
        is_theme = isinstance(target, Theme)
        initiative = target.initiative if isinstance(target, Theme) else target.workshop.initiative
        of = {"theme" if is_theme else "outcome": target}
        with transaction.atomic():
            earlier = cls.objects.filter(**of, superseded_at=None)
            if based_on:
                was_standing = earlier.filter(version=based_on).update(superseded_at=timezone.now())
            else:
                was_standing = not earlier.exists()
            if not was_standing:
                raise StaleError
            try:
                with transaction.atomic():
                    given = cls.objects.create(
                        initiative=initiative, version=based_on + 1, by=by, **of, **values
                    )
            except IntegrityError as error:
                if not earlier.exists():
                    raise
                raise StaleError from error
            initiative.touch(by=by)
            AuditEntry.record(
                "feedback.given", by=by, initiative=initiative, target=given, version=given.version
            )
        return given
