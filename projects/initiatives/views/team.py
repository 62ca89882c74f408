"""The team of an initiative."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ...access import is_manager, may_write, requires_role
from ...accounts.reauthentication import reauthenticate
from ...forms import post_or_none
from ...http import Request
from ...models import Initiative, LastLeadError, Role, TeamMember
from ...typed_text import dutch_order
from ..forms.team import AddMemberForm, RoleForm


@require_safe
@requires_role(Role.OBSERVER)
def team(request: Request, initiative: Initiative) -> HttpResponse:
    context = {
        "initiative": initiative,
        "part": "team",
        "members": sorted(
            initiative.team.select_related("user"),
            key=lambda row: (-row.role, dutch_order(row.user.name), row.user.email),
        ),
        "may_lead": may_write(initiative, Role.LEAD),
        "in_team": initiative.team.filter(user=request.user).exists(),
        "hand_overs": list(initiative.hand_overs.select_related("giver", "receiver")),
        "invitations": list(initiative.invitations.pending()),
    }
    return render(request, "projects/initiatives/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.LEAD)
def add(request: Request, initiative: Initiative) -> HttpResponse:
    form = AddMemberForm(post_or_none(request), initiative=initiative)
    if request.method == "POST" and form.is_valid():

        def create() -> str:
            initiative.add_member(form.user(), form.cleaned_data["role"], by=request.user)
            return _team_url(initiative)

        return redirect(form.run_once(by=request.user, route="projects:team-add", create=create))
    if form.is_bound and (earlier := form.already_done(by=request.user)):
        return redirect(earlier)
    context = {"initiative": initiative, "form": form, "part": "team"}
    return render(
        request, "projects/initiatives/team_add.html", context, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.LEAD)
@reauthenticate()
def member(request: Request, initiative: Initiative, member_id: UUID) -> HttpResponse:
    member = get_object_or_404(initiative.team.select_related("user"), pk=member_id)
    form = RoleForm(post_or_none(request), member=member)
    if request.method == "POST" and form.is_valid():
        try:
            member.give_role(form.cleaned_data["role"], by=request.user)
        except LastLeadError:
            form.add_error("role", _("There must be a project lead. Make someone else lead first."))
        except TeamMember.DoesNotExist:
            form.add_error(None, _("This person has just left the team."))
        else:
            messages.success(request, _("Saved."))
            return redirect(_team_url(initiative))
    context = {"initiative": initiative, "member": member, "form": form, "part": "team"}
    context["lapsing"] = initiative.invitations.pending().sent_by(member.user).exists()
    return render(request, "projects/initiatives/team_member.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.LEAD)
def leave(request: Request, initiative: Initiative, member_id: UUID) -> HttpResponse:
    member = get_object_or_404(initiative.team.select_related("user"), pk=member_id)
    if request.method != "POST":
        context = {
            "initiative": initiative,
            "part": "team",
            "member": member,
            "reads_along": is_manager(member.user, initiative.organisation),
            "lapsing": initiative.invitations.pending().of(member.user).exists(),
        }
        return render(request, "projects/initiatives/team_removal.html", context)
    try:
        member.leave(by=request.user)
    except LastLeadError:
        messages.warning(request, _("There must be a project lead. Make someone else lead first."))
        return redirect(_team_url(initiative))
    if member.user_id == request.user.pk:
        return redirect("portfolio")
    messages.success(request, _("The team is changed."))
    return redirect(_team_url(initiative))


def _team_url(initiative: Initiative) -> str:
    return reverse("projects:team", args=[initiative.pk])
