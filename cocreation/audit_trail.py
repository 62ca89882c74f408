"""What lines of the audit trail are about, by name: the rows of the road, and those of the people side."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from phases.audit_words import ACTIONS as OF_THE_ROAD
from phases.models import Answer, GateDecision, ItemCompletion, Outcome, OwnMethod, Report, Workshop
from projects.audit.words import ACTIONS as OF_PEOPLE
from projects.audit.words import AuditLine, Target, ids_by_kind
from projects.audit.words import names_of as names_of_people

from .compliance.route_descriptions import WORDS

ACTIONS: dict[str, Any] = {**OF_PEOPLE, **OF_THE_ROAD}
MAX_NAMES = 3
FORMER_ROUTES = {
    "phases:home": "home",
    "projects:portfolio": "portfolio",
    "projects:initiative": "initiative",
}
"""Names that routes had: lines of before keep them, as the trail is sealed."""

NAMED: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "phases.answer": (Answer.objects.select_related("question__phase"), lambda row: row.question),
    "phases.itemcompletion": (ItemCompletion.objects.select_related("item"), lambda row: row.item),
    "phases.gatedecision": (GateDecision.objects.select_related("phase"), lambda row: row.phase),
    "phases.workshop": (Workshop.objects, str),
    "phases.outcome": (Outcome.objects.select_related("workshop"), lambda row: row.workshop),
    "phases.report": (
        Report.objects.select_related("phase"),
        lambda row: row.phase or _("the whole initiative"),
    ),
    "phases.ownmethod": (OwnMethod.objects.select_related("method"), str),
}
"""How a row of each kind is found and named. An outcome goes by its workshop: its words are not for a list."""


def names_of(targets: Iterable[Target]) -> dict[Target, str]:
    """Return the names of the rows that are still there, in one query for each kind that occurs."""
    asked = [*targets]
    ids = ids_by_kind(asked)
    routes = {route: FORMER_ROUTES.get(route, route) for route in ids.get("route", ())}
    asked_for = {("route", route): str(WORDS[now]) for route, now in routes.items() if now in WORDS}
    return (
        names_of_people(asked)
        | asked_for
        | {
            (kind, str(row.pk)): str(name(row))
            for kind, (rows, name) in NAMED.items()
            if kind in ids
            for row in rows.filter(pk__in=ids[kind])
        }
    )


def action_in_words(action: str) -> str:
    """Return what an action is called; one that is not named any more is called by its code."""
    return str(ACTIONS.get(action, action))


def audit_lines(lines: Sequence[AuditLine]) -> list[tuple[AuditLine, list[str], int]]:
    """Return each line with the names of what it is about, and how many more there are than those."""
    names = names_of(target for line in lines for target in line.targets)
    named = []
    for line in lines:
        mine = [*dict.fromkeys(names[target] for target in line.targets if target in names)]
        named.append((line, mine[:MAX_NAMES], max(0, len(mine) - MAX_NAMES)))
    return named
