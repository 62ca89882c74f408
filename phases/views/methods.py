"""An organisation's own methods: its people read them, its managers and administrators write them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.access import requires_organisation, runs
from projects.forms import posted
from projects.models import Organisation, StaleError

from ..forms import AddOwnMethodForm, EditOwnMethodForm
from ..models import OwnMethod

Mine = list[Organisation]


@require_safe
@requires_organisation
def own_methods(request: HttpRequest, organisations: Mine) -> HttpResponse:
    """List the own methods of the person's organisations, those that were retired too."""
    rows = OwnMethod.objects.filter(organisation__in=organisations).select_related("method", "organisation")
    context = {
        "organisations": [
            {
                "organisation": organisation,
                "methods": [own for own in rows if own.organisation_id == organisation.pk],
                "may_add": runs(request.user, organisation),
            }
            for organisation in organisations
        ]
    }
    return render(request, "phases/own_methods.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_organisation
def add(request: HttpRequest, organisations: Mine, organisation_id: UUID) -> HttpResponse:
    """Add a method to an organisation."""
    organisation = next((mine for mine in organisations if mine.pk == organisation_id), None)
    if organisation is None:
        raise Http404
    _only_who_runs(request, organisation)
    form = AddOwnMethodForm(posted(request), cancel_url=reverse("phases:own-methods"))
    if form.is_bound:
        if form.is_valid():

            def make() -> str:
                return OwnMethod.add(organisation, by=request.user, **form.values()).get_absolute_url()

            return redirect(form.once(by=request.user, route="phases:own-method-add", make=make))
        if earlier := form.made_before(by=request.user):
            return redirect(earlier)
    context = {"form": form, "organisation": organisation}
    return render(request, "phases/own_method_form.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires_organisation
def own_method(request: HttpRequest, organisations: Mine, own_id: UUID) -> HttpResponse:
    """Show the card of an own method."""
    own = _found(organisations, own_id)
    context = {
        "own": own,
        "method": own.method,
        "related": [],
        "missing": own.method.missing_language(),
        "may_change": runs(request.user, own.organisation),
    }
    return render(request, "phases/own_method.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_organisation
def edit(request: HttpRequest, organisations: Mine, own_id: UUID) -> HttpResponse:
    """Change an own method."""
    own = _found(organisations, own_id)
    _only_who_runs(request, own.organisation)
    form = EditOwnMethodForm(posted(request), own=own)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            own.revise(by=request.user, based_on=form.cleaned_data["version"], **form.values())
        except StaleError:
            form.add_stale_error(OwnMethod.objects.select_related("updated_by").get(pk=own.pk))
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect(own)
    context = {"form": form, "organisation": own.organisation, "own": own}
    return render(request, "phases/own_method_form.html", context, status=status)


@require_POST
@requires_organisation
def retire(request: HttpRequest, organisations: Mine, own_id: UUID) -> HttpResponse:
    """Offer an own method no longer."""
    return _offer(request, _found(organisations, own_id), OwnMethod.retire)


@require_POST
@requires_organisation
def offer_again(request: HttpRequest, organisations: Mine, own_id: UUID) -> HttpResponse:
    """Offer a retired own method again."""
    return _offer(request, _found(organisations, own_id), OwnMethod.offer_again)


def _offer(request: HttpRequest, own: OwnMethod, do: Any) -> HttpResponse:
    _only_who_runs(request, own.organisation)
    do(own, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(own)


def _found(organisations: Mine, own_id: UUID) -> OwnMethod:
    rows = OwnMethod.objects.select_related("method", "organisation", "updated_by")
    found: OwnMethod = get_object_or_404(rows, pk=own_id, organisation__in=organisations)
    return found


def _only_who_runs(request: HttpRequest, organisation: Organisation) -> None:
    if not runs(request.user, organisation):
        raise PermissionDenied
