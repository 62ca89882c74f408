"""The method adviser: which methods fit this question, or this workshop?"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from projects.access import may_write, requires_role
from projects.http import Request
from projects.models import Initiative, Role

from ...access import with_workshop
from ...models import Phase, Workshop, methods_for
from ...progress.next_step import phase_url
from ..adviser import advise
from ..forms.adviser import AdviserForm

MAX_OTHERS = 4
"""So many alternatives stand under the advice; the others behind a link."""


@require_safe
@requires_role(Role.OBSERVER)
def adviser(request: Request, initiative: Initiative, phase_code: str) -> HttpResponse:
    phase = get_object_or_404(Phase.objects.published(), code=phase_code)
    context = {"back": phase_url(initiative, phase), "plan_query": f"phase={phase.code}"}
    return _advice(request, initiative, phase, context, part="phases")


@require_safe
@requires_role(Role.OBSERVER)
@with_workshop
def workshop_adviser(request: Request, initiative: Initiative, workshop: Workshop) -> HttpResponse:
    """Advise methods for a planned workshop, whose length is the first limit."""
    context = {"workshop": workshop, "back": workshop.get_absolute_url()}
    return _advice(request, initiative, workshop.phase, context, part="workshops")


def _with_all(request: Request) -> str:
    query = request.GET.copy()
    query["all"] = "on"
    return query.urlencode()


def _advice(
    request: Request, initiative: Initiative, phase: Phase, context: dict[str, Any], *, part: str
) -> HttpResponse:
    workshop: Workshop | None = context.get("workshop")
    data = request.GET.copy()
    if workshop is not None and "minutes" not in data:
        data["minutes"] = str(workshop.minutes)
    form = AdviserForm(data, phase=phase)
    question, limits = form.asked()
    advice = advise(question, phase, limits, methods_for([initiative.organisation_id]))
    others = advice.others if request.GET.get("all") else advice.others[:MAX_OTHERS]
    context |= {
        "initiative": initiative,
        "part": part,
        "phase": phase,
        "question": question,
        "form": form,
        "advice": advice,
        "others": others,
        "has_more_others": len(others) < len(advice.others),
        "all_url": f"?{_with_all(request)}#others",
        "off": [
            (form[name].label, number)
            for name, number in advice.found.left_out.most_common()
            if name in form.fields
        ],
        "nearest": [
            (method, [form[name].label for name in failed]) for method, failed in advice.found.nearest
        ],
        "may_write": may_write(initiative),
    }
    template = "phases/methods/adviser.html#advice" if request.htmx else "phases/methods/adviser.html"
    return render(request, template, context)
