"""The portfolio, and the overview of an initiative."""

from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.access import may_write, organisations_of, requires_role, role_in
from projects.http import Request
from projects.key_pages import KeyPage
from projects.models import Initiative, Role
from projects.typed_text import has_words
from toolkit.search import SearchWords

from ..progress.attendance import MAX_GROUPS
from ..progress.feedback_debt import debt_of
from ..progress.progress import progress_in

COLUMNS = ("title", "service", "language", "archived_at", "updated_at", "organisation__name")
"""What a row of the portfolio shows."""


@require_safe
def portfolio(request: Request) -> HttpResponse:
    """List the initiatives the person may see, latest work first."""
    words = SearchWords.of(request.GET)
    archived = "archived" in request.GET
    visible = Initiative.objects.visible_to(request.user).select_related("organisation").only(*COLUMNS)
    found = visible if archived else visible.current()
    if words.used:
        rows = found.values_list("pk", "title", "service")
        found = visible.filter(pk__in=[pk for pk, *texts in rows if has_words(" ".join(texts), words.used)])
    page = KeyPage(found, "updated_at", request.GET.get("after", ""))
    narrowed = {name: request.GET[name] for name in ("q", "archived") if name in request.GET}
    context = {
        "page": page,
        "query": urlencode(narrowed),
        "initiatives": page.rows,
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
    prefetch_related_objects([initiative], "promises")
    groups = list(initiative.stakeholders.all()[: MAX_GROUPS + 1])
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
        "groups": groups,
        "has_end_users": any(row.end_users for row in groups),  # they come first
        "may_write": may_write(initiative),
        "may_lead": may_lead,
        "may_reopen": initiative.archived_at is not None and role_in(initiative) >= Role.LEAD,
    }
    return render(request, "phases/portfolio/initiative_overview.html", context)
