"""What the pages of a workshop and its log share."""

from typing import Any

from django.urls import reverse

from projects.access import role_in
from projects.http import Request
from projects.models import Initiative, Role

from ..models import Outcome, Workshop
from .forms.attendance import AttendanceForm
from .forms.outcomes import AddOutcomeForm

MAX_SHOWN, LATEST_SHOWN = 50, 30
"""So many outcomes stand on the page of a workshop, and in its log the latest ones."""
MAX_GROUPS = 50
"""So many groups stand on the page of a workshop, and in its log."""


def stored_counts(request: Request, workshop: Workshop) -> AttendanceForm:
    """Store the numbers that were changed, if all of them are right, and give their form."""
    form = posted_counts(request, workshop)
    if form.is_valid() and (changed := form.changed_counts()):
        workshop.count_people(changed, by=request.user)
    return form


def add_outcome(workshop: Workshop, form: AddOutcomeForm, *, by: Any) -> None:
    """Write down the outcome of a valid form, once."""

    def create() -> str:
        Outcome.add(workshop, by=by, **form.outcome())
        return log_url(workshop)

    form.run_once(by=by, route="phases:outcome-add", create=create)


def log_url(workshop: Workshop) -> str:
    return reverse("phases:workshop-log", args=[workshop.initiative_id, workshop.pk])


def outcomes_of(workshop: Workshop, role: Role, *, latest: bool = False) -> dict[str, Any]:
    """Return what the workshop brought out, as far as `role` may read it, and how many quotes that leaves out.

    These are the first ones, or the last ones, when there are more than a page shows; `more` says how many more.
    """
    readable = workshop.outcomes.readable_by(role)
    rows = readable.select_related("stakeholder", "question", "theme").fetch_feedback()
    most = LATEST_SHOWN if latest else MAX_SHOWN
    shown = list(rows.reverse()[: most + 1])[::-1] if latest else list(rows[: most + 1])
    more = readable.count() - most if len(shown) > most else 0
    outcomes = (shown[1:] if latest else shown[:-1]) if more else shown
    left_out = 0 if role >= Role.FACILITATOR else workshop.outcomes.count() - len(outcomes) - more
    return {"outcomes": outcomes, "more": more, "left_out": left_out}


def log_context(
    initiative: Initiative, workshop: Workshop, *, groups_from: int = 0, **extra: Any
) -> dict[str, Any]:
    """Return what the log page shows; `extra` replaces forms by ones that were refused.

    So many groups of the register as a page shows stand there to be counted, after the first `groups_from`.
    """
    context = {
        "initiative": initiative,
        "part": "workshops",
        "workshop": workshop,
        **outcomes_of(workshop, role_in(initiative), latest=True),
        **extra,
    }
    counted = list(workshop.attendance.values_list("stakeholder", "people", "stakeholder__end_users"))
    context |= _total(counted)
    if "attendance_form" not in context:
        context |= _groups_to_count(
            workshop, groups_from, {group: people for group, people, _users in counted}
        )
    if "form" not in context:
        context["form"] = AddOutcomeForm(workshop=workshop, groups=_all_groups(context))
    return context


def _groups_to_count(workshop: Workshop, start: int, counts: dict[Any, int]) -> dict[str, Any]:
    end = start + MAX_GROUPS
    groups = list(workshop.initiative.stakeholders.all()[start : end + 1])
    return {
        "attendance_form": AttendanceForm(workshop=workshop, stakeholders=groups[:MAX_GROUPS], counts=counts),
        "groups_from": start,
        "groups_next": end if len(groups) > MAX_GROUPS else None,
    }


def _all_groups(context: dict[str, Any]) -> list[Any] | None:
    """Return all groups of the register, if the page that counts them has them at hand."""
    is_first, is_last = context.get("groups_from") == 0, context.get("groups_next") is None
    return context["attendance_form"].stakeholders if is_first and is_last else None


def posted_counts(request: Request, workshop: Workshop) -> AttendanceForm:
    """Return the form of the groups of which a number was sent (of none: the first ones), and what is stored now."""
    groups = workshop.initiative.stakeholders.all()
    sent = AttendanceForm.groups_in(request.POST)
    groups = groups.filter(pk__in=sent) if sent else groups[:MAX_GROUPS]
    counts = dict(workshop.attendance.values_list("stakeholder", "people"))
    return AttendanceForm(request.POST, workshop=workshop, stakeholders=groups, counts=counts)


def _total(counted: list[tuple[Any, int, bool]]) -> dict[str, Any]:
    """Return how many people were counted, and how many of them are end users."""
    return {
        "people": sum(people for _group, people, _users in counted),
        "end_users": sum(people for _group, people, users in counted if users),
        "is_counted": bool(counted),
    }
