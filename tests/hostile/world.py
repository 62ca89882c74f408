"""An initiative in which every word that people can type is a hostile one, or (to compare) a plain one."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from phases.models import (
    Answer,
    GateDecision,
    ItemCompletion,
    ItemState,
    MethodSheet,
    Outcome,
    OwnMethod,
    Report,
    ReportBackSheet,
    Workshop,
)
from projects.models import Invitation, OrganisationRole, Role, Stakeholder, User
from tests import factories
from tests.access.bodies import OWN_METHOD
from tests.access.table import arguments
from tests.access.worlds import OURS
from tests.conftest import House, Road
from tests.hostile.packing import LONGEST, packed
from tests.hostile.texts import TEXTS

OF_CONTENT = frozenset({"Phase", "Question", "ChecklistItem", "Problem", "Term", "Method", "Erasure"})
"""Models whose words come from files; those of own methods come through their form."""
NOT_TYPED = frozenset(
    {
        "AuditEntry.action",
        "AuditEntry.target_kind",
        "AuditEntry.target_id",
        "AuditEntry.seal",
        "AuditEntry.link",
        "AuditHead.link",
        "AuditHead.seal",
        "Invitation.token_hash",
        "User.password",
        "User.language",
        "Initiative.language",
        "IdempotencyKey.route",
        "IdempotencyKey.answer_url",
        "Workshop.time_zone",
        "Report.language",
        "Report.file",
        "Report.content_hash",
        "Report.shown_hash",
        "TaskRun.name",
        "Organisation.logo",
        "Organisation.accent",
        "RightsReview.digest",
        "IdentityProvider.issuer",
        "IdentityProvider.authorization_origin",
        "IdentityProvider.encrypted_secret",
        "Session.session_key",
        "Session.session_data",
        "Session.device",
        "MethodSheet.language",
        "MethodSheet.file",
        "MethodSheet.content_hash",
        "ReportBackSheet.language",
        "ReportBackSheet.file",
        "ReportBackSheet.content_hash",
        "Telling.content_hash",
        "ParticipantPage.token_hash",
    }
)
"""Text columns that the app fills by itself, or that hold only what its form finds to be an address or a colour."""
ROWS = len(packed(TEXTS, LONGEST + 2)) - 8
"""So many rows of a kind that (nearly) every joined text stands in one, and no two rows of one name."""
EMAIL = models.EmailField


def typed_fields() -> dict[Any, list[Any]]:
    """Give, for each model of ours, the columns that hold what people typed; new ones are found by themselves."""
    found: dict[Any, list[Any]] = {}
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            if model.__name__ in OF_CONTENT:
                continue
            fields = [field for field in model._meta.concrete_fields if _is_typed(model, field)]
            if fields:
                found[model] = fields
    return found


def _is_typed(model: Any, field: Any) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return is_text and f"{model.__name__}.{field.name}" not in NOT_TYPED


def addresses() -> list[str]:
    """Return hostile texts as e-mail addresses, as far as those are valid: a quoted name may hold nearly anything.

    No two differ by capitals alone, since those are one address.
    """
    valid = [address for text in TEXTS if _is_valid(address := f'"{text[:60]}"@evil.example')]
    return list({address.lower(): address for address in valid}.values())


def _is_valid(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def build(house: House, road: Road, *, rows: int = ROWS) -> dict[str, Any]:
    """Make rows of everything; give what addresses can name."""
    factories.make_problem("a-problem")
    known = arguments(house, road)
    initiative, lead = house.initiative, house.lead
    for _time in range(12):
        factories.make_member(house.organisation)
    while initiative.stakeholders.count() < rows:
        factories.make_stakeholder(initiative)
    _hold_workshops(house, road, Workshop.objects.get(pk=known["workshop_id"]), rows)
    for question in road.questions:
        stands = Answer.record(initiative, question, "One", by=lead, version=0).answer
        Answer.record(initiative, question, "Two", by=house.facilitator, version=0)
        if question != road.questions[0]:
            stands.finish(by=lead)
    for item in road.items:
        ItemCompletion.settle(initiative, item, ItemState.NOT_APPLICABLE, "x", by=lead)
    for _time in range(20):
        _decide(house, road)
    _invite(house, house.organisation.members.get(pk=known["colleague_id"]).user)
    _fill_what_may_be_empty(house)
    group = Stakeholder.objects.get(pk=known["stakeholder_id"])
    for _address in addresses():
        factories.make_contact(group, function="x", email="x@example.org", phone="1")
    return known


def _hold_workshops(house: House, road: Road, workshop: Workshop, rows: int) -> None:
    groups = list(Stakeholder.objects.all())
    for number in range(rows):
        quote = {"kind": "quote", "consent": "with-name", "speaker": "x"} if number % 2 else {"kind": "idea"}
        factories.make_outcome(workshop, stakeholder=groups[number % len(groups)], **quote)
        factories.make_workshop(house.initiative, road.phases[number % 4])
    workshop.count_people(dict.fromkeys(groups[:30], 3), by=house.lead)


def _invite(house: House, colleague: User) -> None:
    """Let as many invitations wait as there are odd addresses."""
    house.initiative.add_member(factories.make_user(), Role.OBSERVER, by=house.lead)
    for number in range(len(addresses()) - 1):
        team: dict[str, Any] = {"initiative": house.initiative, "role": Role.OBSERVER}
        purpose = team if number % 2 else {"organisation_role": OrganisationRole.MEMBER}
        by = house.lead if number % 2 else house.administrator
        Invitation.invite(house.organisation, f"n{number}@example.org", by=by, **purpose)
    # Addresses are dealt out by chance: whoever is taken out has sent one anyway, so that each page says that it lapses.
    for number, inviting in enumerate((colleague, house.observer)):
        Invitation.objects.filter(email=f"n{number}@example.org").update(invited_by=inviting)


def _fill_what_may_be_empty(house: House) -> None:
    initiative, example = house.initiative, {"source": "x", "is_example": True}
    type(initiative).objects.filter(pk=initiative.pk).update(**example)
    initiative.stakeholders.update(stake="x", **example)
    initiative.workshops.update(purpose="x", place="x", access="x", reward="x", **example)
    initiative.answers.update(**example)
    _promise(house, told="x", told_how="x")
    _say_what_is_done(house)
    initiative.phase_plans.update(decided_by="x", is_example=True)
    Report.objects.update(missing_signs="x")
    MethodSheet.objects.update(missing_signs="x")
    ReportBackSheet.objects.update(missing_signs="x")


def _decide(house: House, road: Road) -> None:
    GateDecision.decide(
        house.initiative,
        road.phases[0],
        by=house.lead,
        kind="go-with-conditions",
        reason="x",
        conditions="x",
        decided_by="x",
        users_voice="x",
        decided_on=timezone.now().date(),
    )


def _promise(house: House, **told: str) -> None:
    for version in range(2, 20):
        factories.make_promise(house.initiative, version=version, **told)


def _say_what_is_done(house: House) -> None:
    """Put every outcome in a theme of its own, with feedback that fills all its fields."""
    outcomes = Outcome.objects.filter(workshop__initiative=house.initiative)
    confirmed = {
        "source": "x",
        "is_example": False,
        "confirmed_by": "x",
        "confirmed_on": timezone.localdate(),
        "description": "x",
    }
    for outcome in outcomes:
        theme = factories.make_theme(house.initiative, outcome, by=house.lead, **confirmed)
        for version in range(2):
            told = {"kind": "not-ours", "passed_to": "x", "note": "x"}
            factories.make_feedback(theme, version=version, by=house.lead, **told)
        factories.make_telling(theme, by=house.lead)


def widen() -> None:
    """Let short columns hold everything at once; PostgreSQL takes it back with the transaction, SQLite does not mind."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model, fields in typed_fields().items():
            for field in fields:
                if not is_bound_to_its_length(field):
                    cursor.execute(
                        f'ALTER TABLE "{model._meta.db_table}" ALTER COLUMN "{field.column}" TYPE text'
                    )


