"""Windows through which pages of other apps see the road: progress, the cycle, the next step, attendance."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import template
from django.db.models import Count, Window
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.access import may_write
from projects.drawn import drawn_once
from projects.models import Initiative, Stakeholder
from toolkit.models import Method

from ..answers.open_items import draw_open_item
from ..models import ChecklistItem, Phase, Question, Workshop
from ..progress.attendance import MAX_GROUPS, AttendanceTable, attendance_table_of
from ..progress.cycle import cycle_of
from ..progress.cycle_drawing import Bar, home_arrows, home_gates, small_bar, strip_bar
from ..progress.feedback_debt import FeedbackDebt
from ..progress.next_step import NextStep, phase_url
from ..progress.next_step import next_step as step_of
from ..progress.progress import InitiativeProgress, PhaseProgress
from ..progress.progress import progress_of as progress_of_all
from ..progress.workshops_ahead import workshops_ahead as find_workshops_ahead

register = template.Library()

MAX_INITIATIVES = 5
MAX_USED = 5


@register.simple_tag
def progress_of(initiatives: Sequence[Initiative]) -> dict[UUID, InitiativeProgress]:
    """Return the progress of all listed initiatives, in a fixed number of queries."""
    return progress_of_all(initiatives)


@register.simple_tag
def next_step(
    initiative: Initiative,
    progress: InitiativeProgress,
    groups: Sequence[Stakeholder],
    has_end_users: bool,
    debt: FeedbackDebt,
) -> NextStep:
    return step_of(
        initiative, progress, has_stakeholders=bool(groups), has_end_users=has_end_users, debt=debt
    )


@register.simple_tag
def first_step(initiative: Initiative, progress: Mapping[UUID, InitiativeProgress]) -> NextStep:
    kinds = set(initiative.stakeholders.order_by().values_list("end_users", flat=True).distinct())
    return step_of(
        initiative, progress[initiative.pk], has_stakeholders=bool(kinds), has_end_users=True in kinds
    )


@register.inclusion_tag("phases/_cycle_box.html")
def cycle(initiative: Initiative, progress: InitiativeProgress) -> dict[str, Any]:
    """Draw the cycle with its text twin."""
    return {"cycle": cycle_of(initiative, progress)}


@register.simple_tag
def bars(initiative: Initiative, progress: Mapping[UUID, InitiativeProgress]) -> str:
    """Draw the four phases of one row as small bars, with the same in words; equal ones are drawn once."""
    rows = progress[initiative.pk]
    here = rows.current
    words = _("phase {number}: {name}, {n} of {all}").format(
        number=here.phase.number, name=here.phase, n=here.done_count, all=here.all_count
    )
    return drawn_once("phases/_bars.html", bars=bars_of(rows), words=words)


def bars_of(progress: InitiativeProgress) -> tuple[Bar, ...]:
    """Return the small bars of the four phases."""
    return tuple(
        small_bar(place, row.share, current=row is progress.current, done=row.passed, begun=row.begun)
        for place, row in enumerate(progress.phases)
    )


@register.simple_tag(takes_context=True)
def open_item(context: Context, item: ChecklistItem) -> str:
    """Draw an item of the checklist that nobody touched, for those who may settle it."""
    return draw_open_item(item, context["initiative"].pk, str(context["csrf_token"]))


@register.inclusion_tag("phases/_phase_strip.html")
def phase_strip(initiative: Initiative, progress: InitiativeProgress, phase: Phase) -> dict[str, Any]:
    """Draw the four phases as a strip of arrows that lead to their pages."""
    return {"strip": [_step(initiative, row, phase) for row in progress.phases]}


@register.inclusion_tag("phases/_phase_step.html")
def phase_step(initiative: Initiative, progress: InitiativeProgress, phase: Phase) -> dict[str, Any]:
    """Draw the arrow of `phase` anew, to stand in the strip that is on the page."""
    return {"row": _step(initiative, progress.of(phase), phase)}


def _step(initiative: Initiative, row: PhaseProgress, phase: Phase) -> dict[str, Any]:
    current = row.phase.pk == phase.pk
    return {
        "number": row.phase.number,
        "name": str(row.phase),
        "url": phase_url(initiative, row.phase),
        "state_text": _("done")
        if row.passed
        else _("{n} of {all}").format(n=row.done_count, all=row.all_count),
        "current": current,
        "bar": strip_bar(row.share, current=current, done=row.passed, begun=row.begun),
    }


@register.inclusion_tag("phases/_attendance.html")
def attendance_table(initiative: Initiative, groups: Sequence[Stakeholder]) -> dict[str, Any]:
    """Show how many people of each of the first `groups` were at the latest workshops."""
    found: AttendanceTable = attendance_table_of(initiative, groups[:MAX_GROUPS])
    return {"table": found, "initiative": initiative, "has_more": len(groups) > MAX_GROUPS}


@register.inclusion_tag("phases/_workshops_ahead.html")
def workshops_ahead(initiative: Initiative, may_write: bool) -> dict[str, Any]:
    """Show the next workshop, and those whose log is missing: the ones that wait longest."""
    following, unlogged = find_workshops_ahead(initiative)
    return {
        "initiative": initiative,
        "may_write": may_write,
        "next": following,
        "unlogged": unlogged,
        "plan_url": reverse("phases:workshop-plan", args=[initiative.pk]),
    }


@register.inclusion_tag("phases/_plan_with.html", takes_context=True)
def plan_with(context: Any, method: Method) -> dict[str, Any]:
    """Offer to plan a workshop with `method`, in each initiative in which the person may write."""
    user = context["request"].user
    mine = (
        Initiative.objects.visible_to(user).current() if user.is_authenticated else Initiative.objects.none()
    )
    latest = mine.by_activity()[:MAX_INITIATIVES]
    writable = [row for row in latest if may_write(row)]
    only = writable[0] if len(writable) == 1 else None
    return {"method": method, "initiatives": writable, "only_initiative": only}


@register.inclusion_tag("phases/_fits.html", takes_context=True)
def fits(context: Any, method: Method) -> dict[str, Any]:
    """Show the questions for which the roadmap names `method`, and how often the person's teams used it."""
    user = context["request"].user
    mine = Initiative.objects.visible_to(user) if user.is_authenticated else Initiative.objects.none()
    held = Workshop.objects.held().filter(method=method, initiative__in=mine).select_related("initiative")
    questions = Question.objects.published().filter(recommendations__method=method).select_related("phase")
    latest = held.annotate(of_all=Window(Count("pk"))).order_by("-starts_at")[:MAX_USED]
    used = list(latest) if user.is_authenticated else []
    return {"questions": questions, "used_count": used[0].of_all if used else 0, "latest_used": used}


@register.simple_tag
def home_cycle() -> dict[str, Any]:
    """Return the drawing of the cycle for the first page."""
    return {"arrows": home_arrows(), "gates": home_gates()}
