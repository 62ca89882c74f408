"""What each route asks of who comes, read from the address tree itself: what is printed is what is enforced."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from projects.access import RouteAccess, access_of
from projects.models import OrganisationRole, Role


@dataclass(frozen=True)
class Actor:
    """Somebody who comes to a route: a role in the initiative, a role in the organisation, both, or neither."""

    signed_in: bool = True
    role: Role | None = None
    organisation_role: OrganisationRole | None = None


ACTORS = {
    "anonymous": Actor(signed_in=False),
    "stranger": Actor(),
    "observer": Actor(role=Role.OBSERVER, organisation_role=OrganisationRole.MEMBER),
    "facilitator": Actor(role=Role.FACILITATOR, organisation_role=OrganisationRole.MEMBER),
    "lead": Actor(role=Role.LEAD, organisation_role=OrganisationRole.MEMBER),
    "manager": Actor(organisation_role=OrganisationRole.MANAGER),
    "administrator": Actor(organisation_role=OrganisationRole.ADMINISTRATOR),
}


@dataclass(frozen=True)
class RoutePolicy:
    """What a route asks of who comes: an initiative's role, an organisation's role, signing in, or nothing."""

    route: str
    is_public: bool
    access: RouteAccess

    def allows(self, actor: Actor, *, to_read: bool = False) -> bool:
        """Tell whether `actor` may do something here, or with `to_read` look at it."""
        if self.is_public:
            return True
        if not actor.signed_in:
            return False
        asked = self.access
        if asked.role is not None:
            reads_along = actor.organisation_role == OrganisationRole.MANAGER and not asked.only_team
            needed = asked.reading if to_read and asked.reading is not None else asked.role
            return (actor.role or (Role.OBSERVER if reads_along else 0)) >= needed
        if asked.organisation_roles is not None and not asked.any_organisation:
            return actor.organisation_role in asked.organisation_roles
        return True


def route_policies() -> Iterator[RoutePolicy]:
    for name, pattern in _routes(get_resolver(), ""):
        view: Any = pattern.callback
        yield RoutePolicy(
            route=name, is_public=not getattr(view, "login_required", True), access=access_of(view)
        )


def _routes(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern
