"""The one door to an initiative.

A view that carries `requires_role` gets an `initiative` and has no id parameter: without the door it cannot
be called. Strangers get 404, exactly as for an id that does not exist; members whose role is too low get 403.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, wraps
from typing import Any, NoReturn
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase

from .fixed_sql import ModelColumns, fetch_all
from .http import Request
from .models import (
    AuditEntry,
    Initiative,
    Organisation,
    OrganisationMember,
    OrganisationRole,
    Role,
    TeamMember,
    User,
)
from .typed_text import dutch_order

View = Callable[..., HttpResponseBase]

READING = ("GET", "HEAD")
MANAGING_ROLES = (OrganisationRole.MANAGER, OrganisationRole.ADMINISTRATOR)
"""Who looks after an organisation."""


@dataclass(frozen=True)
class RouteAccess:
    """What a view asks of who comes; it stands on the view as `access`, where the printed table of access reads it.

    `role` is needed in the initiative to do something, `reading` to look at the page; `organisation_roles` open it to
    people of the organisation with one of these roles, of any organisation with `any_organisation`.
    """

    role: Role | None = None
    reading: Role | None = None
    when_archived: bool = False
    only_team: bool = False
    organisation_roles: tuple[OrganisationRole, ...] | None = None
    any_organisation: bool = False
    reauthenticates: bool = False
    passive: bool = False


def declare(view: Any, **asked: Any) -> Any:
    """Write on a view what it asks, beside what it asked before."""
    view.access = replace(access_of(view), **asked)
    return view


def access_of(view: Any) -> RouteAccess:
    return getattr(view, "access", RouteAccess())


class ArchivedError(PermissionDenied):
    """Writing in an archived initiative was refused."""


def deny(
    request: Request,
    *,
    organisation: Organisation | None = None,
    initiative: Initiative | None = None,
    why: type[PermissionDenied] = PermissionDenied,
) -> NoReturn:
    """Refuse someone who is known here and may not do this; where it would have written, a line tells of it."""
    match = request.resolver_match
    if request.method not in READING and match is not None:
        where: dict[str, Any] = {"organisation": organisation, "initiative": initiative}
        AuditEntry.record_refusal("access.refused", by=request.user, route=match.view_name, **where)
    raise why


def role_in(initiative: Initiative) -> Role:
    """Return the role with which an initiative that came through the door is seen; managers read as observer."""
    return Role(getattr(initiative, "role", None) or Role.OBSERVER)


def in_team(initiative: Initiative) -> bool:
    """Tell whether who sees an initiative that came through the door is in its team, and does not only read along."""
    return bool(getattr(initiative, "role", None))


@cache
def _written() -> tuple[ModelColumns, ModelColumns, str]:
    initiative, organisation = ModelColumns(Initiative, "i"), ModelColumns(Organisation, "o")
    query = f"""
        SELECT {initiative.sql}, {organisation.sql}, t.role
        FROM projects_initiative i
        JOIN projects_organisation o ON o.id = i.organisation_id
        LEFT JOIN projects_teammember t ON t.initiative_id = i.id AND t.user_id = %s
        WHERE i.id = %s AND (t.role IS NOT NULL OR EXISTS (
          SELECT 1 FROM projects_organisationmember m
          WHERE m.organisation_id = i.organisation_id AND m.user_id = %s AND m.role = %s
        ))
    """  # noqa: S608 - names of columns only
    return initiative, organisation, query


def visible_initiative(user: User, initiative_id: UUID) -> Initiative | None:
    """Return one initiative with its organisation, if it is `visible_to` the user; written out, as every page asks it."""
    initiatives, organisations, query = _written()
    manager = OrganisationRole.MANAGER.value
    row = next(iter(fetch_all(query, user.pk, initiative_id, user.pk, manager)), None)
    if row is None:
        return None
    initiative: Initiative = initiatives.instance(row[: len(initiatives)])
    initiative.organisation = organisations.instance(row[len(initiatives) : -1])
    initiative.role = row[-1]
    return initiative


def requires_role(
    role: Role, *, reading: Role | None = None, when_archived: bool = False, only_team: bool = False
) -> Callable[[View], View]:
    """Open the door to those who are at least `role`; `only_team` keeps out managers, who only read along.

    With `reading`, who is at least that may look at the page, and only `role` may send it.

    An archived initiative is closed for writing, except where `when_archived` says that this writing is
    welcome there too: asking for a report, and taking the initiative back out of the archive.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: Request, initiative_id: UUID, **rest: Any) -> HttpResponseBase:
            initiative = visible_initiative(request.user, initiative_id)
            if initiative is None:
                raise Http404
            needed = role if reading is None or request.method not in READING else reading
            if role_in(initiative) < needed or (only_team and not in_team(initiative)):
                deny(request, initiative=initiative)
            writes = request.method not in READING and not when_archived
            if initiative.archived_at and writes:
                deny(request, initiative=initiative, why=ArchivedError)
            return view(request, initiative=initiative, **rest)

        asked = {
            "role": role,
            "reading": reading or role,
            "when_archived": when_archived,
            "only_team": only_team,
        }
        return declare(wrapper, **asked)

    return decorate


