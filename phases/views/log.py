"""The log of a workshop: who was there, what it brought out, and that the log is complete."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.access import requires_role
from projects.models import Initiative, Role

from ..forms import AddOutcomeForm, AttendanceForm
from ..models import Workshop


@require_safe
@requires_role(Role.FACILITATOR)
def log(request: HttpRequest, initiative: Initiative, workshop_id: UUID) -> HttpResponse:
    """Show the log as a form that is filled in ten minutes."""
    workshop = found_workshop(initiative, workshop_id)
    return render(request, "phases/workshop_log.html", log_context(initiative, workshop))


@require_POST
@requires_role(Role.FACILITATOR)
def attendance(request: HttpRequest, initiative: Initiative, workshop_id: UUID) -> HttpResponse:
    """Store the numbers that were changed; by htmx only their sum comes back."""
    workshop = found_workshop(initiative, workshop_id)
    form = AttendanceForm(request.POST, **_counting(initiative, workshop))
    if form.is_valid():
        if changed := form.changed_counts():
            workshop.count_people(changed, by=request.user)
        if not request.htmx:  # type: ignore[attr-defined]
            messages.success(request, _("Saved."))
            return redirect(log_url(workshop))
        return render(request, "phases/workshop_log.html#total", _total(workshop) | {"saved_now": True})
    if request.htmx:  # type: ignore[attr-defined]
        problems = [error for errors in form.errors.values() for error in errors]
        context = _total(workshop) | {"problems": problems}
        return render(request, "phases/workshop_log.html#total", context, status=422)
    context = log_context(initiative, workshop, attendance_form=form)
    return render(request, "phases/workshop_log.html", context, status=422)


@require_POST
@requires_role(Role.FACILITATOR)
def close(request: HttpRequest, initiative: Initiative, workshop_id: UUID) -> HttpResponse:
    """Say that the log is complete."""
    workshop = found_workshop(initiative, workshop_id)
    workshop.close_log(by=request.user)
    messages.success(request, _("The log is complete. You can still add to it."))
    return redirect(workshop)


def found_workshop(initiative: Initiative, workshop_id: UUID) -> Workshop:
    """Give the workshop of this initiative, or answer 404."""
    workshop: Workshop = get_object_or_404(
        initiative.workshops.select_related("phase", "method"), pk=workshop_id
    )
    workshop.initiative = initiative
    return workshop


def log_url(workshop: Workshop) -> str:
    """Give the address of the log."""
    return reverse("phases:workshop-log", args=[workshop.initiative_id, workshop.pk])


def outcomes_of(workshop: Workshop) -> list[Any]:
    """Give what the workshop brought out, in the order in which it was written down."""
    return list(workshop.outcomes.select_related("stakeholder", "question"))


def log_context(initiative: Initiative, workshop: Workshop, **extra: Any) -> dict[str, Any]:
    """Give what the log page shows; `extra` replaces forms by ones that were refused."""
    context = {
        "initiative": initiative,
        "part": "workshops",
        "workshop": workshop,
        "outcomes": outcomes_of(workshop),
        **_total(workshop),
        **extra,
    }
    context.setdefault("attendance_form", None)
    context["attendance_form"] = context["attendance_form"] or AttendanceForm(
        **_counting(initiative, workshop)
    )
    context.setdefault("form", AddOutcomeForm(workshop=workshop))
    return context


def _counting(initiative: Initiative, workshop: Workshop) -> dict[str, Any]:
    counts = dict(workshop.attendance.values_list("stakeholder", "people"))
    return {"stakeholders": initiative.stakeholders.all(), "counts": counts}


def _total(workshop: Workshop) -> dict[str, Any]:
    counted = list(workshop.attendance.values_list("people", "stakeholder__end_users"))
    return {
        "workshop": workshop,
        "people": sum(people for people, _users in counted),
        "end_users": sum(people for people, users in counted if users),
        "is_counted": bool(counted),
    }
