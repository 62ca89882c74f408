"""Every form of the work in which people type or choose, by hand; crawling proves that none is forgotten."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress

from phases.models import Answer, Attendance, MethodSheet, Report
from projects.models import Organisation, OrganisationMember, TeamMember
from tests.hostile.world import typed_fields
from toolkit.models import Method


def rows_with_words(value: str) -> int:
    """Count the places in which exactly these words are kept, of everything that people wrote."""
    return sum(
        model._base_manager.filter(**{field.name: value}).count()
        for model, fields in typed_fields().items()
        for field in fields
    )


def rows_of(model: Any, name: str) -> Callable[[str], int]:
    """Return a way to count the rows that have a value."""
    return lambda value: model._base_manager.filter(**{name: value}).count()


def words() -> str:
    """Return words that stand nowhere yet."""
    return f"Woord{secrets.token_hex(6)} met nog een paar woorden erbij"


def email() -> str:
    """Return an address that stands nowhere yet."""
    return f"new{secrets.token_hex(6)}@example.org"


@dataclass(frozen=True)
class TypedForm:
    """A form, the field in which the tests type, and how one sees what is kept.

    `route` is where it is sent, `page` where it stands. `often`: tried at every change, the others at night.
    `sends`: the tests can bring it to its end. `is_public`: it asks for no session.
    `answers_itself`: what is sent is answered by a page with a link that is shown once; before it is sent again by going
    back, the browser itself asks. `kept` counts the rows that hold a value.
    """

    route: str
    field: str
    page: str = ""
    person: str = "lead"
    mechanism: str = "ask"
    value: Callable[[], str] = words
    kept: Callable[[str], int] = rows_with_words
    often: bool = False
    is_choice: bool = False
    sends: bool = True
    versioned: bool = False
    beside: str = ""
    is_public: bool = False
    answers_itself: bool = False

    @property
    def place(self) -> str:
        """Return the route of the page."""
        return self.page or self.route

    def __str__(self) -> str:
        return self.route


def number_between(low: int, high: int) -> Callable[[], str]:
    """Return a way to make numbers."""
    return lambda: str(low + secrets.randbelow(high - low))


def accent() -> str:
    """Return a dark colour."""
    return f"#0{secrets.randbelow(16):x}3{secrets.randbelow(16):x}2{secrets.randbelow(16):x}"


TICK = ".tick[aria-pressed=false]"
CLOSE = "button[formaction$='/log/close/']"

FORMS = (
    TypedForm(
        "phases:answer",
        "text",
        page="phases:phase",
        mechanism="autosave",
        kept=rows_of(Answer, "text"),
        often=True,
        versioned=True,
        beside=TICK,
    ),
    TypedForm(
        "phases:attendance",
        "people-{stakeholder}",
        page="phases:workshop-log",
        mechanism="autosave",
        value=number_between(100, 9_000),
        kept=rows_of(Attendance, "people"),
        often=True,
        versioned=True,
        beside=CLOSE,
    ),
    TypedForm(
        "phases:outcome-add", "text", page="phases:workshop-log", mechanism="draft", often=True, beside=CLOSE
    ),
    TypedForm("phases:item", "note", page="phases:phase", often=True, beside=TICK),
    TypedForm("phases:gate", "reason", often=True),
    TypedForm("phases:phase-plan", "ask", versioned=True),
    TypedForm("phases:promise", "fixed", versioned=True),
    TypedForm("phases:promise-telling", "told_how"),
    TypedForm("phases:theme-add", "name", page="phases:feedback"),
    TypedForm("phases:theme", "because", often=True, versioned=True),
    TypedForm("phases:outcome-feedback", "because", versioned=True),
    TypedForm("phases:theme-telling", "how", often=True),
    TypedForm("phases:workshop-telling", "how"),
    TypedForm("phases:theme-edit", "description", versioned=True),
    TypedForm("phases:workshop-plan", "purpose", often=True),
    TypedForm("phases:workshop-edit", "place", versioned=True),
    TypedForm("phases:outcome", "text", person="facilitator", versioned=True),
    TypedForm("phases:own-method-add", "name_nl", person="manager", kept=rows_of(Method, "name__nl")),
    TypedForm(
        "phases:own-method-edit",
        "name_nl",
        person="manager",
        kept=rows_of(Method, "name__nl"),
        versioned=True,
    ),
    TypedForm("projects:stakeholder-add", "name", person="facilitator"),
    TypedForm("projects:stakeholder", "stake", often=True, versioned=True),
    TypedForm("projects:contact-add", "reason"),
    TypedForm("projects:contact", "function", versioned=True),
    TypedForm("projects:start", "problem"),
    TypedForm("projects:edit", "problem", versioned=True),
    TypedForm("projects:hand-over", "note"),
    TypedForm("projects:team-invite", "email", value=email, answers_itself=True),
    TypedForm("organisation:invite", "email", person="administrator", value=email, answers_itself=True),
    TypedForm("organisation:general", "name", person="administrator"),
    TypedForm(
        "organisation:terms",
        "retention_invitations_days",
        person="administrator",
        value=number_between(8, 88),
        kept=rows_of(Organisation, "retention_invitations_days"),
    ),
    TypedForm(
        "organisation:house-style",
        "accent",
        person="administrator",
        value=accent,
        kept=rows_of(Organisation, "accent"),
    ),
    TypedForm("organisation:identity-provider-new", "name", person="administrator", sends=False),
    TypedForm(
        "organisation:identity-provider-edit", "name", person="administrator", sends=False, versioned=True
    ),
    TypedForm("account", "name"),
    TypedForm("account_email", "email", value=email, kept=rows_of(EmailAddress, "email")),
    TypedForm("projects:team-add", "role", is_choice=True, kept=rows_of(TeamMember, "role")),
    TypedForm("projects:team-member", "role", is_choice=True, kept=rows_of(TeamMember, "role")),
    TypedForm(
        "organisation:member",
        "role",
        person="administrator",
        is_choice=True,
        kept=rows_of(OrganisationMember, "role"),
    ),
    TypedForm("phases:reports", "language", is_choice=True, kept=rows_of(Report, "language")),
    TypedForm("phases:sheet", "paper", is_choice=True, kept=rows_of(MethodSheet, "paper"), is_public=True),
)
OFTEN = tuple(form for form in FORMS if form.often)
