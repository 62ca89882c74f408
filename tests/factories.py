"""Plain functions that make rows for tests; no surprises: what is not said is small, valid and the same each time."""

import itertools
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image

from phases.models import (
    ChecklistItem,
    Feedback,
    Outcome,
    OwnMethod,
    Phase,
    PhasePlan,
    Problem,
    Promise,
    Question,
    ReportBackSheet,
    Telling,
    Theme,
    Workshop,
)
from phases.progress.report_back import sheet_of
from projects.models import (
    HandOver,
    IdentityProvider,
    Initiative,
    Organisation,
    OrganisationMember,
    OrganisationRole,
    Role,
    Stakeholder,
    StakeholderContact,
    TeamMember,
    User,
)
from toolkit.models import Method, Term
from toolkit.published import LocalizedText
from toolkit.stems import stems_of

PASSWORD = "a-long-enough-passphrase"  # noqa: S105 - for tests only
NOBODY_THERE = "127.0.0.1:9"
"""A host that is permitted as an identity provider, and where nobody answers."""
PHASES = ("needs-analysis", "co-design", "co-production", "troubleshooting")

_numbers = itertools.count(1)


def text(nl: str, en: str = "") -> LocalizedText:
    """Return a text of the content in both languages."""
    return LocalizedText({"nl": nl, "en": en or f"{nl} (en)"})


def make_user(name: str = "", *, email: str = "", language: str = "en") -> User:
    """Make someone with an account and the password PASSWORD."""
    number = next(_numbers)
    return User.objects.create_user(
        email or f"person{number}@example.org", PASSWORD, name=name or f"Person {number}", language=language
    )


def make_organisation(name: str = "") -> Organisation:
    """Make a public body without anyone in it."""
    return Organisation.objects.create(name=name or f"Municipality {next(_numbers)}")


