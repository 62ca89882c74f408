"""Who may do what in an organisation, for its administrators to look at.

An administrator does not read initiatives: they stand here as numbers, and people of outside, who are known to the
teams only, without names.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from allauth.mfa.models import Authenticator

from ..models import Organisation, OrganisationMember, Role, TeamMember
from ..typed_text import dutch_order


class Place(NamedTuple):
    """The role of a person in the team of an initiative, all by their ids."""

    initiative_id: UUID
    user_id: UUID
    role: int


@dataclass(frozen=True)
class InTeams:
    """One role in the initiatives: in how many, how many of these with people of outside, and by how many people."""

    role: Role
    initiatives: int
    with_outside: int
    people: int = 1


@dataclass(frozen=True)
class PersonRights:
    """What someone of the organisation may do, and how safely they sign in."""

    name: str
    email: str
    role: str
    reads_all: bool
    second_factor: bool
    last_login: datetime | None
    teams: tuple[InTeams, ...]


@dataclass(frozen=True)
class Rights:
    """All rights of an organisation. `digest` changes with any of them, and with nothing else."""

    people: tuple[PersonRights, ...]
    outside: tuple[InTeams, ...]
    outside_people: int
    initiatives: int
    digest: str

    @property
    def count(self) -> int:
        return len(self.people) + self.outside_people


def rights_of(organisation: Organisation) -> Rights:
    """Gather them, in as many questions to the database for many people as for few."""
    members = sorted(
        organisation.members.select_related("user"),
        key=lambda row: (dutch_order(row.user.name), row.user.email),
    )
    in_teams = TeamMember.objects.filter(initiative__organisation=organisation).order_by()
    places = [Place(*row) for row in in_teams.values_list("initiative", "user", "role")]
    inside = {member.user_id for member in members}
    of_outside = [place for place in places if place.user_id not in inside]
    mixed = {place.initiative_id for place in of_outside}
    safe = _with_second_factor(inside)
    by_person = defaultdict(list)
    for place in places:
        by_person[place.user_id].append(place)
    return Rights(
        people=tuple(_person(row, by_person[row.user_id], mixed, safe) for row in members),
        outside=_in_teams(of_outside, mixed),
        outside_people=len({place.user_id for place in of_outside}),
        initiatives=organisation.initiatives.count(),
        digest=_digest(members, places),
    )


def _person(member: OrganisationMember, places: list[Place], mixed: set[Any], safe: set[Any]) -> PersonRights:
    return PersonRights(
        name=member.user.name,
        email=member.user.email,
        role=str(member.get_role_display()),
        reads_all=member.reads_all,
        second_factor=member.user_id in safe,
        last_login=member.user.last_login,
        teams=_in_teams(places, mixed),
    )


def _in_teams(places: Iterable[Place], mixed: set[Any]) -> tuple[InTeams, ...]:
    """Count places by role, the highest role first."""
    by_role = defaultdict(list)
    for place in places:
        by_role[place.role].append(place)
    return tuple(
        InTeams(
            role=Role(role),
            initiatives=len({place.initiative_id for place in rows}),
            with_outside=len({place.initiative_id for place in rows} & mixed),
            people=len({place.user_id for place in rows}),
        )
        for role, rows in sorted(by_role.items(), reverse=True)
    )


def _with_second_factor(people: set[Any]) -> set[Any]:
    """Return who has one; spare codes alone are none."""
    factors = Authenticator.objects.filter(user__in=people).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(factors.values_list("user_id", flat=True))


def _digest(members: list[OrganisationMember], places: list[Place]) -> str:
    lines = [f"organisation {row.user_id} {row.role}" for row in members]
    lines += [f"initiative {row.initiative_id} {row.user_id} {row.role}" for row in places]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
