"""What waits for a person: late things first, then what has a day, in a fixed number of queries.

Late is a workshop that was held and has no log, feedback of which the day is over, and a document that could not be
made. Dated are feedback that people wait for, a workshop of today, the conditions of a gate (until the next decision), and a report that is ready (for a week).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Initiative, Role

from ..models import GateDecision, GateKind, Report, ReportState, Workshop
from .feedback_debt import debts_of
from .next_step import phase_url

NEWS = timedelta(days=7)
"""So long a report that is ready is news."""
SOON = timedelta(days=1)


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


def due_for(user: Any, initiatives: Any) -> list[Due]:
    """Return what waits for a person in `initiatives` (a queryset): what is late, the longest first; then the rest."""
    found = [
        *_without_log(user, initiatives),
        *_feedback(user, initiatives),
        *_failed(user, initiatives),
        *_soon(initiatives),
        *_conditions(initiatives),
        *_ready(user, initiatives),
    ]
    return sorted(found, key=lambda due: (not due.late, due.when.isoformat() if due.late else ""))


def _without_log(user: Any, initiatives: Any) -> Iterator[Due]:
    writing = Initiative.objects.filter(team__user=user, team__role__gte=Role.FACILITATOR)
    held = Workshop.objects.held().filter(initiative__in=initiatives, logged_at=None)
    for workshop in held.filter(initiative__in=writing).select_related("initiative"):
        yield Due(
            initiative=workshop.initiative,
            sentence=_("The log of a workshop is still missing."),
            about=workshop.title,
            when=workshop.wall_start,
            why=_("Write down who was there and what people said, while everyone still knows."),
            label=_("Log it now"),
            url=reverse("phases:workshop-log", args=[workshop.initiative_id, workshop.pk]),
            late=True,
        )


def _feedback(user: Any, initiatives: Any) -> Iterator[Due]:
    """Yield the initiatives in which people wait for feedback; one for each."""
    writing = initiatives.filter(team__user=user, team__role__gte=Role.FACILITATOR)
    owing = {pk: debt for pk, debt in debts_of(writing).items() if debt.waiting and debt.due}
    for initiative in Initiative.objects.filter(pk__in=owing):
        debt = owing[initiative.pk]
        yield Due(
            initiative=initiative,
            sentence=ngettext(
                "{n} thing that people said waits for feedback.",
                "{n} things that people said wait for feedback.",
                debt.waiting,
            ).format(n=debt.waiting),
            about="",
            when=datetime.combine(debt.due or date.max, datetime.min.time()),
            why=_("Say what you do with it, and why. That is what you promised."),
            label=_("Give feedback"),
            url=reverse("phases:feedback", args=[initiative.pk]),
            late=bool(debt.late),
        )


def _soon(initiatives: Any) -> Iterator[Due]:
    coming = Workshop.objects.upcoming().filter(initiative__in=initiatives)
    for workshop in coming.filter(starts_at__lt=timezone.now() + SOON).select_related("initiative"):
        yield Due(
            initiative=workshop.initiative,
            sentence=_("A workshop begins within a day."),
            about=workshop.title,
            when=workshop.wall_start,
            why=_("Look at the plan once more: who comes, where, and what you need."),
            label=_("See the plan"),
            url=workshop.get_absolute_url(),
        )


def _conditions(initiatives: Any) -> Iterator[Due]:
    """Yield decisions with conditions after which nothing was decided yet."""
    later = GateDecision.objects.filter(initiative=OuterRef("initiative"), at__gt=OuterRef("at"))
    rows = GateDecision.objects.filter(initiative__in=initiatives, kind=GateKind.GO_WITH_CONDITIONS)
    for decision in rows.exclude(Exists(later)).select_related("initiative", "phase").order_by("decided_on"):
        yield Due(
            initiative=decision.initiative,
            sentence=_("You went on with conditions. Are they met?"),
            about=decision.conditions,
            when=datetime.combine(decision.decided_on, datetime.min.time()),
            why=_("They count until the next decision."),
            label=_("See the decision"),
            url=phase_url(decision.initiative, decision.phase),
        )


def _ready(user: Any, initiatives: Any) -> Iterator[Due]:
    since = timezone.now() - NEWS
    for report in _reports(user, initiatives, ReportState.READY).filter(finished_at__gte=since):
        yield Due(
            initiative=report.initiative,
            sentence=_("Your report is ready."),
            about="",
            when=timezone.localtime(report.finished_at).replace(tzinfo=None),
            why=_("Read it once yourself before you send it on."),
            label=_("Open the report"),
            url=report.get_absolute_url(),
        )


def _failed(user: Any, initiatives: Any) -> Iterator[Due]:
    for report in _reports(user, initiatives, ReportState.FAILED):
        yield Due(
            initiative=report.initiative,
            sentence=_("A report could not be made."),
            about="",
            when=timezone.localtime(report.requested_at).replace(tzinfo=None),
            why=_("Try it once more. Does it go wrong again? Then ask your administrator."),
            label=_("See what you can do"),
            url=report.get_absolute_url(),
            late=True,
        )


def _reports(user: Any, initiatives: Any, state: ReportState) -> Any:
    rows = Report.objects.filter(initiative__in=initiatives, requested_by=user, state=state)
    return rows.select_related("initiative").order_by("-requested_at")