def may_write(initiative: Initiative, role: Role = Role.FACILITATOR) -> bool:
    """Tell a page whether to offer what needs `role`; the door of the route that does it decides again."""
    return initiative.archived_at is None and role_in(initiative) >= role


def organisations_of(user: Any) -> list[Organisation]:
    """Return the organisations in which `user` may start an initiative (any membership)."""
    return sorted(Organisation.objects.filter(members__user=user), key=lambda row: dutch_order(row.name))


def requires_organisation(view: View) -> View:
    """Open a page to people who belong to an organisation; others get 403 and a page that says so."""

    @wraps(view)
    def wrapper(request: Request, **rest: Any) -> HttpResponseBase:
        organisations = organisations_of(request.user)
        if not organisations:
            deny(request)
        return view(request, organisations=organisations, **rest)

    return declare(wrapper, organisation_roles=tuple(OrganisationRole), any_organisation=True)


def requires_administrator(view: View) -> View:
    """Open a page of an organisation to its administrators; its other people get 403, strangers 404."""
    return _requires_one_of((OrganisationRole.ADMINISTRATOR,), view)


def requires_manager(view: View) -> View:
    """Open a page of an organisation to its managers and administrators; its other people get 403, strangers 404."""
    return _requires_one_of(MANAGING_ROLES, view)


def _requires_one_of(roles: tuple[OrganisationRole, ...], view: View) -> View:
    @wraps(view)
    def wrapper(request: Request, organisation_id: UUID, **rest: Any) -> HttpResponseBase:
        memberships = request.user.memberships.select_related("organisation")
        mine = memberships.filter(organisation=organisation_id).first()
        if mine is None:
            raise Http404
        if mine.role not in roles:
            deny(request, organisation=mine.organisation)
        return view(request, organisation=mine.organisation, **rest)

    return declare(wrapper, organisation_roles=roles)


def requires_membership(view: View) -> View:
    """Open a page of an organisation to everyone who belongs to it, with what they are there; strangers get 404."""

    @wraps(view)
    def wrapper(request: Request, organisation_id: UUID, **rest: Any) -> HttpResponseBase:
        memberships = request.user.memberships.select_related("organisation")
        mine = memberships.filter(organisation=organisation_id).first()
        if mine is None:
            raise Http404
        return view(request, membership=mine, **rest)

    return declare(wrapper, organisation_roles=tuple(OrganisationRole))


def organisations_connected_to(user: Any) -> QuerySet[Organisation]:
    """Return the organisations to which `user` belongs, or in whose initiatives they are."""
    belonging = OrganisationMember.objects.filter(organisation=OuterRef("pk"), user=user)
    working = TeamMember.objects.filter(initiative__organisation=OuterRef("pk"), user=user)
    return Organisation.objects.filter(Exists(belonging) | Exists(working))


def requires_connection(view: View) -> View:
    """Open the house style of an organisation to its people and to those in its initiatives; strangers get 404."""

    @wraps(view)
    def wrapper(request: Request, organisation_id: UUID, **rest: Any) -> HttpResponseBase:
        organisation = organisations_connected_to(request.user).filter(pk=organisation_id).first()
        if organisation is None:
            raise Http404
        return view(request, organisation=organisation, **rest)

    return declare(wrapper, organisation_roles=tuple(OrganisationRole))


def is_manager(user: Any, organisation: Organisation) -> bool:
    """Tell whether `user` is a manager of `organisation`."""
    return bool(user.memberships.filter(organisation=organisation, role=OrganisationRole.MANAGER).exists())


def is_manager_or_administrator(user: Any, organisation: Organisation) -> bool:
    """Tell whether `user` looks after `organisation`: as its manager or as its administrator."""
    return bool(user.memberships.filter(organisation=organisation, role__in=MANAGING_ROLES).exists())
