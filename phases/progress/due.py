"""What waits for a person: late things first, then what has a day, in a fixed number of queries.

Late is a workshop that was held and has no log, feedback of which the day is over, and a document that could not be
made. Dated are feedback that people wait for, a workshop of today, the conditions of a gate (until the next decision), and a report that is ready (for a week).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Initiative, Role

from ..models import GateDecision, GateKind, Report, ReportState, Workshop
from .feedback_debt import WaitingFeedback, longest_waiting
from .next_step import phase_url

NEWS = timedelta(days=7)
"""So long a report that is ready is news."""
SOON = timedelta(days=1)
MOST = 20
"""So many of one kind are looked at: more than a page shows of all kinds together."""


@dataclass(frozen=True)
class Due:
    """One thing that waits: what, of what, since or until when, and where to do it."""

    initiative: Initiative
    sentence: str
    about: str
    when: datetime
    why: str
    label: str
    url: str
    late: bool = False


@dataclass(frozen=True)
class Waiting:
    """What waits for a person: the first things, and how many there are in all."""

    first: list[Due]
    count: int


def due_for(user: Any, initiatives: Any) -> Waiting:
    """Return what waits for a person in `initiatives` (a queryset): what is late, the longest first; then the rest."""
    kinds = (
        _first(_unlogged(user, initiatives), _without_log),
        _feedback(user, initiatives),
        _first(_reports(user, initiatives, ReportState.FAILED).order_by("requested_at"), _failed),
        _first(_coming(initiatives), _soon),
        _first(_with_conditions(initiatives), _conditions),
        _first(_new_reports(user, initiatives), _ready),
    )
    found = [due for some, _count in kinds for due in some]
    found.sort(key=lambda due: (not due.late, due.when.isoformat() if due.late else ""))
    return Waiting(found, sum(count for _some, count in kinds))


def _first(rows: Any, due_of: Callable[[Any], Due]) -> tuple[list[Due], int]:
    """Return what waits of one kind, as far as a page needs it, and how many there are."""
    found = list(rows.annotate(of_all=Window(Count("pk")))[:MOST])
    return [due_of(row) for row in found], found[0].of_all if found else 0


def _unlogged(user: Any, initiatives: Any) -> Any:
    writing = Initiative.objects.filter(team__user=user, team__role__gte=Role.FACILITATOR)
    held = Workshop.objects.held().filter(initiative__in=initiatives, logged_at=None)
    return held.filter(initiative__in=writing).select_related("initiative")


def _without_log(workshop: Workshop) -> Due:
    return Due(
        initiative=workshop.initiative,
        sentence=_("The log of a workshop is still missing."),
        about=workshop.title,
        when=workshop.wall_start,
        why=_("Write down who was there and what people said, while everyone still knows."),
        label=_("Log it now"),
        url=reverse("phases:workshop-log", args=[workshop.initiative_id, workshop.pk]),
        late=True,
    )


def _feedback(user: Any, initiatives: Any) -> tuple[list[Due], int]:
    """Return the initiatives in which people wait for feedback, the longest first; and how many there are."""
    writing = initiatives.filter(team__user=user, team__role__gte=Role.FACILITATOR)
    owing, count = longest_waiting(writing, MOST)
    return list(map(_owed, owing)), count


def _owed(owing: WaitingFeedback) -> Due:
    return Due(
        initiative=owing.initiative,
        sentence=ngettext(
            "{n} thing that people said waits for feedback.",
            "{n} things that people said wait for feedback.",
            owing.waiting,
        ).format(n=owing.waiting),
        about="",
        when=datetime.combine(owing.due, datetime.min.time()),
        why=_("Say what you do with it, and why. That is what you promised."),
        label=_("Give feedback"),
        url=reverse("phases:feedback", args=[owing.initiative.pk]),
        late=owing.due < timezone.localdate(),
    )


def _coming(initiatives: Any) -> Any:
    coming = Workshop.objects.upcoming().filter(initiative__in=initiatives)
    return coming.filter(starts_at__lt=timezone.now() + SOON).select_related("initiative")


def _soon(workshop: Workshop) -> Due:
    return Due(
        initiative=workshop.initiative,
        sentence=_("A workshop begins within a day."),
        about=workshop.title,
        when=workshop.wall_start,
        why=_("Look at the plan once more: who comes, where, and what you need."),
        label=_("See the plan"),
        url=workshop.get_absolute_url(),
    )


def _with_conditions(initiatives: Any) -> Any:
    """Return decisions with conditions after which nothing was decided yet."""
    later = GateDecision.objects.filter(initiative=OuterRef("initiative"), at__gt=OuterRef("at"))
    rows = GateDecision.objects.filter(initiative__in=initiatives, kind=GateKind.GO_WITH_CONDITIONS)
    return rows.exclude(Exists(later)).select_related("initiative", "phase").order_by("decided_on", "pk")


def _conditions(decision: GateDecision) -> Due:
    return Due(
        initiative=decision.initiative,
        sentence=_("You went on with conditions. Are they met?"),
        about=decision.conditions,
        when=datetime.combine(decision.decided_on, datetime.min.time()),
        why=_("They count until the next decision."),
        label=_("See the decision"),
        url=phase_url(decision.initiative, decision.phase),
    )


def _reports(user: Any, initiatives: Any, state: ReportState) -> Any:
    rows = Report.objects.filter(initiative__in=initiatives, requested_by=user, state=state)
    return rows.select_related("initiative")


def _new_reports(user: Any, initiatives: Any) -> Any:
    rows = _reports(user, initiatives, ReportState.READY).filter(finished_at__gte=timezone.now() - NEWS)
    return rows.order_by("-requested_at")


def _ready(report: Report) -> Due:
    return Due(
        initiative=report.initiative,
        sentence=_("Your report is ready."),
        about="",
        when=timezone.localtime(report.finished_at).replace(tzinfo=None),
        why=_("Read it once yourself before you send it on."),
        label=_("Open the report"),
        url=report.get_absolute_url(),
    )


def _failed(report: Report) -> Due:
    return Due(
        initiative=report.initiative,
        sentence=_("A report could not be made."),
        about="",
        when=timezone.localtime(report.requested_at).replace(tzinfo=None),
        why=_("Try it once more. Does it go wrong again? Then ask your administrator."),
        label=_("See what you can do"),
        url=report.get_absolute_url(),
        late=True,
    )
