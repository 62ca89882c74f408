"""The table of who may do what, and the addresses it speaks of, each with rows that exist."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from phases.models import MethodSheet, ParticipantPage, Report, ReportBackSheet, ReportState
from projects.models import Invitation, OrganisationMember, OrganisationRole, Role, User
from tests import factories
from tests.again import again
from tests.conftest import House, Road
from toolkit.models import Method

ACTORS = ("anonymous", "stranger", "observer", "facilitator", "lead", "manager", "administrator")
NEEDS_AN_ORGANISATION = frozenset({"projects:start", "phases:own-methods"})
"""Routes that refuse someone who belongs to no organisation; elsewhere such a person is a stranger like any other."""
REFUSED = frozenset({"login", "403", "404"})
TABLE = list(csv.DictReader((Path(__file__).parent / "matrix.csv").open()))
PART_OF_A_PAGE = frozenset({"200", "204", "302", "409", "422"})
MISSING = "00000000-0000-4000-8000-000000000000"
Browser = Callable[[User | None], Client]


def routes(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every named route with its pattern."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern


def arguments(house: House, road: Road) -> dict[str, Any]:
    """Make one row of everything an address can name."""
    return again("arguments", lambda: make_arguments(house, road))


def make_arguments(house: House, road: Road) -> dict[str, Any]:
    initiative = house.initiative
    workshop = factories.make_workshop(initiative, road.phases[0])
    report = Report.ask(initiative, None, language="nl", by=house.lead)
    name = default_storage.save(f"reports/{report.pk}/x.pdf", ContentFile(b"%PDF-secret"))
    ready = {"state": ReportState.READY, "file": name, "finished_at": timezone.now()}
    Report.objects.filter(pk=report.pk).update(**ready, content_hash="5" * 64)
    method = Method.objects.filter(code="a-method").first() or factories.make_method("a-method")
    sheet = MethodSheet.ask(method, language="nl", paper="a5")
    MethodSheet.objects.filter(pk=sheet.pk).update(**ready)
    own = factories.make_own_method(house.organisation, "Secret method")
    here = Invitation.invite(
        house.organisation,
        "secret@elsewhere.example",
        by=house.administrator,
        initiative=initiative,
        role=Role.LEAD,
    )[0]
    group = factories.make_stakeholder(initiative, "Secret group")
    for version, told in enumerate(("", "Secret change")):
        factories.make_promise(initiative, version=version, by=house.lead, told=told)
    outcome = factories.make_outcome(workshop)
    factories.make_outcome(workshop, text="Secret without a theme")
    factories.make_theme(initiative, by=house.lead, name="Secret other theme")
    theme = factories.make_theme(initiative, outcome, by=house.lead, name="Secret theme")
    factories.make_feedback(theme, by=house.lead, because="Secret because", note="Secret note")
    factories.make_feedback(outcome, by=house.lead, because="Secret reason")
    telling = factories.make_telling(workshop, by=house.lead)
    on_paper = {"workshop": workshop, "theme": theme, "telling": telling}
    report_back = _report_backs(initiative, on_paper, ready)
    factories.make_phase_plan(initiative, road.phases[0], by=house.lead, ask="Secret question")
    page = ParticipantPage.switch_on(initiative, None, by=house.lead)
    factories.dress(house.organisation, by=house.administrator)
    member = factories.make_member(house.organisation, name="Secret colleague").memberships.get()
    return {
        "initiative_id": initiative.pk,
        "organisation_id": house.organisation.pk,
        "invitation_id": here.pk,
        "colleague_id": member.pk,
        "token": _token(house),
        "uidb36": "abc",
        "key": "no-such-key",
        "own_id": own.pk,
        "provider_id": _provider(house),
        "sheet_id": sheet.pk,
        "member_id": initiative.team.get(user=house.observer).pk,
        "hand_over_id": factories.make_hand_over(initiative, house.observer, house.lead).pk,
        "stakeholder_id": group.pk,
        "contact_id": factories.make_contact(group, "Secret contact").pk,
        "workshop_id": workshop.pk,
        "outcome_id": outcome.pk,
        "theme_id": theme.pk,
        "telling_id": telling.pk,
        "report_back_id": report_back,
        "page_token": page.token,
        "report_id": report.pk,
        "phase_code": road.phases[0].code,
        "session": "0" * 40,
        "passkey": MISSING,
    }


def _report_backs(initiative: Any, targets: dict[str, Any], ready: dict[str, Any]) -> Any:
    """Let the sheet of each be there on paper, in both languages; give the id of the first."""
    rows = [
        ReportBackSheet(initiative=initiative, language=language, **{kind: target}, **ready)
        for kind, target in targets.items()
        for language in ("nl", "en")
    ]
    return ReportBackSheet.objects.bulk_create(rows)[0].pk


def _provider(house: House) -> Any:
    """Let the organisation have a sign-in to which the lead is linked."""
    provider = factories.make_identity_provider(house.organisation, by=house.administrator)
    provider.link(house.lead, "a-subject", by=house.lead)
    return provider.pk


def _token(house: House) -> str:
    """Invite someone into the organisation and give the token."""
    address, role = "secret@nowhere.example", OrganisationRole.MEMBER
    return Invitation.invite(house.organisation, address, by=house.administrator, organisation_role=role)[1]


def address(route: str, known: dict[str, Any], road: Road) -> str:
    """Return the address of a route, with rows that exist."""
    return reverse(route, kwargs=parts(route, known, road))


def parts(route: str, known: dict[str, Any], road: Road) -> dict[str, Any]:
    """Return what stands in the changeable places of the address of a route."""
    codes = {
        "phases:item": road.items[0].code,
        "phases:item-undo": road.items[0].code,
        "phases:roadmap-phase": road.phases[0].code,
        "phases:problem": "a-problem",
        "toolkit:method": "a-method",
        "phases:sheet": "a-method",
        "phases:sheet-made": "a-method",
        "phases:sheet-file": "a-method",
    }
    pattern = dict(routes(get_resolver()))[route].pattern
    known = {**known, "code": codes.get(route, road.questions[0].code)}
    if route.startswith("organisation:"):
        known["member_id"] = known["colleague_id"]
        if "invitation" in route:
            invitations = Invitation.objects.pending().filter(initiative=None)
            known["invitation_id"] = getattr(invitations.first(), "pk", MISSING)
    names = [name for name in [*known] if f":{name}>" in whole_pattern(route)]
    assert pattern is not None
    return {name: known[name] for name in names}


def whole_pattern(route: str) -> str:
    """Return the pattern of a route with those of the parts above it."""

    def walk(resolver: URLResolver, space: str, above: str) -> Iterator[tuple[str, str]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern, inside, above + str(pattern.pattern))
            else:
                yield f"{space}{pattern.name}", above + str(pattern.pattern)

    return dict(walk(get_resolver(), "", ""))[route]


def told(row: dict[str, str], actor: str, state: str, *, fragment: bool) -> str:
    """Return what the table says of an actor; who was removed, or belongs nowhere, is a stranger.

    The column `archived` holds for the lead; where it says that writing is closed, it is so for all who may write.
    A fragment says the same by its own means: `open` for a part of a page, another address or a form that was refused,
    or 401 where the page goes to the sign-in.
    """
    value = row["stranger" if actor in {"removed", "loose"} else actor]
    if actor == "loose" and row["route"] in NEEDS_AN_ORGANISATION:
        value = "403"
    if state == "archived" and "initiative_id" in whole_pattern(row["route"]):
        closed = row["archived"] == "403" and row["lead"] != "403"
        value = "403" if closed and value not in REFUSED else value
    return {"login": "401"}.get(value, as_fragment(value)) if fragment else value


def as_fragment(status: str) -> str:
    """Return what a fragment says where a page has this status."""
    return "open" if status in PART_OF_A_PAGE else status


def ask(browser: Client, row: dict[str, str], url: str, *, fragment: bool, undo: bool = True) -> str:
    """Ask, and take back what the asking changed, unless `undo` is off."""
    headers = {"HX-Request": "true"} if fragment else {}
    with transaction.atomic():
        response = browser.generic(row["method"], url, headers=headers)
        transaction.set_rollback(undo)
    status = str(response.status_code)
    if response.status_code == 302 and response.headers["Location"].startswith("/account/sign-in/?next="):
        return "login"
    return as_fragment(status) if fragment else status


def removed(house: House) -> User:
    """Return someone who was in the team and in the organisation until just now, and belongs elsewhere too."""
    person = factories.make_team_member(house.initiative, Role.FACILITATOR, name="Rik Removed")
    OrganisationMember.objects.create(
        organisation=house.stranger.memberships.get().organisation, user=person, role=OrganisationRole.MEMBER
    )
    person.memberships.get(organisation=house.organisation).leave(by=house.administrator)
    return person
