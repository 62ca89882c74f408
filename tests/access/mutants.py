"""Guards switched off, or closed for everyone, one route at a time; the table has to notice each of them."""

from collections.abc import Callable, Iterator
from functools import wraps
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.core.exceptions import ReauthenticationRequired
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver

from phases.methods.views import own_methods
from projects import access
from projects.access import access_of
from projects.accounts import require_second_factor
from projects.accounts.oidc import views as oidc
from projects.models import (
    IdentityProvider,
    Initiative,
    Organisation,
    OrganisationMember,
    OrganisationRole,
    Role,
    User,
)
from tests.access.table import TABLE, routes, whole_pattern

FOUND = 302
Change = Callable[[pytest.MonkeyPatch, URLPattern, str], None]


def everyone_leads(patch: pytest.MonkeyPatch, pattern: URLPattern, url: str) -> None:
    """The door of an initiative takes everyone for its lead."""

    def found(user: Any, initiative_id: Any) -> Initiative | None:
        initiative = Initiative.objects.select_related("organisation").filter(pk=initiative_id).first()
        if initiative is not None:
            initiative.role = int(Role.LEAD)
        return initiative

    patch.setattr(access, "visible_initiative", found)


def nobody_leads(patch: pytest.MonkeyPatch, pattern: URLPattern, url: str) -> None:
    """The door of an initiative finds every role too low."""
    patch.setattr(access, "role_in", lambda initiative: -1)


def archive_is_open(patch: pytest.MonkeyPatch, pattern: URLPattern, url: str) -> None:
    """An archived initiative can be written in."""
    patch.setattr(access, "READING", ("GET", "HEAD", "POST"))


def archive_is_closed(patch: pytest.MonkeyPatch, pattern: URLPattern, url: str) -> None:
    """An archived initiative cannot even be read."""

    def change(view: Any) -> Any:
        @wraps(view)
        def closed(request: Any, *args: Any, **names: Any) -> Any:
            if Initiative.objects.filter(pk=names["initiative_id"], archived_at__isnull=False).exists():
                raise PermissionDenied
            return view(request, *args, **names)

        return closed

    patch.setattr(pattern, "callback", change(pattern.callback))


def _belonging(patch: pytest.MonkeyPatch, memberships: Any, organisations: Any) -> None:
    patch.setattr(User, "memberships", property(lambda person: memberships()))
    for module in (access, own_methods):
        patch.setattr(module, "organisations_of", lambda user: organisations())
    known = {row.pk for row in organisations()}
    patch.setattr(
        access, "organisations_connected_to", lambda user: Organisation.objects.filter(pk__in=known)
    )


def everyone_belongs(patch: pytest.MonkeyPatch, pattern: URLPattern, url: str) -> None:
    """The door of an organisation takes everyone for its administrator."""
    rows = OrganisationMember.objects.filter(role=OrganisationRole.ADMINISTRATOR)
    _belonging(patch, rows.all, lambda: [row.organisation for row in OrganisationMember.objects.all()])


def nobody_belongs(patch: pytest.MonkeyPatch, pattern: URLPattern, url: str) -> None:
    """The door of an organisation knows nobody."""
    _belonging(patch, OrganisationMember.objects.none, list)


def everyone_is_in_the_team(patch: pytest.MonkeyPatch, pattern: URLPattern, url: str) -> None:
    """Who only reads along is taken for one of the team."""
    patch.setattr(access, "in_team", lambda initiative: True)


def nobody_is_in_the_team(patch: pytest.MonkeyPatch, pattern: URLPattern, url: str) -> None:
    """Nobody is taken for one of the team."""
    patch.setattr(access, "in_team", lambda initiative: False)


def _providers(patch: pytest.MonkeyPatch, rows: Callable[[], Any], links: Callable[[Any], Any]) -> None:
    patch.setattr(oidc, "providers_for", lambda user: list(rows()))
    patch.setattr(IdentityProvider, "links", lambda row: SimpleNamespace(filter=lambda **who: links(row)))


def every_provider_is_open(patch: pytest.MonkeyPatch, pattern: URLPattern, url: str) -> None:
    """An account at any provider can be linked, and anyone's link taken off."""
    real = IdentityProvider.links
    _providers(patch, IdentityProvider.objects.live, real)


