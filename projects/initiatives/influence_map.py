"""The map of influence and interest: the register as two pictures and a list.

In a mark of a picture is the number that the group has in the list beside the map and in the register.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Level
from .map_drawing import NARROW, WIDE, Picture, draw
from .map_groups import MapMark, Numbered, advice_on

__all__ = ["InfluenceMap", "MapMark", "build_map"]

MAX_IN_ONE_COLUMN = 8
MAX_UNFOLDED = 20
MAX_LISTED = 50


@dataclass(frozen=True)
class InfluenceMap:
    """Both pictures (for desks and phones), and the groups by their numbers."""

    groups: tuple[Numbered, ...]
    wide: Picture
    narrow: Picture

    @property
    def first_groups(self) -> tuple[Numbered, ...]:
        """Return the groups that a page lists beside the map; the others stand in the register, with their numbers."""
        return self.groups[:MAX_LISTED]

    @property
    def left_off(self) -> int:
        return max(0, len(self.groups) - MAX_LISTED)

    @property
    def needs_two_columns(self) -> bool:
        """Tell whether its list is so long that it stands in two columns on paper."""
        return len(self.groups) > MAX_IN_ONE_COLUMN

    @property
    def is_folded(self) -> bool:
        """Tell whether its list is so long that one may fold it."""
        return len(self.groups) > MAX_UNFOLDED

    @property
    def kinds(self) -> dict[str, bool]:
        """Tell which signs are on the map, for the legend."""
        counts = [place.count for place in self.wide.places]
        marks = [group.mark for group in self.groups]
        return {
            "end_users": any(mark.end_users for mark in marks),
            "others": any(not mark.end_users for mark in marks),
            "missing": any(mark.missing for mark in marks),
            "shared": any(count > 1 for count in counts),
            "many": any(place.count and not place.spots for place in self.narrow.places),
        }


def build_map(marks: Sequence[MapMark]) -> InfluenceMap:
    """Number the groups in their order, and put each at its scores in both pictures."""
    advice = {
        (influence, interest): advice_on(influence, interest) or _("no advice yet")
        for influence in Level.values
        for interest in Level.values
    }
    groups = tuple(
        Numbered(number, mark, advice[mark.influence, mark.interest]) for number, mark in enumerate(marks, 1)
    )
    together: defaultdict[tuple[int, int], list[Numbered]] = defaultdict(list)
    for group in groups:
        together[group.mark.influence, group.mark.interest].append(group)
    return InfluenceMap(groups, draw(WIDE, together), draw(NARROW, together))
