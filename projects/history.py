"""The audit trail in words: what happened, for a lead and for an administrator."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .models import AuditEntry

ACTIONS: dict[str, Any] = {
    "account.erased": _("erased an account"),
    "answer.finished": _("marked an answer as finished"),
    "answer.recorded": _("wrote an answer"),
    "answer.resumed": _("opened an answer again"),
    "gate.decided": _("recorded a gate decision"),
    "initiative.archived": _("put the initiative in the archive"),
    "initiative.reopened": _("took the initiative out of the archive"),
    "initiative.revised": _("changed the particulars"),
    "initiative.started": _("started the initiative"),
    "invitation.accepted": _("accepted an invitation"),
    "invitation.renewed": _("sent an invitation again"),
    "invitation.sent": _("invited someone"),
    "invitation.withdrawn": _("withdrew an invitation"),
    "item.settled": _("settled a checklist item"),
    "item.taken-back": _("opened a checklist item again"),
    "organisation.admitted": _("let someone into the organisation"),
    "organisation.founded": _("made the organisation"),
    "organisation.left": _("took someone out of the organisation"),
    "organisation.role-given": _("gave someone another role in the organisation"),
    "organisation.described": _("changed the name or the language of the organisation"),
    "organisation.dressed": _("changed the house style"),
    "organisation.logo-taken-away": _("took the logo away"),
    "organisation.rights-reviewed": _("looked at who may do what, and found it right"),
    "organisation.terms-set": _("changed how long data are kept"),
    "organisation.second-factor-asked": _("changed whether a second factor is asked"),
    "outcome.consent-withdrawn": _("took the consent for a quote back"),
    "outcome.speaker-forgotten": _("forgot the name of a speaker after the term"),
    "outcome.added": _("wrote down an outcome"),
    "outcome.removed": _("removed an outcome"),
    "outcome.revised": _("changed an outcome"),
    "own-method.added": _("added an own method"),
    "own-method.offered-again": _("offered an own method again"),
    "own-method.retired": _("retired an own method"),
    "own-method.revised": _("changed an own method"),
    "report.asked": _("asked for a report"),
    "report.asked-again": _("asked for a report again"),
    "report.finished": _("got a report"),
    "report.withdrawn": _("withdrew a report, since a quote in it was taken back"),
    "retention.applied": _("let data go whose term is over"),
    "stakeholder.added": _("added a stakeholder"),
    "stakeholder.removed": _("removed a stakeholder"),
    "stakeholder.revised": _("changed a stakeholder"),
    "team.joined": _("took someone into the team"),
    "team.left": _("took someone out of the team"),
    "team.role-given": _("gave someone another role in the team"),
    "workshop.counted": _("counted who was there"),
    "workshop.logged": _("finished the log of a workshop"),
    "workshop.planned": _("planned a workshop"),
    "workshop.revised": _("changed a workshop"),
}


@dataclass(frozen=True)
class Line:
    """One line of the history. `times` is more than 1 where the same person did the same again and again."""

    at: Any
    who: str
    what: Any
    where: str
    times: int


def lines_of(entries: Iterable[AuditEntry]) -> list[Line]:
    """Put lines of the trail (newest first) in words; what one person did in a row in one day becomes one line."""
    lines: list[Line] = []
    for entry in entries:
        what = ACTIONS.get(entry.action, entry.action)
        where = str(entry.initiative) if entry.initiative else ""
        line = Line(entry.at, str(entry.by or ""), what, where, 1)
        last = lines[-1] if lines else None
        same = last and (last.who, last.what, last.where, last.at.date()) == (
            line.who,
            line.what,
            line.where,
            line.at.date(),
        )
        if last and same:
            lines[-1] = Line(last.at, last.who, last.what, last.where, last.times + 1)
        else:
            lines.append(line)
    return lines
