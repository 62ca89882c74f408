"""At which providers one can sign in now, and for which organisations such a sign-in proved a second factor."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ...models import IdentityProvider, Organisation
from ...typed_text import dutch_order
from .client import ProviderError, check_address, oidc_enabled


def allowed_providers(rows: Any) -> list[IdentityProvider]:
    """Return the rows whose host the operator (still) allows."""
    allowed = [row for row in rows if _is_allowed(row)] if oidc_enabled() else []
    return sorted(allowed, key=lambda row: (dutch_order(row.organisation.name), row.created_at, row.pk))


def available_providers(organisation: Organisation | None = None) -> list[IdentityProvider]:
    """Return the providers at which one can sign in, of all organisations or of one."""
    rows = IdentityProvider.objects.live().select_related("organisation")
    return allowed_providers(rows.filter(organisation=organisation) if organisation else rows)


def providers_for(user: Any) -> list[IdentityProvider]:
    """Return the providers of the organisations of `user`."""
    return allowed_providers(IdentityProvider.objects.open_to(user).select_related("organisation"))


def find(pk: Any) -> IdentityProvider | None:
    """Return a provider at which one can sign in now."""
    rows = IdentityProvider.objects.live().select_related("organisation").filter(pk=pk)
    return next(iter(allowed_providers(rows)), None)


def _is_allowed(row: IdentityProvider) -> bool:
    try:
        check_address(row.issuer)
    except ProviderError:
        return False
    return True


def organisations_with_second_factor(request: HttpRequest, user: Any) -> set[UUID]:
    """Return the organisations for which this session's sign-in asked a second factor: at their own provider."""
    records = get_authentication_records(request, user)
    came_by = {record.get("provider") for record in records if record.get("method") == "socialaccount"}
    if not came_by:
        return set()
    rows = IdentityProvider.objects.live().filter(pk__in=came_by, asks_second_factor=True)
    return set(rows.values_list("organisation", flat=True))


def callback_of(pk: UUID) -> str:
    """Return the redirect address that the provider has to know."""
    return f"{settings.SITE_URL}{reverse('openid_connect_callback', args=[pk])}"


def allow_form_action(response: HttpResponse, providers: Iterable[IdentityProvider]) -> HttpResponse:
    """Let the forms of this one page lead to these providers, which other pages may not."""
    origins = sorted({row.authorization_origin for row in providers})
    if origins:
        csp_update({"form-action": origins})(lambda _request: response)(HttpRequest())
    return response
