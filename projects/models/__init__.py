"""The face of the people side: import models from here, never from a file inside."""

from .audit import AuditEntry, AuditHead, Result, Tampering, anchor_is_lost, verify
from .contact import StakeholderContact
from .erasure import Erasure, read_ledger
from .hand_over import CannotHandOverError, HandOver
from .idempotency import IdempotencyKey
from .identity_provider import (
    AddressTakenError,
    IdentityProvider,
    LinkedElsewhereError,
    NoWayInError,
)
from .initiative import Initiative, Value
from .invitation import Invitation, InvitationGoneError
from .organisation import (
    MAX_FEEDBACK_DAYS,
    MIN_FEEDBACK_DAYS,
    LastAdministratorError,
    OnlyLeadError,
    Organisation,
    OrganisationMember,
    OrganisationRole,
    WorkingLanguage,
)
from .rights_review import RightsReview
from .session import Session
from .site_revision import SiteRevision
from .stakeholder import Engagement, Kind, Level, Stakeholder
from .task_run import BEAT, TaskRun, work_is_late
from .team import LastLeadError, Role, TeamMember
from .user import User
from .versioned import StaleError, VersionedModel

__all__ = [
    "BEAT",
    "MAX_FEEDBACK_DAYS",
    "MIN_FEEDBACK_DAYS",
    "AddressTakenError",
    "AuditEntry",
    "AuditHead",
    "CannotHandOverError",
    "Engagement",
    "Erasure",
    "HandOver",
    "IdempotencyKey",
    "IdentityProvider",
    "Initiative",
    "Invitation",
    "InvitationGoneError",
    "Kind",
    "LastAdministratorError",
    "LastLeadError",
    "Level",
    "LinkedElsewhereError",
    "NoWayInError",
    "OnlyLeadError",
    "Organisation",
    "OrganisationMember",
    "OrganisationRole",
    "Result",
    "RightsReview",
    "Role",
    "Session",
    "SiteRevision",
    "Stakeholder",
    "StakeholderContact",
    "StaleError",
    "Tampering",
    "TaskRun",
    "TeamMember",
    "User",
    "Value",
    "VersionedModel",
    "WorkingLanguage",
    "anchor_is_lost",
    "read_ledger",
    "verify",
    "work_is_late",
]
