"""Progress and the current phase: the single definition.

progress = (questions answered + checklist items done or not applicable) / all of them. A question is answered
when the team marked its answer as finished. The current phase is the first of phases 1 to 3 whose last gate
decision is not a *go* (with or without conditions); when all three have one, it is the fourth.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from projects.models import Initiative

from ..models import Answer, ChecklistItem, GateDecision, ItemCompletion, Phase


@dataclass(frozen=True)
class PhaseProgress:
    """Where one initiative stands in one phase, in numbers. `decision` is the last one at its gate.

    Of the `settled` items, `waived` are required ones that were skipped with a reason.
    """

    phase: Phase
    questions: int
    answered: int
    items: int
    settled: int
    decision: GateDecision | None
    waived: int = 0

    @property
    def all_count(self) -> int:
        """Return how many things there are to do: questions and items."""
        return self.questions + self.items

    @property
    def done_count(self) -> int:
        return self.answered + self.settled

    @property
    def share(self) -> float:
        """Return the part that is done, from 0 to 1."""
        return min(1.0, self.done_count / self.all_count) if self.all_count else 0.0

    @property
    def begun(self) -> bool:
        return self.done_count > 0

    @property
    def passed(self) -> bool:
        """Tell whether a *go* stands at its gate."""
        return self.decision is not None and self.decision.is_go


class NoContentError(Exception):
    """The phases are not loaded yet, and without them nothing can be said."""


@dataclass(frozen=True)
class InitiativeProgress:
    """Where one initiative stands, phase by phase."""

    phases: tuple[PhaseProgress, ...]

    @cached_property
    def current(self) -> PhaseProgress:
        if not self.phases:
            raise NoContentError
        return next((p for p in self.phases if p.phase.has_gate and not p.passed), self.phases[-1])

    def of(self, phase: Phase) -> PhaseProgress:
        return next(p for p in self.phases if p.phase.pk == phase.pk)


def loaded_phases() -> list[Phase]:
    """Return the phases in their order; where there are none, the content is not loaded yet."""
    phases = list(Phase.objects.published().order_by("number"))
    if not phases:
        raise NoContentError
    return phases


def progress_of(initiatives: Iterable[Initiative]) -> dict[UUID, InitiativeProgress]:
    """Return the progress of each initiative, in five queries however many there are."""
    ids = [initiative.pk for initiative in initiatives]
    phases = list(_phases())
    answered = _counts(
        Answer.objects.filter(
            initiative__in=ids, question__retired_at=None, finished_at__isnull=False
        ).values_list("initiative", "question__phase")
    )
    completions = ItemCompletion.objects.filter(initiative__in=ids, item__retired_at=None)
    settled = _counts(completions.settled().values_list("initiative", "item__phase"))
    waived = _counts(completions.waived().values_list("initiative", "item__phase"))
    decisions = {(row.initiative_id, row.phase_id): row for row in _last_decisions(ids)}
    return {
        pk: InitiativeProgress(
            tuple(
                PhaseProgress(
                    phase=phase,
                    questions=phase.question_count,
                    answered=answered[pk, phase.pk],
                    items=phase.item_count,
                    settled=settled[pk, phase.pk],
                    decision=decisions.get((pk, phase.pk)),
                    waived=waived[pk, phase.pk],
                )
                for phase in phases
            )
        )
        for pk in ids
    }


def progress_in(initiative: Initiative) -> InitiativeProgress:
    return progress_of([initiative])[initiative.pk]


def _phases() -> Any:
    """Return the phases with the number of their published questions and items."""
    items = (
        ChecklistItem.objects.published()
        .filter(phase=OuterRef("pk"))
        .order_by()
        .values("phase")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return (
        Phase.objects.published()
        .annotate(
            question_count=Count("questions", filter=Q(questions__retired_at=None)),
            item_count=Coalesce(Subquery(items), 0),
        )
        .order_by("number")
    )


def _counts(pairs: Any) -> defaultdict[tuple[UUID, int], int]:
    """Count the rows of each (initiative, phase)."""
    counts: defaultdict[tuple[UUID, int], int] = defaultdict(int)
    for initiative, phase, number in pairs.annotate(n=Count("pk")).order_by():
        counts[initiative, phase] = number
    return counts


def _last_decisions(ids: list[UUID]) -> Any:
    """Return the last decision of each initiative at each gate."""
    later = (
        GateDecision.objects.filter(initiative=OuterRef("initiative"), phase=OuterRef("phase"))
        .order_by("-at", "-pk")
        .values("pk")[:1]
    )
    return GateDecision.objects.filter(initiative__in=ids, pk=Subquery(later))
