"""What a gate asks: its criteria, each met or not, from the checklist and from facts in the data. The single definition."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Initiative
from projects.typed_text import isolated

from ..models import Attendance, ItemCompletion, ItemState, Phase
from .progress import progress_in


@dataclass(frozen=True)
class Criterion:
    """One criterion of a gate. `met` is None when only the team can judge; `detail` says what the app knows.

    A required item that was skipped with a reason is `waived`: not met, and not in the way.
    """

    text: Any
    met: bool | None
    detail: str = ""
    waived: bool = False


@dataclass(frozen=True)
class Fact:
    met: bool
    detail: str


def criteria_of(initiative: Initiative, phase: Phase) -> list[Criterion]:
    """Return the criteria of the gate of `phase`, in the order of its content."""
    completions = {
        row.item.code: row
        for row in initiative.completions.filter(item__phase=phase).select_related("item", "updated_by")
        if row.state != ItemState.OPEN
    }
    found = []
    for text in phase.gate_criteria:
        if fact := FACTS.get(text.get("fact", "")):
            measured = fact(initiative, phase)
            found.append(Criterion(text, met=measured.met, detail=measured.detail))
        elif item := text.get("item"):
            found.append(_of_item(text, completions.get(item)))
        else:
            found.append(Criterion(text, met=None))
    return found


def decisions_at(initiative: Initiative, phase: Phase) -> list[Any]:
    """Return the decisions at a gate, newest first, each with the required items that were `skipped` by then."""
    labels = {item.code: item for item in phase.items.all()}
    reasons = dict(initiative.completions.waived().values_list("item__code", "note"))
    decisions: list[Any] = list(initiative.gate_decisions.filter(phase=phase).select_related("by"))
    for decision in decisions:
        codes = [code for code in decision.waived if code in labels]
        decision.skipped = [(labels[code], reasons.get(code, "")) for code in codes]
    return decisions[::-1]


def _of_item(text: Any, completion: ItemCompletion | None) -> Criterion:
    """Return a criterion that rests on a checklist item; set aside, it is waived and never in order."""
    if completion is None:
        return Criterion(text, met=False, detail=_("Open in the checklist."))
    if completion.state == ItemState.NOT_APPLICABLE:
        who = name_and_date(completion.updated_by, completion.updated_at)
        return Criterion(text, met=False, detail=f"{isolated(completion.note)} ({who})", waived=True)
    return Criterion(
        text, met=True, detail=f"{completion.get_state_display()}. {isolated(completion.note)}".strip()
    )


def _questions_finished(initiative: Initiative, phase: Phase) -> Fact:
    here = progress_in(initiative).of(phase)
    words = ngettext("{n} of {all} question finished.", "{n} of {all} questions finished.", here.questions)
    detail = words.format(n=here.answered, all=here.questions)
    return Fact(here.answered >= here.questions, detail)


def _end_users_in_the_room(initiative: Initiative, phase: Phase) -> Fact:
    counted = Attendance.objects.filter(
        workshop__initiative=initiative, workshop__phase=phase, stakeholder__end_users=True, people__gt=0
    )
    workshops = counted.values("workshop").distinct().count()
    detail = ngettext(
        "End users were counted in {n} workshop of this phase.",
        "End users were counted in {n} workshops of this phase.",
        workshops,
    ).format(n=workshops)
    return Fact(workshops > 0, detail)


def _no_group_missing(initiative: Initiative, _phase: Phase) -> Fact:
    groups = initiative.stakeholders.all()
    met = groups.filter(attendance__people__gt=0).values("pk")
    missing = [isolated(str(group)) for group in groups.exclude(pk__in=met)]
    detail = _("Never counted in a workshop: {groups}.").format(groups=", ".join(missing))
    return Fact(
        bool(groups) and not missing, detail if missing else _("Every group was counted at least once.")
    )


def _workshops_logged(initiative: Initiative, phase: Phase) -> Fact:
    held = initiative.workshops.filter(phase=phase, ends_at__lt=timezone.now())
    behind = [isolated(str(workshop)) for workshop in held.filter(logged_at=None)]
    detail = _("Without a finished log: {workshops}.").format(workshops=", ".join(behind))
    return Fact(not behind, detail if behind else _("Every workshop that was held has its log."))


FACTS: dict[str, Callable[[Initiative, Phase], Fact]] = {
    "questions-finished": _questions_finished,
    "end-users-in-the-room": _end_users_in_the_room,
    "no-group-missing": _no_group_missing,
    "workshops-logged": _workshops_logged,
}
"""The facts a gate can ask, by the machine name that the content uses."""


def name_and_date(person: Any, moment: Any) -> str:
    day = date_format(timezone.localtime(moment), "j F Y")
    return _("{name}, {day}").format(name=isolated(str(person)), day=day) if person else day
