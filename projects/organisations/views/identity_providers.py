"""The sign-in of an organisation: set up, changed and removed by its administrators."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ...access import requires_administrator
from ...accounts.oidc.client import oidc_enabled
from ...accounts.oidc.providers import allowed_providers, callback_of
from ...accounts.reauthentication import reauthenticate
from ...forms import post_or_none
from ...http import Request
from ...models import IdentityProvider, Organisation, StaleError
from ..forms.identity_provider import ReviseProviderForm, SetUpProviderForm

View = Callable[..., HttpResponseBase]


def requires_provider(view: View) -> View:
    """Hand a page the organisation's own sign-in, or answer that there is none."""

    @wraps(view)
    def wrapper(
        request: Request, organisation: Organisation, provider_id: UUID, **rest: Any
    ) -> HttpResponseBase:
        provider = get_object_or_404(organisation.identity_providers.live(), pk=provider_id)
        return view(request, organisation=organisation, provider=provider, **rest)

    return wrapper


@require_safe
@requires_administrator
def overview(request: Request, organisation: Organisation) -> HttpResponse:
    """Show how the people of the organisation sign in there, or what it takes."""
    rows = list(organisation.identity_providers.live())
    works = {row.pk for row in allowed_providers(rows)}
    context = {
        "part": "settings",
        "organisation": organisation,
        "providers": [
            {
                "row": row,
                "callback": callback_of(row.pk),
                "works": row.pk in works,
                "people": row.links().count(),
            }
            for row in rows
        ],
        "oidc_enabled": oidc_enabled(),
    }
    return render(request, "projects/organisations/identity_providers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_administrator
@reauthenticate(discard_post=True)
def set_up(request: Request, organisation: Organisation) -> HttpResponse:
    """Set up a sign-in, once it was looked at."""
    pk = IdentityProvider.next_id(organisation)
    form = SetUpProviderForm(post_or_none(request), organisation=organisation)
    back = reverse("organisation:identity-provider", args=[organisation.pk])
    status = 422 if form.is_bound else 200
    if form.is_bound and (earlier := form.already_done(by=request.user)):
        return redirect(earlier)
    if oidc_enabled() and request.method == "POST" and form.is_valid():

        def create() -> str:
            IdentityProvider.set_up(organisation, by=request.user, pk=pk, **form.particulars())
            return back

        try:
            return redirect(
                form.run_once(by=request.user, route="organisation:identity-provider-new", create=create)
            )
        except IntegrityError:
            form.add_error(None, _("A colleague set up a sign-in at the same time. Look at it first."))
            status = 409
    context = {
        "organisation": organisation,
        "part": "settings",
        "form": form,
        "callback": callback_of(pk),
        "oidc_enabled": oidc_enabled(),
    }
    return render(request, "projects/organisations/identity_provider_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_administrator
@requires_provider
@reauthenticate(discard_post=True)
def revise(request: Request, organisation: Organisation, provider: IdentityProvider) -> HttpResponse:
    """Change the name or the secret, and look at the provider again."""
    form = ReviseProviderForm(post_or_none(request), provider=provider)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            provider.revise(by=request.user, based_on=form.cleaned_data["version"], **form.particulars())
        except StaleError:
            form.add_stale_error(IdentityProvider.objects.select_related("updated_by").get(pk=provider.pk))
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("organisation:identity-provider", organisation.pk)
    context = {
        "organisation": organisation,
        "part": "settings",
        "form": form,
        "provider": provider,
        "callback": callback_of(provider.pk),
    }
    return render(request, "projects/organisations/identity_provider_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_administrator
@requires_provider
@reauthenticate(discard_post=True)
def remove(request: Request, organisation: Organisation, provider: IdentityProvider) -> HttpResponse:
    """Ask whether it is meant, and let nobody sign in there any more."""
    if request.method == "POST":
        provider.remove(by=request.user)
        messages.success(request, _("The sign-in is gone."))
        return redirect("organisation:identity-provider", organisation.pk)
    people = [link.user for link in provider.links().select_related("user")]
    context = {
        "part": "settings",
        "organisation": organisation,
        "provider": provider,
        "people": len(people),
        "without": sum(not person.has_usable_password() for person in people),
    }
    return render(request, "projects/organisations/identity_provider_removal.html", context)
