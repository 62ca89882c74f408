"""An organisation's own methods: its people read them, its managers and administrators write them."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.access import (
    MANAGING_ROLES,
    declare,
    deny,
    is_manager_or_administrator,
    organisations_of,
    requires_manager,
    requires_organisation,
)
from projects.forms import post_or_none
from projects.http import Request
from projects.models import Organisation, OrganisationRole, StaleError
from projects.typed_text import dutch_order

from ...models import OwnMethod
from ..forms.own_methods import AddOwnMethodForm, EditOwnMethodForm

View = Callable[..., HttpResponse]


@require_safe
@requires_organisation
def own_methods(request: Request, organisations: list[Organisation]) -> HttpResponse:
    """List the own methods of the person's organisations, those that were retired too."""
    rows = OwnMethod.objects.filter(organisation__in=organisations).select_related("method", "organisation")
    context = {
        "organisations": [
            {
                "organisation": organisation,
                "methods": sorted(
                    (own for own in rows if own.organisation_id == organisation.pk),
                    key=lambda own: dutch_order(str(own)),
                ),
                "may_add": is_manager_or_administrator(request.user, organisation),
            }
            for organisation in organisations
        ]
    }
    return render(request, "phases/methods/own_methods.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_manager
def add(request: Request, organisation: Organisation) -> HttpResponse:
    form = AddOwnMethodForm(
        post_or_none(request), organisation=organisation, cancel_url=reverse("phases:own-methods")
    )
    if form.is_bound:
        if form.is_valid():

            def create() -> str:
                return OwnMethod.add(organisation, by=request.user, **form.values()).get_absolute_url()

            return redirect(form.run_once(by=request.user, route="phases:own-method-add", create=create))
        if earlier := form.already_done(by=request.user):
            return redirect(earlier)
    context = {"form": form, "organisation": organisation}
    return render(
        request, "phases/methods/own_method_form.html", context, status=422 if form.is_bound else 200
    )


def of_an_own_method(*roles: OrganisationRole) -> Callable[[View], View]:
    """Open a page of an own method to people with one of `roles` in its organisation; strangers get 404."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: Request, own_id: UUID) -> HttpResponse:
            rows = OwnMethod.objects.select_related("method", "organisation", "updated_by")
            own = get_object_or_404(rows, pk=own_id, organisation__in=organisations_of(request.user))
            if not request.user.memberships.filter(organisation=own.organisation, role__in=roles).exists():
                deny(request, organisation=own.organisation)
            return view(request, own=own)

        return declare(wrapper, organisation_roles=roles)

    return decorate


@require_safe
@of_an_own_method(*OrganisationRole)
def own_method(request: Request, own: OwnMethod) -> HttpResponse:
    context = {
        "own": own,
        "method": own.method,
        "related": [],
        "missing": own.method.missing_language(),
        "may_change": is_manager_or_administrator(request.user, own.organisation),
    }
    return render(request, "phases/methods/own_method.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_an_own_method(*MANAGING_ROLES)
def edit(request: Request, own: OwnMethod) -> HttpResponse:
    form = EditOwnMethodForm(post_or_none(request), own=own)
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
    return render(request, "phases/methods/own_method_form.html", context, status=status)


@require_POST
@of_an_own_method(*MANAGING_ROLES)
def retire(request: Request, own: OwnMethod) -> HttpResponse:
    changed = own.method.retired_at is None
    own.retire(by=request.user)
    return _offered(request, own, changed=changed)


@require_POST
@of_an_own_method(*MANAGING_ROLES)
def offer_again(request: Request, own: OwnMethod) -> HttpResponse:
    changed = own.method.retired_at is not None
    own.offer_again(by=request.user)
    return _offered(request, own, changed=changed)


def _offered(request: Request, own: OwnMethod, *, changed: bool) -> HttpResponse:
    messages.success(request, _("Saved.") if changed else _("Nothing was different, so nothing changed."))
    return redirect(own)
