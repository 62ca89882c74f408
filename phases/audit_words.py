"""What the audit trail records of the work along the road, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Any] = {
    "answer.finished": _("marked an answer as finished"),
    "answer.recorded": _("wrote an answer"),
    "answer.resumed": _("opened an answer again"),
    "feedback.given": _("said what is done with what people said"),
    "feedback.told": _("wrote down that people were told what is done with what they said"),
    "feedback.taken-out": _("took what someone said out of what people were told"),
    "gate.decided": _("recorded a gate decision"),
    "item.settled": _("ticked off a checklist item"),
    "item.taken-back": _("opened a checklist item again"),
    "outcome.consent-withdrawn": _("took the consent for a quote back"),
    "outcome.speaker-forgotten": _("forgot the name of a speaker after the term"),
    "outcome.added": _("wrote down an outcome"),
    "outcome.removed": _("removed an outcome"),
    "outcome.revised": _("changed an outcome"),
    "own-method.added": _("added an own method"),
    "own-method.offered-again": _("offered an own method again"),
    "own-method.retired": _("retired an own method"),
    "own-method.revised": _("changed an own method"),
    "phase-plan.recorded": _("planned a gate"),
    "promise.made": _("made a promise to who takes part"),
    "promise.changed": _("changed the promise to who takes part"),
    "promise.told": _("wrote down when people were told about the promise"),
    "report.asked": _("asked for a report"),
    "report.asked-again": _("asked for a report again"),
    "report.finished": _("got a report"),
    "report.withdrawn": _("withdrew a report, since a quote in it was taken back"),
    "theme.made": _("put outcomes together in a theme"),
    "theme.moved": _("gave a theme another place"),
    "theme.removed": _("took a theme away"),
    "theme.revised": _("changed a theme"),
    "theme.sorted": _("put outcomes into a theme"),
    "workshop.counted": _("counted who was there"),
    "workshop.logged": _("finished the log of a workshop"),
    "workshop.planned": _("planned a workshop"),
    "workshop.revised": _("changed a workshop"),
}
