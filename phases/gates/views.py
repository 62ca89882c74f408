"""The gate at the end of a phase."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from projects.access import may_write, requires_role
from projects.forms import post_or_none
from projects.http import Request
from projects.models import Initiative, Role

from ..models import GateDecision, Phase
from ..progress.gate_criteria import criteria_of, decisions_at
from ..progress.next_step import open_blocking_items, phase_url, waived_items
from .forms import GateForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.LEAD, reading=Role.OBSERVER)
def gate(request: Request, initiative: Initiative, phase_code: str) -> HttpResponse:
    """Show what is required and what was decided before; a lead records a decision."""
    phase = get_object_or_404(Phase.objects.published(), code=phase_code)
    if not phase.has_gate:
        raise Http404
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
        "checklist_url": phase_url(initiative, phase) + "#checklist",
    }
    return render(request, "phases/gates/gate.html", context, status=422 if form.is_bound else 200)
