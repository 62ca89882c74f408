"""The stakeholder register and its map."""

import re
from itertools import count
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ...access import may_write, requires_role
from ...forms import post_or_none
from ...http import Request
from ...models import Initiative, Role, Stakeholder, StaleError
from ...personal_data_detector import warning_about
from ...typed_text import dutch_order, isolated
from ..forms.stakeholders import AddStakeholderForm, EditStakeholderForm
from ..influence_map import MapMark, build_map

PAGE_SIZE = 50
MAX_UNPLACED = 12


@require_safe
@requires_role(Role.OBSERVER)
def register(request: Request, initiative: Initiative) -> HttpResponse:
    """Show who is affected and who has influence, as a map and as a table of pages."""
    stakeholders = initiative.stakeholders.all()
    groups = list(stakeholders.values_list("name", "end_users", "influence", "interest"))
    marks = [
        MapMark(name, end_users, influence, interest)
        for name, end_users, influence, interest in groups
        if influence is not None and interest is not None
    ]
    numbers = count(1)
    numbered = [None if None in group else next(numbers) for group in groups]
    page = Paginator(stakeholders, PAGE_SIZE).get_page(request.GET.get("page"))
    unplaced = list(stakeholders.unscored())
    context = {
        "initiative": initiative,
        "part": "stakeholders",
        "page": page,
        "rows": list(zip(page.object_list, numbered[max(page.start_index() - 1, 0) :], strict=False)),
        "has_end_users": any(end_users for _name, end_users, *_scores in groups),
        "map": build_map(marks) if marks else None,
        "unplaced": unplaced[:MAX_UNPLACED],
        "unplaced_count": len(unplaced),
        "has_more_unplaced": len(unplaced) > MAX_UNPLACED,
        "may_write": may_write(initiative),
    }
    return render(request, "projects/initiatives/stakeholder_register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
def add(request: Request, initiative: Initiative) -> HttpResponse:
    """Put a group or body on the register; `next` in the address says from which page of the initiative one came."""
    back = came_from(request, initiative)
    form = AddStakeholderForm(post_or_none(request), initiative=initiative, back=back)
    if request.method == "POST" and form.is_valid():

        def create() -> str:
            Stakeholder.add(initiative, by=request.user, **form.particulars())
            if "another" in request.POST:
                return f"{request.path}?next={back}" if back else request.path
            return back or _register_url(initiative)

        answer = form.run_once(by=request.user, route="projects:stakeholder-add", create=create)
        if not _hint(request, form.particulars()):
            words = _("‘{group}’ is on the register.").format(group=isolated(form.cleaned_data["name"]))
            messages.success(request, words)
        return redirect(answer)
    if form.is_bound and (earlier := form.already_done(by=request.user)):
        return redirect(earlier)
    context = {"initiative": initiative, "form": form, "part": "stakeholders", "back": back}
    status = 422 if form.is_bound else 200
    return render(request, "projects/initiatives/stakeholder_form.html", context, status=status)


def came_from(request: Request, initiative: Initiative) -> str:
    """Return the page of this initiative that `next` names; nothing for a page of elsewhere."""
    asked = request.GET.get("next", "")
    inside = re.fullmatch(r"[\w/-]{1,200}", asked) and asked.startswith(initiative.get_absolute_url())
    return asked if inside else ""


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
def edit(request: Request, initiative: Initiative, stakeholder_id: UUID) -> HttpResponse:
    stakeholder = get_object_or_404(initiative.stakeholders, pk=stakeholder_id)
    form = EditStakeholderForm(post_or_none(request), stakeholder=stakeholder)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            stakeholder.revise(by=request.user, based_on=form.cleaned_data["version"], **form.particulars())
        except StaleError:
            form.add_stale_error(Stakeholder.objects.select_related("updated_by").get(pk=stakeholder.pk))
            status = 409
        else:
            if not _hint(request, form.particulars()):
                messages.success(request, _("Saved."))
            return redirect(_register_url(initiative))
    context = {
        "initiative": initiative,
        "stakeholder": stakeholder,
        "form": form,
        "part": "stakeholders",
        "contacts": sorted(stakeholder.contacts.all(), key=lambda row: dutch_order(row.name)),
        "may_write": may_write(initiative),
    }
    return render(request, "projects/initiatives/stakeholder_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
def remove(request: Request, initiative: Initiative, stakeholder_id: UUID) -> HttpResponse:
    """Ask whether it is meant, and take a line off the register, unless the group was in a room or said something."""
    stakeholder = get_object_or_404(initiative.stakeholders, pk=stakeholder_id)
    if request.method != "POST":
        context = {
            "initiative": initiative,
            "part": "stakeholders",
            "stakeholder": stakeholder,
            "contacts": stakeholder.contacts.count(),
        }
        return render(request, "projects/initiatives/stakeholder_removal.html", context)
    try:
        stakeholder.remove(by=request.user)
    except ProtectedError:
        messages.warning(
            request,
            _("This group took part in a workshop. It stays on the register, so that the log is right."),
        )
    else:
        messages.success(request, _("The group is off the register."))
    return redirect(_register_url(initiative))


def _hint(request: Request, group: dict[str, Any]) -> bool:
    """Say it, and tell so, when what was saved looks like data of a private person; it is saved all the same."""
    found = warning_about(group["name"], group["stake"])
    if found:
        words = _("Saved, but ‘{group}’ looks like it holds {found}. Leave out data of private persons.")
        messages.warning(request, words.format(group=isolated(group["name"]), found=found))
    return bool(found)


def _register_url(initiative: Initiative) -> str:
    return reverse("projects:stakeholders", args=[initiative.pk])
