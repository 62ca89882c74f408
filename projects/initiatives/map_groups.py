"""The groups on the map of influence and interest, their numbers and what is advised.

Only the four corner fields give advice; the middle row and column give none.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

LOW, HIGH = 2, 4


@dataclass(frozen=True)
class MapMark:
    """A group to place; `missing` says that it should be there and is not."""

    name: str
    end_users: bool
    influence: int
    interest: int
    missing: bool = False


@dataclass(frozen=True)
class Numbered:
    """A group with its number and what is advised, as the list says it."""

    number: int
    mark: MapMark
    advice: str

    @property
    def has_three_figures(self) -> bool:
        return self.number > 99


def advice_on(influence: int, interest: int) -> str:
    """Return what the corner of these scores advises; the middle row and column advise nothing."""
    if influence >= HIGH:
        return _("Create together") if interest >= HIGH else _("Involve early") if interest <= LOW else ""
    if influence <= LOW:
        return _("Give extra voice") if interest >= HIGH else _("Keep informed") if interest <= LOW else ""
    return ""
