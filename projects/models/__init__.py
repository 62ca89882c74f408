"""The face of the people side: import models from here, never from a file inside."""

from .audit import AuditEntry, AuditHead, Tampering, verify
from .erasure import Erasure, read_ledger
from .initiative import Initiative, Value, WorkingLanguage
from .invitation import Invitation, InvitationGoneError
from .organisation import (
    LastAdministratorError,
    OnlyLeadError,
    Organisation,
    OrganisationMember,
    OrganisationRole,
)
from .people import User
from .session import Session
from .stakeholder import Engagement, Kind, Level, Stakeholder
from .submission import Submission
from .team import LastLeadError, Role, TeamMember
from .written import StaleError, Written

__all__ = [
    "AuditEntry",
    "AuditHead",
    "Engagement",
    "Erasure",
    "Initiative",
    "Invitation",
    "InvitationGoneError",
    "Kind",
    "LastAdministratorError",
    "LastLeadError",
    "Level",
    "OnlyLeadError",
    "Organisation",
    "OrganisationMember",
    "OrganisationRole",
    "Role",
    "Session",
    "Stakeholder",
    "StaleError",
    "Submission",
    "Tampering",
    "TeamMember",
    "User",
    "Value",
    "WorkingLanguage",
    "Written",
    "read_ledger",
    "verify",
]
