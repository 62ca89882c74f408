"""The portfolio, and the overview of an initiative."""

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.access import may_write, organisations_of, requires_role, role_in
from projects.http import Request
from projects.models import Initiative, Role
from projects.typed_text import has_words
from toolkit.search import SearchWords

from ..progress.feedback_debt import debt_of
from ..progress.progress import progress_in

PAGE_SIZE = 50


@require_safe
def portfolio(request: Request) -> HttpResponse:
    """List the initiatives the person may see, latest work first."""
    words = SearchWords.of(request.GET)
    archived = "archived" in request.GET
    visible = Initiative.objects.visible_to(request.user).select_related("organisation")
    found = visible if archived else visible.current()
    if words.used:
        rows = found.values_list("pk", "title", "service")
        found = visible.filter(pk__in=[pk for pk, *texts in rows if has_words(" ".join(texts), words.used)])
    page = Paginator(found.by_activity(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "initiatives": list(page.object_list),
        "words": words.typed,
        "words_are_cut": words.is_cut,
        "archived": archived,
        "may_start": bool(organisations_of(request.user)),
    }
    return render(request, "phases/portfolio/portfolio.html", context)


@require_safe
@requires_role(Role.OBSERVER)
def overview(request: Request, initiative: Initiative) -> HttpResponse:
    """Show where the initiative stands and what comes next."""
    prefetch_related_objects([initiative], "promises", "stakeholders")
    stakeholders = list(initiative.stakeholders.all())
    progress = progress_in(initiative)
    here = progress.current
    plan = initiative.phase_plans.filter(phase=here.phase).first()
    may_lead = may_write(initiative, Role.LEAD)
    context = {
        "initiative": initiative,
        "part": "overview",
        "debt": debt_of(initiative),
        "progress": progress,
        "phase": here.phase,
        "decision": here.decision,
        "plan": plan,
        "is_overdue": plan is not None and not initiative.archived_at and plan.is_overdue(here.decision),
        "shows_plan": here.phase.has_gate and (plan is not None or may_lead),
        "promise": next(iter(initiative.promises.all()), None),
        "has_stakeholders": bool(stakeholders),
        "has_end_users": any(row.end_users for row in stakeholders),
        "may_write": may_write(initiative),
        "may_lead": may_lead,
        "may_reopen": initiative.archived_at is not None and role_in(initiative) >= Role.LEAD,
    }
    return render(request, "phases/portfolio/initiative_overview.html", context)
