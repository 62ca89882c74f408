"""What an initiative says beforehand about a gate: when it is planned, who decides, and what is asked."""

from typing import Any, ClassVar, Self

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import AuditEntry, Initiative, StaleError, VersionedModel
from projects.personal_data import WORDS, PersonalFields, words_of
from projects.typed_text import ROOM

from .gates import GateDecision
from .roadmap import Phase


class PhasePlan(VersionedModel):
    """The plan of the gate of one phase. Each part may be empty, all of them not; `ask` is one sentence."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="phase_plans")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=ROOM * 200, blank=True)
    ask = models.CharField(max_length=ROOM * 300, blank=True)
    is_example = models.BooleanField(default=False)

    PERSONAL: ClassVar[PersonalFields] = {
        **VersionedModel.PERSONAL,
        "decided_by": WORDS,
        "ask": words_of("updated_by"),
    }

    class Meta:
        verbose_name_plural = _("plans of gates")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["initiative", "phase"], name="one_plan_per_phase"),
            models.CheckConstraint(
                condition=~models.Q(planned_on=None, decided_by="", ask=""), name="plan_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase_id}: {self.planned_on}"

    @classmethod
    def record(cls, initiative: Initiative, phase: Phase, *, by: Any, based_on: int, **values: Any) -> Self:
        """Store `values`, written on top of version `based_on` (0: there was no plan yet).

        `StaleError` when somebody was earlier, also with the very first plan. What stands there already is left as it is.
        """
        with transaction.atomic():
            plan = cls.objects.filter(initiative=initiative, phase=phase).first()
            if plan is None:
                plan = cls._first(initiative, phase, updated_by=by, **values)
            elif all(getattr(plan, name) == value for name, value in values.items()):
                return plan
            else:
                plan.update_version(by=by, based_on=based_on, **values)
            initiative.touch(by=by)
            AuditEntry.record(
                "phase-plan.recorded", by=by, initiative=initiative, target=plan, version=plan.version
            )
        return plan

    @classmethod
    def _first(cls, initiative: Initiative, phase: Phase, **values: Any) -> Self:
        try:
            with transaction.atomic():
                return cls.objects.create(initiative=initiative, phase=phase, **values)
        except IntegrityError as error:
            if not cls.objects.filter(initiative=initiative, phase=phase).exists():
                raise
            raise StaleError from error

    def is_overdue(self, last: GateDecision | None) -> bool:
        """Tell whether its day is past, and `last` was decided neither from that day on nor since it was planned."""
        if self.planned_on is None or self.planned_on >= timezone.localdate():
            return False
        return last is None or (last.decided_on < self.planned_on and last.at < self.updated_at)
