"""What the organisation of a document looks like."""

from projects.models import Organisation
from projects.organisations.palette import tones_of

from .contents import HouseStyle


def house_style_of(organisation: Organisation) -> HouseStyle:
    """Return the house style; it is no part of what a document says, so its code does not change with it."""
    tones = tones_of(organisation.accent) if organisation.accent else None
    return HouseStyle(organisation.pk, organisation.logo_png(), tones)
