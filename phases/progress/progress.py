"""Progress and the current phase: the single definition.

progress = (questions answered + checklist items done or not applicable) / all of them. A question is answered
when the team marked its answer as finished. The current phase is the first of phases 1 to 3 whose last gate
decision is not a *go* (with or without conditions); when all three have one, it is the fourth.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from uuid import UUID

from projects.fixed_sql import ModelColumns, as_id, fetch_all, places
from projects.models import Initiative
from toolkit.published import read_once

from ..models import GateDecision, ItemState, Phase
from .published_road import published_phases


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


def loaded_phases() -> tuple[Phase, ...]:
    """Return the phases in their order; where there are none, the content is not loaded yet."""
    phases = published_phases()
    if not phases:
        raise NoContentError
    return phases


def progress_of(initiatives: Iterable[Initiative]) -> dict[UUID, InitiativeProgress]:
    """Return the progress of each initiative, in three queries however many there are; written out, every page asks."""
    ids = [initiative.pk for initiative in initiatives]
    if not ids:
        return {}
    phases = _phases()
    counts = _counts(ids)
    decisions = _last_decisions(ids)
    nothing = (0, 0, 0)
    return {
        pk: InitiativeProgress(
            tuple(
                PhaseProgress(
                    phase=phase,
                    questions=questions,
                    items=items,
                    decision=decisions.get((pk, phase.pk)),
                    **dict(zip(COUNTED, counts.get((pk, phase.pk), nothing), strict=True)),
                )
                for phase, questions, items in phases
            )
        )
        for pk in ids
    }


def progress_in(initiative: Initiative) -> InitiativeProgress:
    return progress_of([initiative])[initiative.pk]


COUNTED = ("answered", "settled", "waived")


@cache
def _written() -> tuple[ModelColumns, str, ModelColumns]:
    phase, decision = ModelColumns(Phase, "p"), ModelColumns(GateDecision, "d")
    phases = f"""
        SELECT {phase.sql},
          (SELECT COUNT(*) FROM phases_question q WHERE q.phase_id = p.id AND q.retired_at IS NULL),
          (SELECT COUNT(*) FROM phases_checklistitem i WHERE i.phase_id = p.id AND i.retired_at IS NULL)
        FROM phases_phase p WHERE p.retired_at IS NULL ORDER BY p.number
    """  # noqa: S608 - names of columns only
    return phase, phases, decision


@read_once
def _phases() -> tuple[tuple[Phase, int, int], ...]:
    """Return each phase with the number of its published questions and items."""
    columns, query, _decision = _written()
    return tuple((columns.instance(row[:-2]), row[-2], row[-1]) for row in fetch_all(query))


def _counts(ids: list[UUID]) -> dict[tuple[UUID, int], tuple[int, int, int]]:
    """Return how much is answered, settled and waived in each (initiative, phase) where something is."""
    query = f"""
        SELECT initiative_id, phase_id, SUM(answered), SUM(settled), SUM(waived) FROM (
          SELECT a.initiative_id, q.phase_id, 1 AS answered, 0 AS settled, 0 AS waived
          FROM phases_answer a JOIN phases_question q ON q.id = a.question_id
          WHERE a.initiative_id IN ({places(ids)}) AND a.finished_at IS NOT NULL AND q.retired_at IS NULL
          UNION ALL
          SELECT c.initiative_id, i.phase_id, 0, 1,
            CASE WHEN c.state = %s AND i.blocking AND p.number <> %s THEN 1 ELSE 0 END
          FROM phases_itemcompletion c
          JOIN phases_checklistitem i ON i.id = c.item_id
          JOIN phases_phase p ON p.id = i.phase_id
          WHERE c.initiative_id IN ({places(ids)}) AND c.state <> %s AND i.retired_at IS NULL
        ) counted GROUP BY initiative_id, phase_id
    """  # noqa: S608 - nothing of it was typed
    values = (*ids, ItemState.NOT_APPLICABLE.value, Phase.TROUBLESHOOTING, *ids, ItemState.OPEN.value)
    rows = fetch_all(query, *values)
    return {(as_id(initiative), phase): tuple(map(int, counts)) for initiative, phase, *counts in rows}  # type: ignore[misc]  # three of them


def _last_decisions(ids: list[UUID]) -> dict[tuple[UUID, int], GateDecision]:
    """Return the last decision of each initiative at each gate."""
    columns = _written()[2]
    query = f"""
        SELECT {columns.sql} FROM phases_gatedecision d
        WHERE d.initiative_id IN ({places(ids)}) AND NOT EXISTS (
          SELECT 1 FROM phases_gatedecision later
          WHERE later.initiative_id = d.initiative_id AND later.phase_id = d.phase_id
            AND (later.at > d.at OR (later.at = d.at AND later.id > d.id))
        )
    """  # noqa: S608 - names of columns only
    found = (columns.instance(row) for row in fetch_all(query, *ids))
    return {(row.initiative_id, row.phase_id): row for row in found}
