"""How many rows of each kind a seed has."""

from dataclasses import dataclass

FULL = {
    "initiatives": 10_000,
    "team_people": 200,
    "colleagues": 2_000,
    "led": 2_000,
    "invitations": 500,
    "outcomes": 250_000,
    "big_groups": 500,
    "big_workshops": 200,
    "big_outcomes": 5_000,
    "largest": 500,
    "big_themes": 200,
    "big_reports": 50,
    "own_methods": 50,
    "methods_elsewhere": 250,
    "lines": 1_000_000,
    "lines_of_one": 5_000,
}
"""With `times` 100. `led` are the initiatives of one person; `big_…` are rows of the one big initiative, `largest` the
outcomes of its largest workshop; `lines_of_one` are lines of the trail about that initiative, and about that person."""
PEOPLE_APART = 2
"""A team has a lead and a facilitator, so there are at least two people to be in teams."""


@dataclass(frozen=True)
class Numbers:
    """The numbers at `times`: each a hundredth of the full one so many times, and one at the least."""

    times: int

    def of(self, kind: str) -> int:
        return max(1, FULL[kind] * self.times // 100)

    def all(self) -> dict[str, int]:
        """Return every number by its kind, as parameters of the statements."""
        found = {kind: self.of(kind) for kind in FULL}
        found["team_people"] = max(PEOPLE_APART, found["team_people"])
        found["colleagues"] = max(found["team_people"], found["colleagues"])
        return found
