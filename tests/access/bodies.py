"""What people post: a valid body for every route that writes."""

import uuid
from typing import Any

from projects.models import Role
from projects.rights import rights_of
from tests.access.worlds import Worlds
from tests.conftest import House, Road

PARTICULARS = {
    "title": "A title",
    "problem": "A problem",
    "service": "A service",
    "audience": "An audience",
    "values": ["well-being"],
    "start_date_day": "2",
    "start_date_month": "3",
    "start_date_year": "2026",
    "language": "nl",
}
STAKEHOLDER = {
    "name": "A group",
    "kind": "group",
    "stake": "A stake",
    "influence": "2",
    "interest": "4",
    "engagement": "consult",
}
CONTACT = {
    "reason": "A reason",
    "name": "A contact",
    "function": "A function",
    "email": "contact@example.org",
    "phone": "030 123 45 67",
}
WORKSHOP = {
    "title": "A workshop",
    "purpose": "A purpose",
    "method": "a-method",
    "day_day": "2",
    "day_month": "3",
    "day_year": "2026",
    "start": "19:00",
    "end": "21:00",
    "time_zone": "Europe/Amsterdam",
    "place": "Here",
}
OUTCOME = {"kind": "quote", "text": "A quote", "consent": "with-name", "speaker": "A speaker"}
OWN_METHOD = {
    "family": "workshop",
    "gives": "depth",
    "skill": "1",
    "cost": "low",
    "format": "onsite",
    "name_nl": "Een werkvorm",
    "purpose_nl": "Een doel",
    "use_when_nl": "Altijd",
    "avoid_when_nl": "Nooit",
    "preparation_nl": "Zet koffie",
    "steps_nl": "Begin\nStop",
    "tips_nl": "Lach",
    "inclusion_nl": "Iedereen",
    "materials_nl": "Papier",
    "pitfalls_nl": "Haast",
}
NEVER_VALID = {
    "account_change_password": "asks for the old password",
    "account_reauthenticate": "asks for the password",
    "account_reset_password": "sends a mail and writes nothing",
    "account_erasure": "asks for the password first",
    "account_link": "needs a provider that answers",
    "account_confirm_email": "needs the key of a mail",
    "account_session": "lets a browser stay signed in",
    "account_sessions": "needs another browser",
    "account_session_end": "needs another browser",
    "mfa_activate_totp": "needs the code of an app",
    "mfa_generate_recovery_codes": "needs a second factor",
    "mfa_add_webauthn": "needs a browser with a passkey",
    "mfa_remove_webauthn": "needs a passkey",
    "mfa_login_webauthn": "needs a passkey",
    "mfa_reauthenticate_webauthn": "needs a passkey",
    "invitation": "is for someone without an account",
    "invitation-with": "is for someone without an account",
    "openid_connect_login": "is for someone who is not signed in",
    "organisation:identity-provider-new": "needs a provider that answers",
    "organisation:identity-provider-edit": "needs a provider that answers",
    "phases:sheet": "is for everybody",
    "set_language": "is one's own choice",
    "phases:report-retry": "needs a report that failed",
    "projects:team-departure": "is refused to the only lead (see tests/projects/test_leaving.py)",
    "organisation:departure": "is refused to the only lead and the last administrator (see there)",
}
"""Routes that write nothing about the work for a signed-in lead or administrator, and why."""


def body_of(route: str, house: House, road: Road, worlds: Worlds) -> dict[str, Any]:
    """Give a valid body; every call has a fresh key."""
    phase, here = road.phases[0].code, worlds.here
    stakeholder = str(here["stakeholder_id"])
    workshop = {**WORKSHOP, "phase": phase}
    outcome = {**OUTCOME, "stakeholder": stakeholder, "question": road.questions[0].code}
    colleague = str(house.organisation.members.get(pk=here["colleague_id"]).pk)
    bodies: dict[str, dict[str, Any]] = {
        "projects:start": PARTICULARS,
        "projects:edit": PARTICULARS,
        "projects:stakeholder-add": STAKEHOLDER,
        "projects:stakeholder": STAKEHOLDER,
        "projects:team-add": {"person": colleague, "role": int(Role.OBSERVER)},
        "projects:team-member": {"role": int(Role.FACILITATOR)},
        "projects:contact-add": CONTACT,
        "projects:contact": CONTACT,
        "projects:hand-over": {
            "person": str(here["member_id"]),
            "note": "A note",
            "stays": str(int(Role.FACILITATOR)),
        },
        "projects:team-invite": {"email": "new@example.org", "role": int(Role.OBSERVER)},
        "account": {"name": "Another name", "language": "nl"},
        "account_email": {"email": "another@example.org"},
        "organisation:invite": {"email": "new@example.org", "role": "member"},
        "organisation:member": {"role": "manager"},
        "organisation:second-factor": {"required": "on"},
        "organisation:general": {"name": "Another name", "language": "en"},
        "organisation:house-style": {"accent": "#123f6b"},
        "organisation:terms": {
            "retention_invitations_days": 60,
            "retention_raw_notes_months": 6,
            "retention_contacts_months": 3,
            "retention_inactive_account_months": 12,
        },
        "organisation:rights": {"digest": rights_of(house.organisation).digest},
        "phases:gate": {
            "kind": "go-with-conditions",
            "reason": "A reason",
            "conditions": "A condition",
            "decided_by": "The board",
            "users_voice": "A user",
            "decided_on_day": "2",
            "decided_on_month": "3",
            "decided_on_year": "2026",
        },
        "phases:answer": {"text": "An answer", "version": 0},
        "phases:finish": {"text": "An answer", "version": 0},
        "phases:resume": {"text": "An answer", "version": 0},
        "phases:item": {"state": "done", "note": "A note"},
        "phases:workshop-plan": workshop,
        "phases:workshop-edit": workshop,
        "phases:attendance": {f"people-{stakeholder}": "7"},
        "phases:outcome-add": outcome,
        "phases:outcome": outcome,
        "phases:reports": {"language": "nl", "phase": phase},
        "phases:own-method-add": OWN_METHOD,
        "phases:own-method-edit": OWN_METHOD,
    }
    return {**bodies.get(route, {}), "submission_key": str(uuid.uuid4()), "version": _version(route)}


def _version(route: str) -> int:
    return 0 if route in {"phases:answer", "phases:finish", "phases:resume"} else 1
