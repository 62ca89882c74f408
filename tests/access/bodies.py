"""What people post: a valid body for every route that writes."""

import uuid
from typing import Any

from phases.models import Theme, Workshop
from phases.progress.report_back import sheet_of
from projects.models import Role
from projects.organisations.rights_review import rights_of
from tests.access.worlds import Worlds
from tests.conftest import House, Road
from tests.factories import PASSWORD

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
PROMISE = {
    "level": "collaborate",
    "fixed": "The law",
    "negotiable": "The place",
    "decided_by": "The board",
    "follow_up": "We read it",
    "feedback_days": "14",
    "told": "We changed it.",
}
PHASE_PLAN = {
    "planned_on_day": "2",
    "planned_on_month": "3",
    "planned_on_year": "2026",
    "decided_by": "The board",
    "ask": "May we go on?",
}
OUTCOME = {
    "kind": "quote",
    "text": "A quote",
    "consent": "with-name",
    "speaker": "A speaker",
    "on_page": "yes",
}
FEEDBACK = {"kind": "not-ours", "passed_to": "The province", "because": "It is theirs", "note": "A note"}
TELLING = {"told_on_day": "2", "told_on_month": "3", "told_on_year": "2026", "how": "By letter"}
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
NEW_ACCOUNT = {"name": "Nina Nieuw", "password": "a-longer-passphrase-than-that"}
AGAIN = "tests/projects/accounts/test_asking_again.py::"
CODES = "tests/projects/accounts/test_second_factor.py::"
OWN = "tests/projects/accounts/test_own_account.py::"
PASSKEYS = "tests/journeys/test_passkeys.py::test_a_passkey_is_added_used_and_removed"
PROVIDERS = "tests/oidc/test_signing_in.py::"
PUT_IN = "tests/access/test_put_in.py::"
SESSIONS = "tests/projects/accounts/test_sessions.py::"
SET_UP = "tests/oidc/test_put_in.py::"
NEVER_VALID = {
    "account_login": f"is for someone who is not signed in: {OWN}test_what_happened_is_shown_to_the_person_and_to_nobody_else",
    "account_signup": "is closed: tests/cocreation/web/test_site.py::test_nobody_registers_by_themselves",
    "account_reauthenticate": f"writes nothing: {AGAIN}test_what_was_asked_is_done_once_the_password_is_right",
    "account_reset_password": "sends a mail: tests/projects/test_people.py::test_a_forgotten_password_is_replaced_by_a_link_in_a_mail",
    "account_reset_password_from_key": f"needs the key of a mail: {SESSIONS}test_a_password_chosen_through_a_mail_signs_every_browser_out",
    "account_link": f"needs a provider that answers: {SET_UP}test_a_link_takes_nothing_that_is_put_in",
    "account_confirm_email": f"needs the key of a mail: {OWN}test_another_address_counts_once_its_mail_was_read",
    "account_session": f"writes nothing: {SESSIONS}test_a_page_warns_five_minutes_before_and_lets_one_go_on",
    "account_session_end": f"needs another browser: {SESSIONS}test_one_sees_where_one_is_signed_in_and_ends_one",
    "mfa_activate_totp": f"needs the code of an app: {OWN}test_a_second_factor_that_changes_signs_other_browsers_out_and_is_told",
    "mfa_generate_recovery_codes": f"needs a second factor: {OWN}test_a_second_factor_that_changes_signs_other_browsers_out_and_is_told",
    "mfa_deactivate_totp": f"needs a second factor: {OWN}test_a_second_factor_that_changes_signs_other_browsers_out_and_is_told",
    "mfa_authenticate": f"needs the code of an app: {CODES}test_signing_in_asks_for_the_code",
    "mfa_reauthenticate": f"needs the code of an app: {CODES}test_a_code_shows_once_more_who_one_is",
    "mfa_add_webauthn": f"needs a browser with a passkey: {PASSKEYS}",
    "mfa_remove_webauthn": f"needs a passkey: {PASSKEYS}",
    "mfa_login_webauthn": f"needs a passkey: {PASSKEYS}",
    "mfa_reauthenticate_webauthn": f"needs a passkey: {PASSKEYS}",
    "invitation": f"is for someone without an account: {PUT_IN}test_an_invitation_gives_what_it_was_sent_for_and_no_more",
    "invitation-with": f"needs a provider that answers: {SET_UP}test_a_welcome_takes_nothing_that_is_put_in",
    "openid_connect_login": f"is for someone who is not signed in: {PROVIDERS}test_the_whole_way_from_the_button_to_being_in",
    "organisation:identity-provider-new": f"needs a provider that answers: {SET_UP}test_a_provider_takes_nothing_that_is_put_in",
    "organisation:identity-provider-edit": f"needs a provider that answers: {SET_UP}test_a_provider_takes_nothing_that_is_put_in",
    "phases:sheet": f"is for everybody: {PUT_IN}test_what_is_for_everybody_takes_nothing_that_is_put_in",
    "set_language": f"is for everybody: {PUT_IN}test_what_is_for_everybody_takes_nothing_that_is_put_in",
}
"""Routes that write nothing about the work for a signed-in lead or administrator, why, and the test of each."""


def body_of(route: str, house: House, road: Road, worlds: Worlds) -> dict[str, Any]:
    """Return a valid body; every call has a fresh key."""
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
        "account_change_password": {
            "oldpassword": PASSWORD,
            "password1": "a-longer-passphrase-than-that",
            "password2": "a-longer-passphrase-than-that",
        },
        "account": {"name": "Another name", "language": "nl"},
        "account_email": {"email": "another@example.org"},
        "organisation:invite": {"email": "new@example.org", "role": "member"},
        "organisation:member": {"role": "manager"},
        "organisation:second-factor": {"required": "yes"},
        "organisation:general": {"name": "Another name", "language": "en", "feedback_days": 21},
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
        "phases:phase-plan": PHASE_PLAN,
        "phases:promise": PROMISE,
        "phases:promise-telling": {
            "told_on_day": "2",
            "told_on_month": "3",
            "told_on_year": "2026",
            "told_how": "By letter",
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
        "phases:theme-add": {"outcome": [str(here["outcome_id"])], "name": "A theme"},
        "phases:theme": FEEDBACK,
        "phases:outcome-feedback": FEEDBACK,
        "phases:theme-edit": {"name": "Another name", "description": "A description"},
        "phases:theme-telling": {**TELLING, "shown": sheet_of(Theme.objects.get(pk=here["theme_id"])).digest},
        "phases:workshop-telling": {
            **TELLING,
            "shown": sheet_of(Workshop.objects.get(pk=here["workshop_id"])).digest,
            "groups": [stakeholder],
        },
        "phases:participant-page": {"deed": "renew", "version": "1"},
        "phases:workshop-participant-page": {"deed": "on"},
        "phases:theme-move": {"way": "up"},
        "phases:reports": {"language": "nl", "phase": phase},
        "phases:own-method-add": OWN_METHOD,
        "phases:own-method-edit": OWN_METHOD,
    }
    return {**bodies.get(route, {}), "submission_key": str(uuid.uuid4()), "version": _version(route)}


def _version(route: str) -> int:
    if route == "phases:promise":
        return 2
    return 0 if route in {"phases:answer", "phases:finish", "phases:resume"} else 1
