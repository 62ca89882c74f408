"""Workshops: the list, the plan, and the page of one."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Window
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.access import may_write, requires_role, role_in
from projects.forms import post_or_none
from projects.http import Request
from projects.key_pages import KeyPage
from projects.models import Initiative, Role, StaleError

from ...access import with_workshop
from ...models import Workshop, methods_for
from ...progress.progress import loaded_phases
from ..context import MAX_GROUPS, outcomes_of
from ..forms.workshops import EditWorkshopForm, PlanWorkshopForm


@require_safe
@requires_role(Role.OBSERVER)
def workshops(request: Request, initiative: Initiative) -> HttpResponse:
    rows = initiative.workshops.select_related("phase", "method")
    planned, held = request.GET.get("planned", ""), request.GET.get("held", "")
    context = {
        "initiative": initiative,
        "part": "workshops",
        "upcoming": KeyPage(rows.upcoming(), "starts_at", planned, soonest_first=True),
        "held": KeyPage(rows.held(), "starts_at", held),
        "may_write": may_write(initiative),
    }
    return render(request, "phases/workshops/workshop_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
def plan(request: Request, initiative: Initiative) -> HttpResponse:
    """Plan a workshop; `phase` and `method` in the address fill in where one came from."""
    form = PlanWorkshopForm(
        post_or_none(request), initiative=initiative, initial=_first_guess(request, initiative)
    )
    if form.is_bound:
        if form.is_valid():

            def create() -> str:
                return Workshop.plan(initiative, by=request.user, **form.plan()).get_absolute_url()

            return redirect(form.run_once(by=request.user, route="phases:workshop-plan", create=create))
        if earlier := form.already_done(by=request.user):
            return redirect(earlier)
    context = {
        "initiative": initiative,
        "form": form,
        "part": "workshops",
        "promise": initiative.promises.first(),
    }
    return render(
        request, "phases/workshops/workshop_form.html", context, status=422 if form.is_bound else 200
    )


def _first_guess(request: Request, initiative: Initiative) -> dict[str, Any]:
    phase = next((each for each in loaded_phases() if each.code == request.GET.get("phase")), None)
    method = _asked_method(request, initiative)
    latest = initiative.workshops.order_by("-created_at").first()
    guess: dict[str, Any] = {"time_zone": latest.time_zone} if latest else {}
    guess |= {"phase": phase.code} if phase else {}
    return guess | ({"method": method.code, "title": str(method.name)} if method else {})


def _asked_method(request: Request, initiative: Initiative) -> Any:
    offered = methods_for([initiative.organisation_id])
    return offered.filter(code=request.GET.get("method", "")).first()


@require_safe
@requires_role(Role.OBSERVER)
@with_workshop
def workshop(request: Request, initiative: Initiative, workshop: Workshop) -> HttpResponse:
    """Show the plan of a workshop and, once it was held, who was there and what it brought out."""
    rows = workshop.attendance.select_related("stakeholder").annotate(of_all=Window(Count("pk")))
    attendance = list(rows.order_by("-people", "pk")[:MAX_GROUPS])
    context = {
        "initiative": initiative,
        "part": "workshops",
        "workshop": workshop,
        "attendance": attendance,
        "more_groups": attendance[0].of_all - len(attendance) if attendance else 0,
        **outcomes_of(workshop, role_in(initiative)),
        "promise": initiative.promises.in_force_on(workshop.local_start.date())
        or initiative.promises.first(),
        "may_write": may_write(initiative),
    }
    return render(request, "phases/workshops/workshop.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
@with_workshop
def edit(request: Request, initiative: Initiative, workshop: Workshop) -> HttpResponse:
    form = EditWorkshopForm(
        post_or_none(request), workshop=workshop, method=_asked_method(request, initiative)
    )
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            workshop.revise(by=request.user, based_on=form.cleaned_data["version"], **form.plan())
        except StaleError:
            form.add_stale_error(Workshop.objects.select_related("updated_by").get(pk=workshop.pk))
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect(workshop)
    context = {
        "initiative": initiative,
        "workshop": workshop,
        "form": form,
        "part": "workshops",
        "promise": initiative.promises.first(),
    }
    return render(request, "phases/workshops/workshop_form.html", context, status=status)
