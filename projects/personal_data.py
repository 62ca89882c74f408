"""What is kept about people: the six properties that each personal field of the house is marked with.

A model names in `PERSONAL` its personal fields with their mark; all others stand in a list beside the test that sees that
no field is without. Own data, erasure and the register of processing all read these marks.
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Export(Enum):
    """How a field stands in the data that a person can fetch about themselves."""

    CONTENT = _("in one's own data, as it stands")
    LINE = _("in one's own data, as a line that says what and when")
    NO = _("not: it is about others, or part of the organisation's work")


class Erase(Enum):
    EMPTIED = _("emptied")
    REMOVED = _("removed with its row")
    NAMELESS = _("stays, and points to an account without a name")
    BY_HAND = _("by hand: the text belongs to the organisation's work")


@dataclass(frozen=True)
class PersonalField:
    """Whose it is, for what, on which ground, how long, and what becomes of it.

    `author` is the field of the same row that says whose words they are; empty where it is about the row's person.
    """

    whose: Any
    purpose: Any
    basis: Any
    term: Any
    export: Export
    erase: Erase
    author: str = ""


PersonalFields = dict[str, PersonalField]

_COLLEAGUE = _("a colleague with an account")
_TASK = _("task in the public interest (GDPR, article 6.1e)")
_CONSENT = _("consent (GDPR, article 6.1a)")
_WORK = _("as long as the initiative is kept")

ACCOUNT = PersonalField(
    _COLLEAGUE,
    _("to sign in, and to show who did what"),
    _TASK,
    _("until the account is erased, or is not used for the organisation's term (24 months)"),
    Export.CONTENT,
    Erase.EMPTIED,
)
SECRET = replace(ACCOUNT, purpose=_("to sign in safely"), export=Export.NO)
BELONGING = replace(
    ACCOUNT,
    purpose=_("to know who may see and do what"),
    term=_("until the person leaves"),
    erase=Erase.REMOVED,
)
SIGNED_IN = replace(
    ACCOUNT,
    purpose=_("to stay signed in"),
    term=_("12 hours, or until signing out"),
    export=Export.NO,
    erase=Erase.REMOVED,
)
DONE_BY = PersonalField(
    _COLLEAGUE,
    _("to answer for what was done"),
    _TASK,
    _WORK,
    Export.LINE,
    Erase.NAMELESS,
)
CAME_IN = replace(DONE_BY, erase=Erase.REMOVED)
RECEIPT = replace(
    DONE_BY,
    purpose=_("to do nothing twice"),
    term=_("30 days"),
    export=Export.NO,
    erase=Erase.REMOVED,
)
INVITED = PersonalField(
    _("someone who was invited"),
    _("to let in one person, once"),
    _TASK,
    _("the organisation's term after it was used, withdrawn or too old (30 days)"),
    Export.CONTENT,
    Erase.REMOVED,
)
WORDS = PersonalField(
    _("whoever is named in the text"),
    _("the work of the initiative itself"),
    _TASK,
    _WORK,
    Export.NO,
    Erase.BY_HAND,
)
SPEAKER = PersonalField(
    _("someone who said something in a workshop"),
    _("to show whose voice it is"),
    _CONSENT,
    _("until consent is taken back, or the organisation's term after the archive (12 months)"),
    Export.NO,
    Erase.EMPTIED,
)
CONTACT = PersonalField(
    _("someone outside through whom a group is reached"),
    _("to reach the group"),
    _TASK,
    _("until it is removed by hand, or the organisation's term after the archive (6 months)"),
    Export.NO,
    Erase.REMOVED,
)
RECORD = replace(
    WORDS,
    whose=_("colleagues who are named in it"),
    purpose=_("to account to the council and the public"),
)


def words_of(author: str) -> PersonalField:
    """Mark a text as the words of who stands in the field `author` of the same row."""
    return replace(
        WORDS,
        whose=_("who wrote it, and whoever is named in it"),
        export=Export.CONTENT,
        author=author,
    )


ELSEWHERE: dict[str, PersonalFields] = {
    "account.emailaddress": {"user": BELONGING, "email": replace(ACCOUNT, erase=Erase.REMOVED)},
    "account.emailconfirmation": {"email_address": replace(SECRET, erase=Erase.REMOVED)},
    "socialaccount.socialaccount": {
        "user": BELONGING,
        "provider": replace(ACCOUNT, erase=Erase.REMOVED),
        "uid": replace(ACCOUNT, erase=Erase.REMOVED),
        "last_login": replace(ACCOUNT, erase=Erase.REMOVED),
        "date_joined": replace(ACCOUNT, erase=Erase.REMOVED),
        "extra_data": replace(ACCOUNT, erase=Erase.REMOVED),
    },
    "socialaccount.socialtoken": {
        "account": replace(SECRET, erase=Erase.REMOVED),
        "token": replace(SECRET, erase=Erase.REMOVED),
        "token_secret": replace(SECRET, erase=Erase.REMOVED),
    },
    "mfa.authenticator": {
        "user": BELONGING,
        "type": BELONGING,
        "data": replace(SECRET, erase=Erase.REMOVED),
        "created_at": BELONGING,
        "last_used_at": BELONGING,
    },
}
"""The personal fields of packages that we use, by model; what is not here holds nothing about people."""

NOTHING_PERSONAL = frozenset(
    {"contenttypes.contenttype", "auth.permission", "auth.group", "socialaccount.socialapp"}
)
"""Models of packages that hold nothing about people."""


def marks_of(model: Any) -> PersonalFields:
    found: PersonalFields = getattr(model, "PERSONAL", None) or ELSEWHERE.get(model._meta.label_lower, {})
    return found