def is_bound_to_its_length(field: Any) -> bool:
    """Tell whether a column must stay as short as it is, because an index keeps it unique."""
    constraints = field.model._meta.constraints
    together = [name for each in constraints for name in getattr(each, "fields", ())]
    return isinstance(field, EMAIL) or field.unique or field.name in together


def say(texts: tuple[str, ...], house: House, *, at_once: bool = True) -> None:
    """Put the words of `texts` in every typed column of every row.

    With `at_once` the first two rows of a column hold all of them together, however short the column is for people.
    """
    mails = addresses() if texts is TEXTS else [f"plain{number}@plain.example" for number in range(999)]
    for model, fields in typed_fields().items():
        for field in fields:
            room = LONGEST + 2 if is_bound_to_its_length(field) else 10_000
            room = min(field.max_length or room, room)
            joined = [each for each in packed(texts, room) if len(each) <= room]
            rows = model._base_manager.exclude(**{field.name: ""}).order_by("pk")
            if isinstance(field, EMAIL):
                joined = mails
            elif at_once and not is_bound_to_its_length(field):
                joined = [" ".join(texts), " ".join(texts), *joined]
            _write(rows, field, joined)
    _rewrite_own_methods(texts, house)


def _write(rows: Any, field: Any, joined: list[str]) -> None:
    model, name, keys = rows.model, field.name, list(rows.values_list("pk", flat=True))
    with transaction.atomic():
        for pk in keys if is_bound_to_its_length(field) else ():  # away from names that another row still has
            model._base_manager.filter(pk=pk).update(**{name: f"{str(pk)[:36]}@x.example"})
        for number, pk in enumerate(keys):
            model._base_manager.filter(pk=pk).update(**{name: joined[number % len(joined)]})


def _rewrite_own_methods(texts: tuple[str, ...], house: House) -> None:
    """Write the own methods through their form, which makes HTML of Markdown."""
    browser = Client()
    browser.force_login(house.manager)
    for number, own in enumerate(OwnMethod.objects.filter(organisation=house.organisation)):
        url = reverse("phases:own-method-edit", args=[own.pk])
        answer = browser.post(
            url, own_method(texts[number:] + texts[:number]) | {"version": str(own.version)}
        )
        assert answer.status_code == 302, answer.context["form"].errors


def own_method(texts: tuple[str, ...]) -> dict[str, str]:
    """Return the body of the form of an own method, with the texts spread over its fields."""
    names = (
        "purpose",
        "steps",
        "use_when",
        "avoid_when",
        "preparation",
        "materials",
        "tips",
        "inclusion",
        "pitfalls",
    )
    joined, lines = packed(texts, 1_900), packed(texts, LONGEST)
    body = {**OWN_METHOD, "name_nl": lines[0], "name_en": lines[-1]}
    for number, name in enumerate(names):
        body |= {
            f"{name}_{code}": joined[(number + more) % len(joined)] for more, code in enumerate(("nl", "en"))
        }
    body |= {f"steps_{code}": " ".join(joined[number].split()) for number, code in enumerate(("nl", "en"))}
    return body


def rows_without_words() -> Iterator[str]:
    """Yield models and columns of typed words that no row of the world has."""
    for model, fields in typed_fields().items():
        for field in fields:
            if not model._base_manager.exclude(**{field.name: ""}).exists():
                yield f"{model.__name__}.{field.name}"