def make_picture(size: tuple[int, int] = (300, 100), kind: str = "PNG", **options: Any) -> bytes:
    """Draw a picture with a dark band, as a file of some kind."""
    picture = Image.new("RGB", size, "#ffffff")
    picture.paste((122, 31, 92), (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def dress(organisation: Organisation, *, by: User, accent: str = "#7a1f5c") -> Organisation:
    """Give an organisation a house style."""
    organisation.set_house_style(accent=accent, logo=make_picture(), by=by)
    return organisation


def make_member(
    organisation: Organisation, role: OrganisationRole = OrganisationRole.MEMBER, **user: Any
) -> User:
    """Make someone who belongs to an organisation."""
    person = make_user(**user)
    OrganisationMember.objects.create(organisation=organisation, user=person, role=role)
    return person


def make_identity_provider(organisation: Organisation, *, by: User, **values: Any) -> IdentityProvider:
    """Let an organisation use a provider; it does not answer."""
    given = {
        "name": "Gemeente Voorbeeld",
        "issuer": f"https://{NOBODY_THERE}",
        "client_id": f"client-{next(_numbers)}",
        "secret": "a-secret",
        "authorization_origin": "https://login.voorbeeld.example",
    }
    pk = IdentityProvider.next_id(organisation)
    return IdentityProvider.set_up(organisation, by=by, pk=pk, **{**given, **values})


def make_initiative(
    organisation: Organisation | None = None, *, lead: User | None = None, **values: Any
) -> Initiative:
    """Make an initiative with its lead."""
    organisation = organisation or make_organisation()
    lead = lead or make_member(organisation)
    given = {
        "title": f"Initiative {next(_numbers)}",
        "problem": "People get lost between counters.",
        "service": "The counter",
        "audience": "Residents",
        "values": ["well-being"],
        "start_date": date(2026, 3, 1),
        "language": "nl",
    }
    return Initiative.start(organisation, by=lead, **{**given, **values})


def make_team_member(initiative: Initiative, role: Role, **user: Any) -> User:
    """Make someone with a role in the team."""
    person = make_member(initiative.organisation, **user)
    TeamMember.objects.create(initiative=initiative, user=person, role=role)
    return person


def make_stakeholder(initiative: Initiative, name: str = "", **values: Any) -> Stakeholder:
    """Put a group on the register."""
    given = {
        "kind": "group",
        "end_users": False,
        "influence": 3,
        "interest": 3,
        "updated_by": initiative.updated_by,
    }
    return Stakeholder.objects.create(
        initiative=initiative, name=name or f"Group {next(_numbers)}", **{**given, **values}
    )


def make_contact(stakeholder: Stakeholder, name: str = "", **values: Any) -> StakeholderContact:
    """Name a contact of a group."""
    given = {"reason": "They asked for it", "updated_by": stakeholder.updated_by}
    name = name or f"Contact {next(_numbers)}"
    return StakeholderContact.objects.create(stakeholder=stakeholder, name=name, **{**given, **values})


def make_hand_over(initiative: Initiative, giver: User, receiver: User, note: str = "") -> HandOver:
    """Leave a note of a hand-over."""
    note = note or f"Note {next(_numbers)}"
    return HandOver.objects.create(initiative=initiative, giver=giver, receiver=receiver, note=note)


def make_phases() -> list[Phase]:
    """Make the four phases with short texts; what is there already stays."""
    for number, code in enumerate(PHASES, 1):
        name = text(f"Fase {number}", f"Stage {number}")
        fields = ("summary", "purpose", "starts_when", "done_when", "result", "links")
        rest = {field: text(f"{field} {number}") for field in fields}
        gate = text(f"Beslismoment {number}", f"Gate {number}") if number < 4 else None
        rest["gate_decided_by"] = text("Samen", "Together")
        Phase.objects.get_or_create(
            code=code, defaults={"number": number, "position": number, "name": name, "gate": gate, **rest}
        )
    return list(Phase.objects.order_by("number"))


def make_question(phase: Phase, code: str = "", **values: Any) -> Question:
    """Make a question of the roadmap."""
    number = next(_numbers)
    given = {
        "code": code or f"question-{number}",
        "position": number,
        "label": f"{phase.number}.{number % 10}",
        "prompt": text(f"Vraag {number}?", f"Question {number}?"),
        "why": text("Daarom", "Because"),
        "record": text("Schrijf op", "Write down"),
    }
    return Question.objects.create(phase=phase, **{**given, **values})


def make_item(phase: Phase, code: str = "", **values: Any) -> ChecklistItem:
    """Make a line of the checklist."""
    number = next(_numbers)
    given = {
        "code": code or f"item-{number}",
        "position": number,
        "label": text(f"Punt {number}", f"Item {number}"),
        "evidence": text("Een verslag", "A report"),
    }
    return ChecklistItem.objects.create(phase=phase, **{**given, **values})


def make_problem(code: str = "", **values: Any) -> Problem:
    """Make a known problem."""
    number = next(_numbers)
    given = {
        "code": code or f"problem-{number}",
        "position": number,
        "name": text(f"Knelpunt {number}", f"Problem {number}"),
        "signals": [text("Stil", "Quiet")],
        "causes": [text("Druk", "Busy")],
        "now": [text("Bel", "Call")],
        "structural": [text("Plan", "Plan")],
    }
    return Problem.objects.create(**{**given, **values})


def make_method(code: str = "", **values: Any) -> Method:
    """Make a method of the toolkit."""
    number = next(_numbers)
    name = values.pop("name", text(f"Werkvorm {number}", f"Method {number}"))
    given = {
        "code": code or f"method-{number}",
        "position": number,
        "name": name,
        "family": "workshop",
        "duration": "session",
        "skill": 2,
        "cost": "low",
        "format": "onsite",
        "span": text("Een avond", "An evening"),
        "steps": [text("Begin", "Start")],
        "minutes_min": 30,
        "minutes_max": 60,
        "sources": [text("Eigen ervaring", "Own experience")],
        "stems": stems_of([name]),
        **{field: text(field) for field in Method.WORDS if field != "name"},
    }
    return Method.objects.create(**{**given, **values})


def make_own_method(organisation: Organisation, name: str = "", **values: Any) -> OwnMethod:
    """Add a method to an organisation."""
    number = next(_numbers)
    method = make_method(
        f"own-{number:032x}", shared=False, name=text(name or f"Eigen werkvorm {number}"), **values
    )
    return OwnMethod.objects.create(organisation=organisation, method=method)


def make_term(code: str, **values: Any) -> Term:
    """Make a word of the field that texts explain."""
    given = {
        "position": next(_numbers),
        "term": text(code, code),
        "meaning": text("Wat het is", "What it is"),
        "explained": {"nl": [code], "en": [code]},
    }
    return Term.objects.create(code=code, **{**given, **values})


def make_workshop(initiative: Initiative, phase: Phase | None = None, **values: Any) -> Workshop:
    """Make a workshop that was held yesterday evening."""
    begin = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=1)
    given = {
        "title": f"Workshop {next(_numbers)}",
        "starts_at": begin,
        "ends_at": begin + timedelta(hours=2),
        "updated_by": initiative.updated_by,
    }
    return Workshop.objects.create(
        initiative=initiative, phase=phase or make_phases()[0], **{**given, **values}
    )


def make_outcome(workshop: Workshop, **values: Any) -> Outcome:
    """Write down something a workshop brought out."""
    given = {"kind": "insight", "text": f"Insight {next(_numbers)}", "updated_by": workshop.updated_by}
    return Outcome.objects.create(workshop=workshop, **{**given, **values})


def make_promise(initiative: Initiative, *, version: int = 0, by: Any = None, **values: Any) -> Promise:
    """Make the promise that follows after `version`."""
    promised = {
        "level": "collaborate",
        "fixed": "The law and the money.",
        "negotiable": "Where the desk comes, and when it is open.",
        "decided_by": "The alderman for work",
        "follow_up": "All of it is read, and the team chooses together with two job-seekers.",
        "feedback_days": 14,
    }
    writer = by or initiative.updated_by
    return Promise.make(initiative, by=writer, based_on=version, **promised | values)


def make_theme(initiative: Initiative, *outcomes: Outcome, by: Any = None, **values: Any) -> Theme:
    """Put `outcomes` together in a theme."""
    chosen = Outcome.objects.filter(pk__in=[row.pk for row in outcomes])
    given = {"name": f"Theme {next(_numbers)}"}
    return Theme.make(initiative, by=by or initiative.updated_by, outcomes=chosen, **given | values)


def make_feedback(target: Outcome | Theme, *, version: int = 0, by: Any = None, **values: Any) -> Feedback:
    """Give the feedback that follows after `version`."""
    given = {"kind": "will", "because": "People could not find the counter."}
    return Feedback.give(target, by=by or target.updated_by, based_on=version, **given | values)


def make_telling(target: Workshop | Theme, *, by: Any = None, **values: Any) -> Telling:
    """Write down that people were told by now what stands on the sheet of a workshop or a theme."""
    given: dict[str, Any] = {
        "told_on": timezone.localdate(),
        "how": "On paper",
        "content": sheet_of(target).content(),
    }
    return Telling.record(target, by=by or target.updated_by, **given | values)


def make_report_back_sheet(
    target: Workshop | Theme | Telling, *, language: str = "nl", by: Any = None, **values: Any
) -> ReportBackSheet:
    """Ask for the report-back sheet on paper; `values` say how far the making of it is."""
    sheet = ReportBackSheet.ask(
        target, language=language, shows="0" * 64, by=by or target.initiative.updated_by
    )
    ReportBackSheet.objects.filter(pk=sheet.pk).update(**values or {"state": sheet.state})
    return sheet


def make_phase_plan(
    initiative: Initiative, phase: Phase, *, version: int = 0, by: Any = None, **values: Any
) -> PhasePlan:
    """Plan the gate of a phase, on top of `version`; without `values` everything about it is said."""
    planned = values or {
        "planned_on": timezone.localdate() + timedelta(days=30),
        "decided_by": "The alderman for work",
        "ask": "May the desk open next year?",
    }
    writer = by or initiative.updated_by
    return PhasePlan.record(initiative, phase, by=writer, based_on=version, **planned)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return a moment in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
