"""What is posted: a form takes only the fields it shows, and leaves a line in the trail."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import get_resolver

from phases.models import Workshop
from projects.models import AuditEntry, IdempotencyKey, Initiative, Role, Stakeholder, TeamMember
from tests import factories
from tests.access.bodies import NEVER_VALID, body_of
from tests.access.conftest import prepare, signed_in, writer
from tests.access.table import TABLE, Browser, address, parts, routes
from tests.access.taking import after, evil, shown
from tests.access.trail import LEFT, NAMED
from tests.access.worlds import Worlds, make_worlds
from tests.conftest import House, Road

pytestmark = pytest.mark.django_db

WRITING = [row for row in TABLE if row["method"] == "POST"]
WITH_BODY = [row for row in WRITING if row["route"] not in NEVER_VALID]
SHOWN_AT = {
    "phases:workshop-log-close": "phases:workshop-log",
    "phases:attendance": "phases:workshop-log",
    "phases:consent-withdraw": "phases:outcome",
    "phases:theme-add": "phases:feedback",
    "phases:theme-move": "phases:feedback",
    "projects:archive": "projects:edit",
    "account_email_undo": "account_email",
}
"""Routes whose form stands on the page of another one, or takes along what is typed there where no scripts run."""
HERE = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("row", WITH_BODY, ids=lambda row: row["route"])
def test_what_is_done_leaves_a_line_that_says_who_did_what_to_what(
    row: dict[str, str], house: House, road: Road, as_: Browser, worlds: Worlds
) -> None:
    route, person = row["route"], writer(row, house)
    url, named = address(route, worlds.here, road), parts(route, worlds.here, road)
    prepare(route, house, worlds)
    browser = signed_in(route, person, as_)
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    response: Any = browser.post(url, body_of(route, house, road, worlds))
    assert response.status_code in {200, 302}, response.context.get("form").errors
    lines = [line for line in AuditEntry.objects.all() if line.pk not in before]
    assert sorted({(line.action, line.target_kind.partition(".")[2]) for line in lines}) == [*LEFT[route]]
    for line in lines:
        assert line.by == person
        kind = line.target_kind.partition(".")[2]
        assert line.target_id == str(
            named.get(NAMED.get(kind, ""), person.pk if kind == "user" else line.target_id)
        )
        assert line.target_id
        assert kind == "user" or line.organisation_id == house.organisation.pk
        assert "initiative_id" not in named or line.initiative_id == named["initiative_id"]


def test_every_route_that_writes_has_a_body_or_a_reason_and_a_test() -> None:
    assert {name for name, _pattern in routes(get_resolver())} >= set(NEVER_VALID)
    assert {row["route"] for row in WITH_BODY} == set(LEFT)
    assert len(WITH_BODY) > 48
    for route, reason in NEVER_VALID.items():
        file, name = re.findall(r"(tests/\S+\.py)::(test_\w+)$", reason)[0]
        assert f"def {name}(" in (HERE / file).read_text(), route


@pytest.mark.parametrize("row", WITH_BODY, ids=lambda row: row["route"])
def test_a_form_takes_no_field_that_it_does_not_show(  # noqa: PLR0917 - fixtures
    row: dict[str, str],
    house: House,
    road: Road,
    as_: Browser,
    worlds: Worlds,
    record_property: Callable[[str, object], None],
) -> None:
    route = row["route"]
    url = address(route, worlds.here, road)
    prepare(route, house, worlds)
    browser = signed_in(route, writer(row, house), as_)
    body = body_of(route, house, road, worlds)
    seen = shown(browser, address(SHOWN_AT.get(route, route), worlds.here, road), body)
    more = {name: value for name, value in evil(worlds, house).items() if name not in seen}
    plain, tried = after(browser, url, body), after(browser, url, {**more, **body})
    record_property("fields put in", len(more))
    assert plain.status in {200, 302}
    assert tried == plain
    assert tried.holding == []
    assert len(more) > 100


@pytest.mark.parametrize("column", ["created_at", "is_example", "initiative_id"])
def test_a_form_that_takes_more_is_seen(  # noqa: PLR0917 - fixtures
    column: str, house: House, road: Road, as_: Browser, worlds: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day put in where a fresh one comes, a field that stays as it is, and a row of elsewhere: each is noticed."""
    url, browser = address("projects:stakeholder", worlds.here, road), as_(house.lead)
    body = body_of("projects:stakeholder", house, road, worlds)
    plain = after(browser, url, body)
    value = {
        "created_at": factories.at(2001, 1, 1),
        "is_example": True,
        "initiative_id": worlds.elsewhere["initiative_id"],
    }[column]
    revise = Stakeholder.revise

    def careless(self: Any, *args: Any, **options: Any) -> None:
        revise(self, *args, **options)
        Stakeholder.objects.filter(pk=self.pk).update(**{column: value})

    monkeypatch.setattr(Stakeholder, "revise", careless)
    tried = after(browser, url, body)
    assert tried != plain
    assert tried.holding == (["Stakeholder.created_at"] if column == "created_at" else [])


def test_a_key_of_somebody_else_neither_helps_nor_harms(house: House, road: Road, as_: Browser) -> None:
    worlds = make_worlds(house, road)
    url = address("projects:stakeholder-add", worlds.here, road)
    body = body_of("projects:stakeholder-add", house, road, worlds)
    assert as_(house.lead).post(url, body).status_code == 302
    again = {**body, "name": "Another group"}
    assert as_(house.facilitator).post(url, again).status_code == 302
    assert house.initiative.stakeholders.filter(name="Another group").exists()
    other = address("phases:workshop-plan", worlds.here, road)
    plan = {**body_of("phases:workshop-plan", house, road, worlds), "submission_key": body["submission_key"]}
    assert as_(house.lead).post(other, plan).status_code == 302
    assert Workshop.objects.filter(title="A workshop").exists(), "other words are another thing"
    assert IdempotencyKey.objects.count() == 3


def test_nobody_makes_themselves_lead(house: House, road: Road, as_: Browser) -> None:
    worlds = make_worlds(house, road)
    url = address("projects:edit", worlds.here, road)
    as_(house.facilitator).post(
        url, {**body_of("projects:edit", house, road, worlds), "role": int(Role.LEAD)}
    )
    assert (
        TeamMember.objects.get(initiative=house.initiative, user=house.facilitator).role == Role.FACILITATOR
    )
    assert Initiative.objects.get(pk=house.initiative.pk).title == "Work and income"
