"""The start of an initiative, its particulars, and the archive."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ...access import requires_organisation, requires_role
from ...forms import post_or_none
from ...http import Request
from ...models import Initiative, Organisation, Role, StaleError
from ..forms.initiatives import EditForm, StartForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires_organisation
def start(request: Request, organisations: list[Organisation]) -> HttpResponse:
    """Start an initiative; who starts it becomes its lead."""
    form = StartForm(post_or_none(request), organisations=organisations)
    if request.method == "POST" and form.is_valid():

        def create() -> str:
            particulars = form.particulars()
            return Initiative.start(form.organisation(), by=request.user, **particulars).get_absolute_url()

        return redirect(form.run_once(by=request.user, route="projects:start", create=create))
    if form.is_bound and (earlier := form.already_done(by=request.user)):
        return redirect(earlier)
    status = 422 if form.is_bound else 200
    return render(request, "projects/initiatives/initiative_start.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.LEAD)
def edit(request: Request, initiative: Initiative) -> HttpResponse:
    form = EditForm(post_or_none(request), initiative=initiative)
    status = _revised(initiative, form, by=request.user) if form.is_bound else 200
    if status != 302:
        return _edit_page(request, initiative, form, status)
    messages.success(request, _("Saved."))
    return redirect(initiative)


def _revised(initiative: Initiative, form: EditForm, *, by: Any) -> int:
    """Store what was filled in; give the status of the answer, which is a page where it is refused."""
    if not form.is_valid():
        return 422
    try:
        initiative.revise(by=by, based_on=form.cleaned_data["version"], **form.particulars())
    except StaleError:
        form.add_stale_error(Initiative.objects.select_related("updated_by").get(pk=initiative.pk))
        return 409
    return 302


def _edit_page(request: Request, initiative: Initiative, form: Any, status: int) -> HttpResponse:
    context = {"initiative": initiative, "form": form, "part": "overview"}
    return render(request, "projects/initiatives/initiative_edit.html", context, status=status)


@require_POST
@requires_role(Role.LEAD)
def archive(request: Request, initiative: Initiative) -> HttpResponse:
    """Close the initiative for writing. Without scripts the particulars come along, and are stored first."""
    form = EditForm(request.POST, initiative=initiative)
    if "title" in request.POST and form.has_changed():
        status = _revised(initiative, form, by=request.user)
        if status != 302:
            return _edit_page(request, initiative, form, status)
    initiative.archive(by=request.user)
    messages.success(request, _("The initiative is in the archive. You can still read it and make reports."))
    return redirect(initiative)


@require_POST
@requires_role(Role.LEAD, when_archived=True)
def reopen(request: Request, initiative: Initiative) -> HttpResponse:
    if initiative.archived_at:
        initiative.reopen(by=request.user)
        messages.success(request, _("The initiative is open again."))
    else:
        messages.info(request, _("The initiative was open already."))
    return redirect(initiative)
