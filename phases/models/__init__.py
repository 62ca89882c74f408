"""The face of the road: import models from here, never from a file inside."""

from .answers import Answer, AnswerRevision, Recorded
from .checklist import ItemCompletion, ItemState
from .documents import MAX_ATTEMPTS, Failure, ReportState
from .feedback import TOLD_AS, Feedback, FeedbackKind
from .gates import STANDING_GO, GateDecision, GateKind
from .methods import OwnMethod, methods_for
from .outcome_kinds import AGREED, ASKING, ASKS, UNANSWERED, Consent, OutcomeKind, asks_for_feedback
from .outcomes import Outcome
from .participation import KEPT, ParticipantPage
from .phase_plans import PhasePlan
from .promises import MEANING, Promise
from .report_back_sheets import ReportBackSheet
from .reports import MethodSheet, Paper, Report
from .roadmap import ChecklistItem, Phase, Problem, Question, Recommendation
from .tellings import Telling, ToldOutcome, hash_of
from .themes import Theme
from .workshops import Attendance, Workshop

__all__ = [
    "AGREED",
    "ASKING",
    "ASKS",
    "KEPT",
    "MAX_ATTEMPTS",
    "MEANING",
    "STANDING_GO",
    "TOLD_AS",
    "UNANSWERED",
    "Answer",
    "AnswerRevision",
    "Attendance",
    "ChecklistItem",
    "Consent",
    "Failure",
    "Feedback",
    "FeedbackKind",
    "GateDecision",
    "GateKind",
    "ItemCompletion",
    "ItemState",
    "MethodSheet",
    "Outcome",
    "OutcomeKind",
    "OwnMethod",
    "Paper",
    "ParticipantPage",
    "Phase",
    "PhasePlan",
    "Problem",
    "Promise",
    "Question",
    "Recommendation",
    "Recorded",
    "Report",
    "ReportBackSheet",
    "ReportState",
    "Telling",
    "Theme",
    "ToldOutcome",
    "Workshop",
    "asks_for_feedback",
    "hash_of",
    "methods_for",
]
