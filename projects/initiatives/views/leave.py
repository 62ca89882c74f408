"""Leaving a team by oneself. The page first says what it means; a button does it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...access import requires_role
from ...http import Request
from ...models import (
    Initiative,
    LastLeadError,
    Role,
)
from ...typed_text import isolated


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.OBSERVER, when_archived=True, only_team=True)
def team(request: Request, initiative: Initiative) -> HttpResponse:
    member = initiative.team.get(user=request.user)
    refused = False
    if request.method == "POST":
        try:
            member.leave(by=request.user)
        except LastLeadError:
            refused = True
        else:
            messages.success(
                request, _("You left the team of ‘{title}’.").format(title=isolated(initiative.title))
            )
            return redirect("portfolio")
    context = {"initiative": initiative, "part": "team", "member": member, "refused": refused}
    context["lapsing"] = initiative.invitations.pending().sent_by(request.user).exists()
    return render(request, "projects/initiatives/leave_team.html", context, status=409 if refused else 200)
