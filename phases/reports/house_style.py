"""What the organisation of a document looks like."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from projects.models import Organisation
from projects.organisations.palette import tones_of


@dataclass(frozen=True)
class HouseStyle:
    """What the organisation looks like: its id, its logo as PNG, and the shades of its accent colour."""

    organisation_id: UUID
    logo: bytes | None
    tones: Any


def house_style_of(organisation: Organisation) -> HouseStyle:
    """Return the house style; it is no part of what a document says, so its code does not change with it."""
    tones = tones_of(organisation.accent) if organisation.accent else None
    return HouseStyle(organisation.pk, organisation.logo_png(), tones)
