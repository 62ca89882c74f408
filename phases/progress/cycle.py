"""The cycle of one initiative: the drawing with what each phase says of itself."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projects.models import Initiative

from ..models import GateKind
from .cycle_drawing import CyclePhase, build_cycle
from .next_step import phase_url
from .progress import InitiativeProgress, PhaseProgress


def cycle_of(initiative: Initiative, progress: InitiativeProgress, *, linked: bool = True) -> Any:
    """Return the drawing of the cycle; on paper its phases are not `linked`."""
    here = progress.current
    rows = [
        CyclePhase(
            number=row.phase.number,
            name=str(row.phase),
            url=phase_url(initiative, row.phase) if linked else "",
            done_count=row.done_count,
            all_count=row.all_count,
            current=row is here,
            gate=_gate(row),
            finished=row.passed,
            state_text=state_text(row),
        )
        for row in progress.phases
    ]
    title = _("Phase {number} of 4, {name}: {n} of {all} done.").format(
        number=here.phase.number, name=here.phase, n=here.done_count, all=here.all_count
    )
    return build_cycle(rows, id="cycle-title", title=title)


def _gate(row: PhaseProgress) -> Any:
    if not row.phase.has_gate:
        return "none"
    return "taken" if row.decision else "open"


def state_text(row: PhaseProgress) -> str:
    count = _("{n} of {all} done").format(n=row.done_count, all=row.all_count)
    if row.waived:
        count = _("{count}, of which {n} skipped").format(count=count, n=row.waived)
    if row.decision is None or row.decision.kind == GateKind.REOPENED:
        return _("Runs throughout. {count}").format(count=count) if not row.phase.has_gate else count
    day = date_format(row.decision.decided_on, "j F")
    return _("{decision}, {day}. {count}").format(
        decision=row.decision.get_kind_display(), day=day, count=count
    )
