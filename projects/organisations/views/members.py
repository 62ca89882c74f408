"""The organisation's people: who belongs to it and as what."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ...access import requires_administrator
from ...accounts.reauthentication import reauthenticate
from ...forms import post_or_none
from ...http import Request
from ...models import LastAdministratorError, OnlyLeadError, Organisation, OrganisationRole
from ...typed_text import dutch_order, has_words, isolated
from ..forms.members import OrganisationRoleForm

PAGE_SIZE, MAX_LETTERS = 50, 100


@require_safe
@requires_administrator
def people(request: Request, organisation: Organisation) -> HttpResponse:
    """Show who belongs to the organisation, a page at a time; `q` keeps those with these words in name or address."""
    typed = request.GET.get("q", "")
    words = typed[:MAX_LETTERS].strip()
    page = Paginator(_in_order(organisation, words), PAGE_SIZE).get_page(request.GET.get("page"))
    members = organisation.members.select_related("user").in_bulk(list(page.object_list))
    invitations = _invitations(organisation, words)
    context = {
        "organisation": organisation,
        "part": "people",
        "page": page,
        "members": [members[key] for key in page.object_list if key in members],
        "words": typed.strip(),
        "words_are_cut": len(typed) > MAX_LETTERS,
        "query": urlencode({"q": typed}) if words else "",
        "is_long": words or page.has_other_pages() or invitations["more_invitations"],
        **invitations,
    }
    return render(request, "projects/organisations/people.html", context)


def _invitations(organisation: Organisation, words: str) -> dict[str, Any]:
    """Return the newest invitations without an answer (with these words in the address), and how many more there are."""
    pending = organisation.invitations.pending().filter(initiative=None)
    found = pending.values_list("pk", "email")
    keys = [pk for pk, email in found if not words or has_words(email, words)]
    rows = pending.select_related("invited_by").in_bulk(keys[:PAGE_SIZE])
    shown = [rows[key] for key in keys[:PAGE_SIZE] if key in rows]
    return {"invitations": shown, "more_invitations": len(keys) - len(shown)}


def _in_order(organisation: Organisation, words: str) -> list[UUID]:
    """Return the ids of those who belong to the organisation, in the order of their names."""
    found = organisation.members.order_by().values_list("pk", "user__name", "user__email")
    rows = [row for row in found if not words or has_words(f"{row[1]} {row[2]}", words)]
    return [key for key, _name, _email in sorted(rows, key=lambda row: (dutch_order(row[1]), row[2]))]


@require_http_methods(["GET", "HEAD", "POST"])
@requires_administrator
@reauthenticate()
def member(request: Request, organisation: Organisation, member_id: UUID) -> HttpResponse:
    found = get_object_or_404(organisation.members.select_related("user"), pk=member_id)
    form = OrganisationRoleForm(post_or_none(request), member=found)
    if request.method == "POST" and form.is_valid():
        try:
            found.give_role(OrganisationRole(form.cleaned_data["role"]), by=request.user)
        except LastAdministratorError:
            form.add_error(
                "role", _("There must be an administrator. Make someone else administrator first.")
            )
        else:
            messages.success(request, _("Saved."))
            return redirect("organisation:people", organisation.pk)
    context = {"organisation": organisation, "part": "people", "member": found, "form": form}
    sent = organisation.invitations.pending().sent_by(found.user).filter(initiative=None)
    context["lapsing"] = sent.exists()
    return render(request, "projects/organisations/person.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_administrator
@reauthenticate()
def leave(request: Request, organisation: Organisation, member_id: UUID) -> HttpResponse:
    found = get_object_or_404(organisation.members.select_related("user"), pk=member_id)
    if request.method != "POST":
        teams = found.user.teams.filter(initiative__organisation=organisation).count()
        context = {"organisation": organisation, "part": "people", "member": found, "teams": teams}
        context["lapsing"] = organisation.invitations.pending().of(found.user).exists()
        return render(request, "projects/organisations/person_removal.html", context)
    try:
        found.leave(by=request.user)
    except LastAdministratorError:
        messages.warning(request, _("There must be an administrator. Make someone else administrator first."))
    except OnlyLeadError as only:
        messages.warning(
            request,
            _("{name} is the only lead of: {titles}. Make someone else lead first.").format(
                name=isolated(str(found.user)), titles=", ".join(map(isolated, only.titles))
            ),
        )
    else:
        if found.user_id == request.user.pk:
            return redirect("home")
        messages.success(request, _("This person is no longer in the organisation."))
    return redirect("organisation:people", organisation.pk)
