"""The face of the road: import models from here, never from a file inside."""

from .answers import Answer, AnswerRevision, Recorded
from .checklist import ItemCompletion, ItemState
from .gates import STANDING_GO, GateDecision, GateKind
from .reports import MOST_ATTEMPTS, Report, ReportState
from .roadmap import ChecklistItem, Phase, Problem, Question
from .workshops import Attendance, Consent, Outcome, OutcomeKind, Workshop

__all__ = [
    "MOST_ATTEMPTS",
    "STANDING_GO",
    "Answer",
    "AnswerRevision",
    "Attendance",
    "ChecklistItem",
    "Consent",
    "GateDecision",
    "GateKind",
    "ItemCompletion",
    "ItemState",
    "Outcome",
    "OutcomeKind",
    "Phase",
    "Problem",
    "Question",
    "Recorded",
    "Report",
    "ReportState",
    "Workshop",
]
