"""Leaving an organisation by oneself. The page first says what it means; a button does it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...access import requires_membership
from ...http import Request
from ...models import LastAdministratorError, OnlyLeadError, OrganisationMember
from ...typed_text import dutch_order, isolated

MAX_TEAMS = 50
"""So many teams are named."""


@require_http_methods(["GET", "HEAD", "POST"])
@requires_membership
def organisation(request: Request, membership: OrganisationMember) -> HttpResponse:
    context: dict[str, Any] = {"organisation": membership.organisation, "membership": membership}
    if request.method == "POST":
        try:
            membership.leave(by=request.user)
        except LastAdministratorError:
            context |= {"refused": True, "last_administrator": True}
        except OnlyLeadError as only:
            context |= {"refused": True, "only_lead_of": only.titles}
        else:
            name = membership.organisation.name
            messages.success(request, _("You left {name}.").format(name=isolated(name)))
            return redirect("home")
    context |= _teams(request.user.teams.filter(initiative__organisation=membership.organisation))
    sent = membership.organisation.invitations.pending().sent_by(request.user)
    context["lapsing"] = sent.exists()
    return render(
        request,
        "projects/organisations/leave_organisation.html",
        context,
        status=409 if "refused" in context else 200,
    )


def _teams(teams: Any) -> dict[str, Any]:
    """Return the first teams in the order of their initiatives, and how many more there are."""
    titles = sorted(teams.values_list("initiative__title", "pk"), key=lambda row: dutch_order(row[0]))
    first = [pk for _title, pk in titles[:MAX_TEAMS]]
    rows = teams.select_related("initiative").in_bulk(first)
    return {"teams": [rows[pk] for pk in first if pk in rows], "more_teams": len(titles) - len(first)}
