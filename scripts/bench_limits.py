"""What each page may cost, and whether it does: a ratio to the yardstick, SQL statements, thousands of bytes as sent.

The ratio is CPU of the app over CPU of the yardstick in the same run: `/list/` of `reference_app.py` for a page, its
`/save/` for a save. Where a limit names no number, any will do.
"""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST_SHARE = 0.4
"""Of the requests in a second that the yardstick answers, the app answers at least this share."""
HEAD = ("page", "ratio", "goal", "SQL", "goal", "kB sent", "goal", "")
WIDTHS = (17, 7, 7, 5, 6, 9, 7, 6)


@dataclass(frozen=True)
class Cost:
    """What a page costs."""

    ratio: float
    statements: int
    kilobytes: float


@dataclass(frozen=True)
class Limit:
    """What a page may cost."""

    ratio: float
    statements: int | None = None
    kilobytes: float | None = None

    def holds(self, cost: Cost) -> bool:
        """Tell whether the cost is nowhere above this, with the decimals that are printed."""
        found = round(cost.ratio, 2), cost.statements, round(cost.kilobytes, 1)
        allowed = self.ratio, self.statements, self.kilobytes
        return all(most is None or each <= most for each, most in zip(found, allowed, strict=True))


LIMITS = {
    "portfolio": Limit(1.2, 5, 45),
    "overview": Limit(1.3, 12),
    "phase page": Limit(1.5, 9, 45),
    "workshop log": Limit(1.2, 6),
    "methods": Limit(0.8, 2),
    "answer save": Limit(1.5, 8, 2),
    "promise": Limit(1.2, 8),
    "themes": Limit(1.2, 8),
    "feedback": Limit(1.2, 8),
    "participants": Limit(0.5, 4),
    "register of 800": Limit(7),
}


def over(found: Mapping[str, Cost]) -> list[str]:
    """Return the names of the pages that cost more than they may."""
    return [name for name, cost in found.items() if not LIMITS[name].holds(cost)]


def status(found: Mapping[str, Cost]) -> int:
    """Return with which status the bench ends: 1 when a page costs more than it may."""
    return 1 if over(found) else 0


def table(found: Mapping[str, Cost]) -> str:
    """Return a line for each page, with OK or MISS at its end, and one that counts."""
    missed = over(found)
    lines = [_line(HEAD), *(_line(_cells(name, cost)) for name, cost in found.items())]
    return "\n".join([*lines, f"{len(found) - len(missed)} of {len(found)} pages keep their limits"])


def _cells(name: str, cost: Cost) -> tuple[str, ...]:
    limit = LIMITS[name]
    verdict = "OK" if limit.holds(cost) else "MISS"
    ratio = f"{cost.ratio:.2f}", _most(limit.ratio)
    statements = str(cost.statements), _most(limit.statements)
    return name, *ratio, *statements, f"{cost.kilobytes:.1f}", _most(limit.kilobytes), verdict


def _most(value: float | None) -> str:
    return "" if value is None else f"≤ {value:g}"


def _line(cells: tuple[str, ...]) -> str:
    first, *rest = (
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True))
    )
    return first + "".join(rest)


def share_fits(app: float, yardstick: float) -> bool:
    """Tell whether the app answers enough requests in a second, for what the yardstick answers."""
    return app >= LEAST_SHARE * yardstick
