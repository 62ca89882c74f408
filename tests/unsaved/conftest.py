"""What the tests of typed work share."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext

from phases.models import MethodSheet, Outcome, Report
from projects.models import Role, TeamMember
from tests.access.bodies import body_of
from tests.access.conftest import worlds
from tests.access.table import TABLE, address
from tests.access.worlds import Worlds
from tests.browser import Browsers
from tests.conftest import House, Road
from tests.unsaved.crawling import forms_in, kind_of, name_of
from tests.unsaved.typed_forms import TypedForm
from tests.unsaved.writing import Desk, enter

__all__ = ["worlds"]

DeskOf = Callable[[TypedForm], Desk]


@pytest.fixture
def spoiled() -> list[str]:
    """Return the list of what a browser is to leave out of the pages; a control puts something in."""
    return []


@pytest.fixture(scope="session")
def contexts(live_server: Any, browsers: Browsers) -> dict[str, BrowserContext]:
    """Keep browsers that were opened once; they end with the program."""
    return {}


@pytest.fixture
def desk_of(  # noqa: PLR0917 - fixtures
    live_server: Any,
    browsers: Browsers,
    contexts: dict[str, BrowserContext],
    house: House,
    road: Road,
    worlds: Worlds,
    spoiled: list[str],
) -> DeskOf:
    """Return a function that opens a form in a browser, signed in as who may send it."""

    def make(form: TypedForm) -> Desk:
        person, kind = getattr(house, form.person), " ".join(spoiled)
        browser = browsers.running()
        if kind not in contexts or contexts[kind].browser != browser:
            contexts[kind] = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en")
            contexts[kind].set_default_timeout(15_000)
            if kind:
                words = [*spoiled]
                contexts[kind].route("**/*", lambda route: spoil(route, words))
        enter(contexts[kind], person, live_server.url)
        _begin_again(form, house, worlds)
        field = form.field.format(stakeholder=worlds.here["stakeholder_id"])
        body = body_of(form.route, house, road, worlds)
        desk = Desk(
            context=contexts[kind],
            base=live_server.url,
            path=address(form.place, worlds.here, road),
            form=form,
            selector=f'main [name="{field}"]:not([type=hidden])',
            person=person,
            rest={name: _as_sent(value) for name, value in body.items()},
            colleague=lambda desk: save_as_a_colleague(desk, field, house),
        )
        desk.open()
        return desk

    return make


def _as_sent(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def spoil(route: Any, words: list[str]) -> None:
    """Serve a page without some words in it."""
    if route.request.method != "GET" or route.request.resource_type not in {"document", "fetch", "xhr"}:
        route.continue_()
        return
    answer = route.fetch(max_redirects=0)
    body = answer.text()
    for word in words:
        body = body.replace(word, "")
    route.fulfill(response=answer, body=body)


def _begin_again(form: TypedForm, house: House, worlds: Worlds) -> None:
    """Undo what sending the form once before brought about, where it can only be sent once."""
    house.initiative.team.filter(user=house.lead).update(role=Role.LEAD)
    house.initiative.completions.exclude(item__code="required-item").delete()
    if form.route == "projects:team-add":
        TeamMember.objects.filter(user__memberships=worlds.here["colleague_id"]).delete()
    if form.route == "phases:promise-telling":
        house.initiative.promises.update(told_on=None, told_how="")
    if form.route == "phases:theme-add":
        Outcome.objects.filter(pk=worlds.here["outcome_id"]).update(theme=None)
    if form.route in {"phases:reports", "phases:sheet"}:
        Report.objects.all().delete()
        MethodSheet.objects.all().delete()


def save_as_a_colleague(desk: Desk, field: str, house: House) -> str:
    """Open the same form in another browser, write something else in the same field and save it; give what."""
    (row,) = [each for each in TABLE if each["route"] == desk.form.route and each["method"] == "POST"]
    other = house.facilitator if desk.person == house.lead and row["facilitator"] == "422" else desk.person
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(other)
    page = browser.get(desk.path).content.decode()
    found = forms_in(page, route=desk.form.place, path=desk.path)
    (form,) = [each for each in found if field in {name_of(control) for control in each.typed}][:1]
    sent: dict[str, list[str]] = {}
    for control in form.controls:
        value = _value_of(control)
        if value is not None and name_of(control):
            sent.setdefault(name_of(control), []).append(value)
    theirs = desk.form.value()
    sent[field] = [theirs]
    answer = browser.post(form.element.attrib.get("action") or desk.path, sent)
    assert answer.status_code in {200, 302}, answer.content.decode()[:2000]
    assert desk.form.kept(theirs), "a colleague saves"
    return theirs


def _value_of(control: Any) -> str | None:
    """Return what a browser would send for a control."""
    kind = kind_of(control)
    if kind in {"button", "submit", "file"} or (
        kind in {"radio", "checkbox"} and "checked" not in control.attrib
    ):
        return None
    if kind == "textarea":
        return "".join(control.itertext()).removeprefix("\n")
    if kind == "select":
        options = list(control.iter("option"))
        chosen = [each for each in options if "selected" in each.attrib] or options[:1]
        return chosen[0].attrib.get("value", "") if chosen else ""
    return str(control.attrib.get("value", "on" if kind in {"radio", "checkbox"} else ""))
