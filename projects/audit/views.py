"""What happened: in an initiative for its lead, in the organisation for its administrator."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..access import requires_administrator, requires_role
from ..http import Request
from ..key_pages import KeyPage
from ..models import AuditEntry, Initiative, Organisation, Role
from .words import lines_of


@require_safe
@requires_role(Role.LEAD)
def of_initiative(request: Request, initiative: Initiative) -> HttpResponse:
    context = {"initiative": initiative, "part": "team", "base": "projects/initiative_base.html"}
    return _history(request, initiative.audit_entries.all(), context)


@require_safe
@requires_administrator
def of_organisation(request: Request, organisation: Organisation) -> HttpResponse:
    """Show what happened in the organisation itself; what its initiatives do stands with them."""
    entries = AuditEntry.objects.filter(organisation=organisation, initiative=None)
    return _history(
        request,
        entries,
        {"organisation": organisation, "part": "history", "base": "projects/organisation_base.html"},
    )


def _history(request: Request, entries: QuerySet[AuditEntry], context: dict[str, Any]) -> HttpResponse:
    page = KeyPage(entries.select_related("by", "initiative"), "at", request.GET.get("after", ""))
    context |= {"page": page, "lines": lines_of(page.rows)}
    return render(request, "projects/audit/history.html", context)
