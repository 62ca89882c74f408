"""What every page and fragment of a phase needs."""

from typing import Any

from projects.access import may_write
from projects.models import Initiative, Role

from ..models import Phase
from ..progress.next_step import open_blocking_items
from ..progress.progress import InitiativeProgress, progress_in


def phase_context(
    initiative: Initiative,
    page_phase: Phase,
    *,
    progress: InitiativeProgress | None = None,
    missing: int | None = None,
) -> dict[str, Any]:
    """Return what every page and fragment of a phase needs.

    `missing` is how many required items are still open; it and `progress` are looked up where they are not at hand.
    """
    progress = progress or progress_in(initiative)
    if missing is None:
        missing = len(open_blocking_items(initiative, page_phase))
    return {
        "initiative": initiative,
        "part": "phases",
        "phase": page_phase,
        "progress": progress,
        "here": progress.of(page_phase),
        "missing": missing,
        "may_write": may_write(initiative),
        "may_lead": may_write(initiative, Role.LEAD),
    }
