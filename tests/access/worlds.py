"""A second initiative beside the house, and a second house elsewhere, with one row of everything in each."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.apps import apps

from projects.models import AuditEntry, Invitation, OrganisationRole, Role, Session, TeamMember
from tests import factories
from tests.access.table import make_arguments
from tests.conftest import House, Road
from toolkit.models import Method

OURS = ("projects", "phases", "toolkit")


@dataclass(frozen=True)
class Worlds:
    """What an address can name: here, beside (same people), elsewhere (other people), gone (deleted)."""

    here: dict[str, Any]
    beside: dict[str, Any]
    elsewhere: dict[str, Any]
    gone: dict[str, Any]


def make_worlds(house: House, road: Road) -> Worlds:
    """Fill all of them; the one here comes last, so that its invitations are the open ones."""
    other = house.stranger.memberships.get().organisation
    theirs = House(
        organisation=other,
        initiative=factories.make_initiative(other, lead=house.stranger, title="Canary elsewhere"),
        lead=house.stranger,
        facilitator=house.stranger,
        observer=house.stranger,
        manager=house.stranger,
        administrator=factories.make_member(other, OrganisationRole.ADMINISTRATOR),
        stranger=house.lead,
    )
    beside = replace(
        house,
        initiative=factories.make_initiative(house.organisation, lead=house.lead, title="Canary beside"),
    )
    for person, role in ((house.facilitator, Role.FACILITATOR), (house.observer, Role.OBSERVER)):
        TeamMember.objects.create(initiative=beside.initiative, user=person, role=role)
    worlds = [make_arguments(each, road) for each in (theirs, beside)]
    worlds[1]["sheet_id"] = _sheet_of_another_method(house, road)
    gone = _gone(house, road)
    return Worlds(make_arguments(house, road), worlds[1], worlds[0], gone)


def _sheet_of_another_method(house: House, road: Road) -> Any:
    from phases.models import MethodSheet  # noqa: PLC0415

    return MethodSheet.ask(factories.make_method("another-method"), language="nl", paper="a5").pk


def _gone(house: House, road: Road) -> dict[str, Any]:
    """Return ids of rows that were there and are not any more, or that are not open any more."""
    workshop = factories.make_workshop(house.initiative, road.phases[0])
    outcome = factories.make_outcome(workshop)
    theme = factories.make_theme(house.initiative)
    stakeholder = factories.make_stakeholder(house.initiative)
    person = factories.make_team_member(house.initiative, Role.OBSERVER)
    member, colleague = person.teams.get(), person.memberships.get()
    ids: dict[str, Any] = {
        "workshop_id": workshop.pk,
        "outcome_id": outcome.pk,
        "theme_id": theme.pk,
        "telling_id": uuid4(),
        "report_back_id": uuid4(),
        "page_token": "x" * 43,
        "stakeholder_id": stakeholder.pk,
        "member_id": member.pk,
        "colleague_id": colleague.pk,
        "initiative_id": uuid4(),
        "hand_over_id": uuid4(),
        "contact_id": uuid4(),
    }
    invitation, token = Invitation.invite(
        house.organisation,
        "gone@example.org",
        by=house.administrator,
        organisation_role=OrganisationRole.MEMBER,
    )
    ids |= {"invitation_id": invitation.pk, "token": token}
    provider = factories.make_identity_provider(house.organisation, by=house.administrator)
    ids["provider_id"] = provider.pk
    provider.remove(by=house.administrator)
    invitation.delete()
    outcome.delete()
    theme.delete()
    workshop.delete()
    stakeholder.delete()
    member.delete()
    colleague.delete()
    return ids


def fingerprint() -> str:
    """Return one hash of every row of ours, but for who is signed in and the lines that tell of a refusal."""
    digest = hashlib.sha256()
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            if model in {Method, Session}:
                continue
            rows = model._base_manager.order_by("pk")
            kept = rows.exclude(action="access.refused") if model is AuditEntry else rows
            digest.update(repr(list(kept.values_list())).encode())
    return digest.hexdigest()
