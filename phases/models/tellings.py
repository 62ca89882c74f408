"""What people were told about what is done with what they said: when, how, to whom, and in which words."""

import hashlib
import json
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import AuditEntry, Initiative, Stakeholder
from projects.personal_data import DONE_BY, WORDS, PersonalFields
from projects.typed_text import ROOM

from .feedback import Feedback
from .outcomes import Outcome
from .themes import Theme
from .workshops import Workshop


class Telling(models.Model):
    """That people were told, about a workshop or a theme. It is never changed, but for what is taken out at a wish.

    `content` is what they were told (`progress/report_back.py` says its shape). `content_hash` is the hash it had then; it
    stays when something is taken out of the content later, at `taken_out_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="tellings")
    workshop = models.ForeignKey(
        Workshop, on_delete=models.CASCADE, related_name="tellings", null=True, blank=True
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.SET_NULL, related_name="tellings", null=True, blank=True
    )
    groups = models.ManyToManyField(Stakeholder, related_name="+", blank=True)
    told_on = models.DateField()
    how = models.CharField(max_length=ROOM * 200)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    taken_out_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    is_example = models.BooleanField(default=False)

    PERSONAL: ClassVar[PersonalFields] = {"how": WORDS, "content": WORDS, "by": DONE_BY}

    class Meta:
        verbose_name_plural = _("what people were told")
        ordering = ("-told_on", "-at")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(workshop=None) | models.Q(theme=None), name="told_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.told_on}"

    def get_absolute_url(self) -> str:
        return reverse("phases:telling", args=[self.initiative_id, self.pk])

    @property
    def short_code(self) -> str:
        """Return as much of the hash as people compare."""
        return self.content_hash[:8]

    @classmethod
    def record(
        cls,
        target: Workshop | Theme,
        *,
        by: Any,
        content: dict[str, Any],
        groups: Any = (),
        **values: Any,
    ) -> "Telling":
        """Write down that people were told `content`; of each outcome in it, which feedback."""
        kind = "theme" if isinstance(target, Theme) else "workshop"
        with transaction.atomic():
            telling = cls.objects.create(
                initiative=target.initiative,
                by=by,
                content=content,
                content_hash=hash_of(content),
                **{kind: target},
                **values,
            )
            telling.groups.set(groups)
            told = [
                ToldOutcome(telling=telling, outcome_id=said["outcome"], feedback_id=item["feedback"])
                for item in content["items"]
                for said in item["said"]
            ]
            ToldOutcome.objects.bulk_create(told)
            target.initiative.touch(by=by)
            AuditEntry.record("feedback.told", by=by, initiative=target.initiative, target=telling)
        return telling

    def take_out(self, outcome: uuid.UUID, *, by: Any) -> None:
        """Take the words of one outcome out of what was told; that it stood there, and the hash, stay."""
        with transaction.atomic():
            # of two at once, the second takes out of what the first left
            self.content = Telling.objects.select_for_update().get(pk=self.pk).content
            for item in self.content["items"]:
                for said in item["said"]:
                    if said["outcome"] == str(outcome):
                        said["text"] = None
            self.taken_out_at = timezone.now()
            self.save(update_fields=["content", "taken_out_at"])
            self.report_back_sheets.all().withdraw()
            AuditEntry.record("feedback.taken-out", by=by, initiative=self.initiative, target=self)


class ToldOutcome(models.Model):
    """That a telling was about this outcome; with which feedback, or without one where that was still to come."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    telling = models.ForeignKey(Telling, on_delete=models.CASCADE, related_name="told")
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="told")
    feedback = models.ForeignKey(
        Feedback, on_delete=models.CASCADE, related_name="told", null=True, blank=True
    )

    PERSONAL: ClassVar[PersonalFields] = {}

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["telling", "outcome"], name="outcome_told_once_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.telling_id} {self.outcome_id}"


def hash_of(content: dict[str, Any]) -> str:
    """Return a hash of what people are told."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