def no_provider_is_open(patch: pytest.MonkeyPatch, pattern: URLPattern, url: str) -> None:
    """No account can be linked, and no link taken off."""
    _providers(patch, list, lambda row: IdentityProvider.objects.none())


def no_sign_in_asked(patch: pytest.MonkeyPatch, pattern: URLPattern, url: str) -> None:
    """A page opens to whoever comes by; where the library asks a second time, that is switched off too."""
    view: Any = pattern.callback

    @wraps(view)
    def opened(request: Any, *args: Any, **names: Any) -> Any:
        try:
            answer = view(request, *args, **names)
        except ReauthenticationRequired:
            return HttpResponse("x")
        asks_again = not request.user.is_authenticated and answer.status_code == FOUND
        return HttpResponse("x") if asks_again else answer

    opened.login_required = False  # type: ignore[attr-defined]
    patch.setattr(pattern, "callback", opened)


def sign_in_asked(patch: pytest.MonkeyPatch, pattern: URLPattern, url: str) -> None:
    """A public page asks people to sign in."""
    view: Any = pattern.callback

    @wraps(view)
    def closed(request: Any, *args: Any, **names: Any) -> Any:
        return view(request, *args, **names)

    closed.login_required = True  # type: ignore[attr-defined]
    patch.setattr(pattern, "callback", closed)


def second_factor_is_not_asked(patch: pytest.MonkeyPatch, pattern: URLPattern, url: str) -> None:
    """A page opens without the second factor that the organisation asks for."""
    patch.setattr(require_second_factor, "EXEMPT_PATHS", (*require_second_factor.EXEMPT_PATHS, url))


def second_factor_is_asked(patch: pytest.MonkeyPatch, pattern: URLPattern, url: str) -> None:
    """Not even one's own account opens without it."""
    patch.setattr(require_second_factor, "EXEMPT_PATHS", ())


GUARDS: dict[str, tuple[Change, str]] = {
    "everyone leads": (everyone_leads, "active"),
    "nobody leads": (nobody_leads, "active"),
    "archive is open": (archive_is_open, "archived"),
    "archive is closed": (archive_is_closed, "archived"),
    "everyone belongs": (everyone_belongs, "active"),
    "nobody belongs": (nobody_belongs, "active"),
    "everyone is in the team": (everyone_is_in_the_team, "active"),
    "nobody is in the team": (nobody_is_in_the_team, "active"),
    "every provider is open": (every_provider_is_open, "active"),
    "no provider is open": (no_provider_is_open, "active"),
    "no sign-in asked": (no_sign_in_asked, "active"),
    "sign-in asked": (sign_in_asked, "active"),
    "second factor not asked": (second_factor_is_not_asked, "without the second factor"),
    "second factor asked": (second_factor_is_asked, "without the second factor"),
}
"""What is done to a guard, and the state in which the table has to notice."""


ANSWERED_FIRST = frozenset({"health-live", "health-ready"})
"""Routes that a middleware answers before any guard: there is nothing to switch off or to close."""


def mutants() -> Iterator[tuple[str, str]]:
    """Yield every guard of every route of the table."""
    views = {name: pattern.callback for name, pattern in routes(get_resolver()) if name not in ANSWERED_FIRST}
    for route, view in views.items():
        yield from ((guard, route) for guard in _guards_of(route, view))


def _guards_of(route: str, view: Any) -> Iterator[str]:
    if access_of(view).role is not None:
        yield from ("everyone leads", "nobody leads", "archive is closed")
        if any(row["route"] == route and _closes(row) for row in TABLE):
            yield "archive is open"
    if access_of(view).only_team:
        yield from ("everyone is in the team", "nobody is in the team")
    if route in {"account_link", "account_unlink"}:
        yield from ("every provider is open", "no provider is open")
    if access_of(view).organisation_roles is not None:
        yield from ("everyone belongs", "nobody belongs")
    yield "no sign-in asked" if getattr(view, "login_required", True) else "sign-in asked"
    own_account = f"/{whole_pattern(route)}".startswith(require_second_factor.EXEMPT_PATHS)
    yield "second factor asked" if own_account else "second factor not asked"


def _closes(row: dict[str, str]) -> bool:
    return row["archived"] == "403" and row["lead"] != "403"
