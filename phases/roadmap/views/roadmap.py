"""The roadmap itself, readable without an account."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ...models import Phase, Problem
from ...progress.progress import loaded_phases


@login_not_required
@require_safe
def roadmap(request: HttpRequest) -> HttpResponse:
    phases = loaded_phases()
    return render(request, "phases/roadmap/roadmap.html", {"phases": phases})


@login_not_required
@require_safe
def roadmap_phase(request: HttpRequest, code: str) -> HttpResponse:
    """Show one phase: its questions with guidance, its checklist, its gate."""
    phase = get_object_or_404(Phase.objects.published(), code=code)
    context = {
        "phase": phase,
        "phases": loaded_phases(),
        "questions": list(phase.questions.published().prefetch_related("recommendations__method")),
        "items": list(phase.items.published()),
        "problems": [] if phase.has_gate else list(Problem.objects.published()),
    }
    return render(request, "phases/roadmap/roadmap_phase.html", context)
