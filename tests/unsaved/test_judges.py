"""The judges of typed work see what is wrong: forms as they were before, and forms that claim nothing."""

from typing import Any

import pytest

from tests.unsaved.conftest import DeskOf
from tests.unsaved.crawling import forms_in
from tests.unsaved.exits import ASKED, EXITS, LOST, OVERWRITTEN, come_back, go_away, saved_over
from tests.unsaved.judging_forms import faults_of, faults_of_fields, faults_of_returned
from tests.unsaved.typed_forms import FORMS, TypedForm
from tests.unsaved.writing import twice_if_it_broke

BY_ROUTE = {form.route: form for form in FORMS}
LEAVING = ("link", "Back", "reload", "tab closed")
SCRIPT = '/js/unsaved.js"'
CLAIM = "data-unsaved="

UNCLAIMED = """
<form method="post" action="/x/"><label>a <input name="a"></label><input type="hidden" name="b"><button>Go</button></form>
"""
OLD = """
<form method="post" data-unsaved="ask" data-unsaved-now><input type="hidden" name="version" value="1">
<textarea name="a" maxlength="10"></textarea><input type="number" name="n"></form>
"""
LOOSE = '<p><input name="a" form="f"></p><form id="f" method="get" data-unsaved="address"></form><select name="s"></select>'
NOT_TYPED = """
<form method="post" autocomplete="off"><input type="hidden" name="version"><button name="go">Go</button></form>
<input value="a link" readonly>
"""
KEPT_ON_THE_DEVICE = '<form method="post" data-unsaved="draft"><input type="password" name="p"></form>'


def faults(html: str) -> list[str]:
    """Return what the judges find in a piece of a page."""
    found = forms_in(html, route="a-route")
    return [fault for form in found for fault in [*faults_of(form), *faults_of_fields(form)]]


def test_a_form_that_claims_nothing_is_seen_with_its_route_and_field() -> None:
    (fault,) = faults(UNCLAIMED)
    assert fault == "no mechanism (none claimed): a-route (page), form to /x/: a"
    (fault,) = faults(UNCLAIMED.replace("<form ", '<form data-unsaved="somehow" '))
    assert "no mechanism (somehow)" in fault
    assert faults(UNCLAIMED.replace("<form ", '<form data-unsaved="ask" ')) == []


def test_old_values_cut_texts_and_number_fields_are_seen() -> None:
    seen = faults(OLD)
    assert seen[0].startswith("the browser may fill in old values")
    assert seen[1:] == ["a-route, a: cut without a word", "a-route, n: sends less than is seen"]


def test_a_field_outside_of_its_form_belongs_to_it_and_one_outside_of_any_is_seen() -> None:
    (fault,) = faults(LOOSE)
    assert fault.endswith(": s")


def test_buttons_hidden_fields_and_what_is_only_shown_are_not_typed() -> None:
    assert faults(NOT_TYPED) == []


def test_a_secret_is_kept_by_nothing() -> None:
    (fault,) = faults(KEPT_ON_THE_DEVICE)
    assert "holds a password, and claims draft" in fault


def returned(html: str, **known: Any) -> list[str]:
    """Return what the judge says of a form that is sent to the address of the toolkit."""
    (form,) = forms_in(html, route="toolkit:methods", path="/toolkit/", **known)
    return list(faults_of_returned(form))


def test_a_form_that_comes_back_as_if_stored_is_seen_and_one_that_asks_without_cause() -> None:
    stored = OLD.replace(" data-unsaved-now", "")
    assert returned(OLD, status=422) == returned(stored) == []
    assert len(returned(stored, status=422)) == len(returned(OLD)) == 1
    elsewhere = OLD.replace("<form ", '<form action="/search/" ')
    assert len(returned(elsewhere, status=422)) == 1
    assert returned(elsewhere.replace(" data-unsaved-now", ""), status=422) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("route", ["phases:answer", "phases:outcome-add", "projects:stakeholder"])
def test_a_form_without_its_mechanism_is_seen_to_lose_what_was_typed(
    route: str, desk_of: DeskOf, spoiled: list[str]
) -> None:
    spoiled += [SCRIPT, CLAIM]
    form: TypedForm = BY_ROUTE[route]
    ends = [twice_if_it_broke(left_once, form, name, desk_of) for name in LEAVING]
    assert ends.count(LOST) >= 3, ends
    assert ASKED not in ends


def left_once(form: TypedForm, name: str, desk_of: DeskOf) -> str:
    """Leave a form in one way; return its end."""
    desk = desk_of(form)
    end = EXITS[name](desk)
    desk.close()
    return end


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_form_that_takes_old_values_is_seen_to_overwrite(desk_of: DeskOf, spoiled: list[str]) -> None:
    spoiled += [SCRIPT, CLAIM, 'autocomplete="off"']
    desk = desk_of(BY_ROUTE["projects:stakeholder"])
    desk.type()
    go_away(desk)
    theirs = desk.colleague(desk)
    come_back(desk)
    assert desk.value not in {theirs, ""}
    assert saved_over(desk, theirs) == OVERWRITTEN
