"""Decisions at a gate. They are added, never changed; the last one rules."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from projects.models import AuditEntry, Initiative
from projects.personal_data import DONE_BY, WORDS, PersonalFields, words_of
from projects.typed_text import ROOM

from .roadmap import Phase


class GateKind(models.TextChoices):
    GO = "go", _("Go on")
    GO_WITH_CONDITIONS = "go-with-conditions", _("Go on, with conditions")
    BACK = "back", _("Back to an earlier phase")
    LIGHTER_FORM = "lighter-form", _("Choose a lighter form")
    STOP = "stop", _("Stop")
    REOPENED = "reopened", _("Open the phase again")


STANDING_GO = frozenset({GateKind.GO.value, GateKind.GO_WITH_CONDITIONS.value})


class GateDecision(models.Model):
    """One decision: what, why, who decided, and when it was written down.

    `waived` are the codes of the required items that were skipped with a reason when it was taken.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="gate_decisions")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=GateKind)
    reason = models.TextField(max_length=2_000)
    conditions = models.TextField(max_length=2_000, blank=True)
    decided_by = models.CharField(max_length=ROOM * 200)
    users_voice = models.CharField(max_length=ROOM * 200, blank=True)
    decided_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    is_example = models.BooleanField(default=False)
    waived = models.JSONField(default=list, db_default=models.Value([], output_field=models.JSONField()))

    PERSONAL: ClassVar[PersonalFields] = {
        "reason": words_of("by"),
        "conditions": words_of("by"),
        "decided_by": WORDS,
        "users_voice": WORDS,
        "by": DONE_BY,
    }

    class Meta:
        verbose_name_plural = _("gate decisions")
        ordering = ("at", "id")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["initiative", "phase", "-at"], name="gate_last_decision"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="gate_decision_has_a_reason"),
            models.CheckConstraint(
                condition=~models.Q(kind="go-with-conditions") | ~models.Q(conditions=""),
                name="conditions_are_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase_id}: {self.kind}"

    @property
    def is_go(self) -> bool:
        return self.kind in STANDING_GO

    @classmethod
    def decide(cls, initiative: Initiative, phase: Phase, *, by: Any, **values: Any) -> "GateDecision":
        with transaction.atomic():
            skipped = initiative.completions.waived().filter(item__phase=phase)
            codes = list(skipped.values_list("item__code", flat=True))
            decision = cls.objects.create(initiative=initiative, phase=phase, by=by, waived=codes, **values)
            initiative.touch(by=by)
            AuditEntry.record(
                "gate.decided", by=by, initiative=initiative, target=decision, kind=decision.kind
            )
        return decision
