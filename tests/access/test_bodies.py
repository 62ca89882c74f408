"""What is posted: a form takes only the fields it shows, no row of elsewhere, and leaves a line in the trail."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from phases.models import OwnMethod, Workshop
from projects.models import (
    AuditEntry,
    Initiative,
    OrganisationRole,
    Role,
    Session,
    Submission,
    TeamMember,
)
from tests import factories
from tests.access.bodies import NEVER_VALID, body_of
from tests.access.conftest import writer
from tests.access.test_matrix import TABLE, Browser, address
from tests.access.worlds import OURS, Worlds, make_worlds
from tests.conftest import House, Road

pytestmark = pytest.mark.django_db

WRITING = [row for row in TABLE if row["method"] == "POST"]
WITH_BODY = [row for row in WRITING if row["route"] not in NEVER_VALID]
IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\w+ number \d+")
CHANGES_BY_ITSELF = frozenset(
    {
        *("id", "created_at", "updated_at", "at", "begun_at", "key", "seal", "joined_at", "consent_at"),
        *(
            "finished_at",
            "requested_at",
            "expires_at",
            "token_hash",
            "target_id",
            "answer_url",
            "code",
            "answer",
        ),
        *(
            "logged_at",
            "read_at",
            "target_kind",
            "archived_at",
            "retired_at",
            "removed_at",
            "withdrawn_at",
            "token_hash",
            "stems",
        ),
    }
)


@pytest.mark.parametrize("row", WITH_BODY, ids=lambda row: row["route"])
def test_what_is_done_leaves_a_line_that_says_who_did_what_to_what(
    row: dict[str, str], house: House, road: Road, as_: Browser, worlds: Worlds
) -> None:
    url = address(row["route"], worlds.here, road)
    person = writer(row, house)
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    response: Any = as_(person).post(url, body_of(row["route"], house, road, worlds))
    assert response.status_code in {200, 302}, response.context.get("form").errors
    lines = [line for line in AuditEntry.objects.all() if line.pk not in before]
    if row["route"] == "projects:reopen":
        return
    assert lines
    for line in lines:
        assert line.by == person
        assert line.action
        assert line.target_kind
        assert line.target_id
        if line.action.startswith("account."):
            assert (line.target_kind, line.target_id) == ("projects.user", str(person.pk))
        else:
            assert line.organisation_id


def test_every_route_that_writes_has_a_body_or_a_reason() -> None:
    assert {row["route"] for row in WRITING} >= set(NEVER_VALID)
    assert len(WITH_BODY) > 35


def evil(worlds: Worlds, house: House) -> dict[str, Any]:
    """Give a value for every field of every model of ours, as someone would try it."""
    values: dict[str, Any] = {}
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.fields:
                values[field.name] = values[field.attname] = _evil_value(field)
    known = {
        "initiative": worlds.elsewhere["initiative_id"],
        "organisation": worlds.elsewhere["organisation_id"],
    }
    for name, value in known.items():
        values[name] = values[f"{name}_id"] = str(value)
    for name in ("by", "user", "updated_by", "invited_by", "accepted_by", "requested_by", "finished_by"):
        values[name] = values[f"{name}_id"] = str(house.stranger.pk)
    return values | {"is_staff": "on", "is_superuser": "on", "csrfmiddlewaretoken": "x", "_method": "DELETE"}


def _evil_value(field: Any) -> str:
    kind = field.get_internal_type()
    if kind == "BooleanField":
        return "on"
    if "Date" in kind:
        return "2001-01-01"
    return "77" if "Integer" in kind else "administrator"


def rows() -> dict[str, list[str]]:
    """Give what every row says, but for what differs each time."""
    found: dict[str, list[str]] = {}
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            if model is Session:
                continue  # who is signed in is not the work
            fields = [field for field in model._meta.fields if field.name not in CHANGES_BY_ITSELF]
            found[model.__name__] = sorted(
                repr([_told(field, row) for field in fields]) for row in model._base_manager.all()
            )
    return found


def _told(field: Any, row: Any) -> Any:
    """Give what a row says in a field; a number that only names a row as the name of an id."""
    value = field.value_from_object(row)
    is_name = field.is_relation and isinstance(value, int)
    return f"{field.related_model.__name__} number {value}" if is_name else value


def after(browser: Client, url: str, body: dict[str, Any]) -> tuple[int, dict[str, list[str]]]:
    """Give the rows as they are after a post, with new ids all alike, and take it back."""
    known, cookies = set(IDS.findall(repr(rows()))), dict(browser.cookies)
    with transaction.atomic():
        status = browser.post(url, body).status_code
        found = rows()
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.update(cookies)
    alike = {
        name: sorted(IDS.sub(lambda each: each[0] if each[0] in known else "new", row) for row in lines)
        for name, lines in found.items()
    }
    return status, alike


@pytest.mark.parametrize("row", WITH_BODY, ids=lambda row: row["route"])
def test_a_form_takes_no_field_that_it_does_not_show(  # noqa: PLR0917 - fixtures
    row: dict[str, str],
    house: House,
    road: Road,
    as_: Browser,
    worlds: Worlds,
    record_property: Callable[[str, object], None],
) -> None:
    url = address(row["route"], worlds.here, road)
    browser = as_(writer(row, house))
    body = body_of(row["route"], house, road, worlds)
    more = {
        name: value for name, value in evil(worlds, house).items() if name not in shown(browser, url, body)
    }
    plain, tried = after(browser, url, body), after(browser, url, {**more, **body})
    record_property("fields put in", len(more))
    assert tried == plain
    assert len(more) > 50


def shown(browser: Client, url: str, body: dict[str, Any]) -> set[str]:
    """Give the fields that the form of a page has."""
    with transaction.atomic():
        response: Any = browser.get(url)
        transaction.set_rollback(True)
    contexts = response.context or []
    forms = [context["form"] for context in contexts if "form" in context]
    return {name for form in forms for name in getattr(form, "fields", {})} | set(body) | {"required", "keep"}


CHOICES: tuple[tuple[str, str, str], ...] = (
    ("projects:start", "organisation", "organisation_id"),
    ("projects:team-add", "person", "colleague_id"),
    ("projects:hand-over", "person", "colleague_id"),
    ("projects:hand-over", "person", "member_id"),
    ("phases:outcome-add", "stakeholder", "stakeholder_id"),
    ("phases:outcome", "stakeholder", "stakeholder_id"),
    ("phases:workshop-plan", "method", "method_code"),
    ("phases:workshop-edit", "method", "method_code"),
    ("phases:attendance", "people-", "stakeholder_id"),
)
"""Every field whose value names a row: the route, the field, and what it names."""
PUBLISHED = {"phase", "question"}


def foreign(worlds: Worlds, what: str) -> Iterator[Any]:
    """Give rows of elsewhere and of beside, and rows that are gone."""
    for world in (worlds.elsewhere, worlds.gone, worlds.beside):
        if what == "method_code":
            if world is worlds.elsewhere:
                yield OwnMethod.objects.get(pk=world["own_id"]).method.code
        elif world.get(what) and not (what in {"colleague_id", "organisation_id"} and world is worlds.beside):
            yield world[what]


@pytest.mark.parametrize(("route", "field", "what"), CHOICES, ids=lambda each: each)
def test_a_field_that_names_a_row_takes_none_of_elsewhere(  # noqa: PLR0917 - fixtures
    route: str, field: str, what: str, house: House, road: Road, as_: Browser
) -> None:
    worlds = make_worlds(house, road)
    if route == "projects:start":
        second = factories.make_organisation()
        second.admit(house.lead, OrganisationRole.MEMBER, by=house.lead)
    url, browser = address(route, worlds.here, road), as_(house.lead)
    tried = 0
    for value in foreign(worlds, what):
        body = body_of(route, house, road, worlds)
        body = body | ({f"people-{value}": "7"} if field == "people-" else {field: str(value)})
        if field == "people-":
            body = {
                name: each
                for name, each in body.items()
                if not name.startswith("people-") or str(value) in name
            }
        status, found = after(browser, url, body)
        _status, untouched = after(browser, url, {})
        tried += 1
        if field == "people-":
            assert found["Attendance"] == untouched["Attendance"]
        else:
            assert status == 422, (route, field, what)
    assert tried >= 1


def test_every_field_that_names_a_row_is_tried(
    house: House, road: Road, as_: Browser, worlds: Worlds
) -> None:
    named = set()
    second = factories.make_organisation()
    second.admit(house.lead, OrganisationRole.MEMBER, by=house.lead)
    for row in [row for row in TABLE if row["method"] == "GET" and row["lead"] == "200"]:
        response: Any = as_(house.lead).get(address(row["route"], worlds.here, road))
        for context in response.context or []:
            form = context.get("form")
            for name, field in getattr(form, "fields", {}).items():
                values = [str(value) for value, _label in getattr(field, "choices", [])]
                if hasattr(field, "queryset") or any(
                    len(value) == 36 and value.count("-") == 4 for value in values
                ):
                    named.add(name)
                if name.startswith("people-"):
                    named.add("people-")
    assert named - PUBLISHED == {field for _route, field, _what in CHOICES}


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
    assert not Workshop.objects.filter(title="A workshop").exists()
    assert Submission.objects.count() == 2


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
