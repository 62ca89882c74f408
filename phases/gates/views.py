"""The gate at the end of a phase: what is planned beforehand, and the decision."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.access import may_write, requires_role
from projects.forms import post_or_none
from projects.http import Request
from projects.models import Initiative, Role, StaleError

from ..models import GateDecision, Phase, PhasePlan
from ..progress.gate_criteria import criteria_of, decisions_at
from ..progress.next_step import open_blocking_items, phase_url, waived_items
from .forms import GateForm, PlanForm


def _phase_with_gate(code: str) -> Phase:
    phase = get_object_or_404(Phase.objects.published(), code=code)
    if not phase.has_gate:
        raise Http404
    return phase


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.LEAD, reading=Role.OBSERVER)
def gate(request: Request, initiative: Initiative, phase_code: str) -> HttpResponse:
    """Show what is required and what was decided before; a lead records a decision."""
    phase = _phase_with_gate(phase_code)
    form = GateForm(post_or_none(request), initiative=initiative, phase=phase)
    if request.method == "POST":
        if form.is_valid():

            def create() -> str:
                GateDecision.decide(initiative, phase, by=request.user, **form.decision())
                return initiative.get_absolute_url()

            return redirect(form.run_once(by=request.user, route="phases:gate", create=create))
        if earlier := form.already_done(by=request.user):
            return redirect(earlier)
    context = {
        "initiative": initiative,
        "part": "phases",
        "phase": phase,
        "form": form,
        "may_lead": may_write(initiative, Role.LEAD),
        "criteria": criteria_of(initiative, phase),
        "open_items": open_blocking_items(initiative, phase),
        "waived_items": waived_items(initiative, phase),
        "decisions": decisions_at(initiative, phase),
        "plan": initiative.phase_plans.filter(phase=phase).first(),
        "checklist_url": phase_url(initiative, phase) + "#checklist",
    }
    return render(request, "phases/gates/gate.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.LEAD, reading=Role.OBSERVER)
def plan(request: Request, initiative: Initiative, phase_code: str) -> HttpResponse:
    """Show when the gate is planned, who decides and what is asked; a lead writes it."""
    phase = _phase_with_gate(phase_code)
    stands = initiative.phase_plans.filter(phase=phase).first()
    form = PlanForm(post_or_none(request), initiative=initiative, phase=phase, plan=stands)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        based_on = form.cleaned_data["version"]
        try:
            PhasePlan.record(initiative, phase, by=request.user, based_on=based_on, **form.plan())
        except StaleError:
            form.add_stale_error(initiative.phase_plans.select_related("updated_by").get(phase=phase))
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("phases:gate", initiative.pk, phase.code)
    context = {
        "initiative": initiative,
        "part": "phases",
        "phase": phase,
        "form": form,
        "plan": stands,
        "may_lead": may_write(initiative, Role.LEAD),
    }
    return render(request, "phases/gates/plan.html", context, status=status)
