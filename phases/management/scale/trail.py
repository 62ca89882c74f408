"""Lines of the audit trail, each with its seal, written in bulk. They wait to be chained, as fresh lines do."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from projects.models import AuditEntry, User

COPY = """
COPY projects_auditentry (id, at, action, by_id, organisation_id, initiative_id, target_kind, target_id, detail, result, seal)
FROM STDIN
"""
TARGETS = """
CREATE TEMP TABLE scale_target ON COMMIT DROP AS
SELECT 'phases.answer' AS kind, id, initiative_id FROM phases_answer
UNION ALL SELECT 'phases.outcome', o.id, w.initiative_id FROM phases_outcome AS o JOIN phases_workshop AS w ON w.id = workshop_id
UNION ALL SELECT 'projects.stakeholder', id, initiative_id FROM projects_stakeholder
"""
SOME = "SELECT * FROM scale_target ORDER BY random() LIMIT 5000"
OF_ONE = "SELECT * FROM scale_target WHERE initiative_id = %s LIMIT 5000"
ACTIONS = {
    "phases.answer": ("answer.recorded", "answer.finished"),
    "phases.outcome": ("outcome.added", "outcome.revised"),
    "projects.stakeholder": ("stakeholder.added", "stakeholder.revised"),
}
ON_ACCOUNTS = ("account.signed-in", "account.signed-out", "account.sign-in-failed", "account.revised")
IN_ORGANISATION = ("invitation.sent", "organisation.admitted", "organisation.role-given")
OF_ACCOUNTS, OF_ORGANISATION = 0.1, 0.02
"""So many of the lines are about accounts, and about people in the organisation; the others are about work."""
PERIOD = timedelta(days=400)
Target = tuple[str, UUID, UUID | None]


@dataclass(frozen=True)
class Trail:
    """What the lines are about: some rows of many initiatives, those of the big one, and accounts."""

    organisation: UUID
    lead: User
    writers: list[UUID]
    some: list[Target]
    of_big: list[Target]

    @classmethod
    def about(cls, organisation: UUID, big: UUID, lead: User, writers: list[UUID]) -> "Trail":
        with connection.cursor() as cursor:
            cursor.execute(TARGETS)
            cursor.execute(SOME)
            some = cursor.fetchall()
            cursor.execute(OF_ONE, [big])
            return cls(organisation, lead, writers, some, cursor.fetchall())

    def write(self, lines: int, lines_of_one: int, *, now: datetime, random: Random) -> None:
        """Write so many lines, of which `lines_of_one` are about the big initiative and as many about the lead's account."""
        share, step = lines_of_one / lines, PERIOD / lines
        line = AuditEntry()  # the same one each time: making a million of them takes longer than writing them
        with connection.cursor() as cursor, cursor.copy(COPY) as copy:
            for number in range(lines):
                line.pk, line.at = uuid4(), now - PERIOD + number * step
                self._fill(line, share, random)
                copy.write_row(_row(line))

    def _fill(self, line: AuditEntry, share: float, random: Random) -> None:
        """Say in a line what was done by whom; of the account of the lead and of the big initiative as often as `share` says."""
        chance = random.random()
        if chance < share:
            self._fill_with_account(line, self.lead.pk, random)
        elif chance < 2 * share:
            self._fill_with_work(line, random.choice(self.of_big), random)
        elif chance < OF_ACCOUNTS:
            self._fill_with_account(line, random.choice(self.writers), random)
        elif chance < OF_ACCOUNTS + OF_ORGANISATION:
            self._fill_with_person(line, random.choice(self.writers), random)
        else:
            self._fill_with_work(line, random.choice(self.some), random)

    def _fill_with_account(self, line: AuditEntry, person: UUID, random: Random) -> None:
        line.action, line.by_id = random.choice(ON_ACCOUNTS), person
        line.organisation_id = line.initiative_id = None
        line.target_kind, line.target_id = "projects.user", str(person)

    def _fill_with_person(self, line: AuditEntry, person: UUID, random: Random) -> None:
        """Say what was done to someone in the organisation, in no initiative."""
        line.action, line.by_id = random.choice(IN_ORGANISATION), self.lead.pk
        line.organisation_id, line.initiative_id = self.organisation, None
        line.target_kind, line.target_id = "projects.user", str(person)

    def _fill_with_work(self, line: AuditEntry, target: Target, random: Random) -> None:
        kind, row, initiative = target
        line.action, line.by_id = random.choice(ACTIONS[kind]), random.choice(self.writers)
        line.organisation_id, line.initiative_id = self.organisation, initiative
        line.target_kind, line.target_id = kind, str(row)


def _row(line: AuditEntry) -> tuple[Any, ...]:
    places = (line.by_id, line.organisation_id, line.initiative_id)
    about = (line.target_kind, line.target_id, json.dumps(line.detail))
    return (line.pk, line.at, line.action, *places, *about, line.result, line.compute_seal())
