"""The face of the people side: import models from here, never from a file inside."""

from .audit import AuditEntry
from .initiative import Initiative, Value, WorkingLanguage
from .organisation import Organisation, OrganisationMember, OrganisationRole
from .people import User
from .stakeholder import Engagement, Kind, Level, Stakeholder
from .submission import Submission
from .team import LastLeadError, Role, TeamMember
from .written import StaleError, Written

__all__ = [
    "AuditEntry",
    "Engagement",
    "Initiative",
    "Kind",
    "LastLeadError",
    "Level",
    "Organisation",
    "OrganisationMember",
    "OrganisationRole",
    "Role",
    "Stakeholder",
    "StaleError",
    "Submission",
    "TeamMember",
    "User",
    "Value",
    "WorkingLanguage",
    "Written",
]
