"""An organisation of thousands: who is chosen is typed, and what does not fit on a page is counted."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from projects.initiatives.forms import people as people_forms
from projects.models import Invitation, OrganisationRole, Role, User
from projects.organisations.views import leave, members
from tests import factories
from tests.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


@pytest.fixture
def many(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """Let a list hold no more than two people, of whom there are more."""
    monkeypatch.setattr(people_forms, "MOST_IN_A_LIST", 2)
    for name in ("Jan Bakker", "Jan de Boer", "Ireen Visser"):
        factories.make_member(house.organisation, name=name)
    return house


def add(browser: Client, house: House, person: str) -> Any:
    given = {"person": person, "role": int(Role.OBSERVER), "submission_key": str(uuid4())}
    return browser.post(f"{house.initiative.get_absolute_url()}team/new/", given)


def address_of(name: str) -> str:
    return User.objects.get(name=name).email


@pytest.mark.parametrize("typed", ["visser", "Ireen", "  ireen   VISSER "])
def test_a_colleague_is_found_by_name(many: House, typed: str, as_: Browser) -> None:
    assert add(as_(many.lead), many, typed).status_code == 302
    assert many.initiative.team.filter(user__name="Ireen Visser").exists()


def test_a_colleague_is_found_by_address_even_when_others_look_like_it(many: House, as_: Browser) -> None:
    User.objects.filter(name="Jan Bakker").update(email="jan@example.org")
    User.objects.filter(name="Jan de Boer").update(email="de-jan@example.org")
    assert add(as_(many.lead), many, "JAN@example.org").status_code == 302
    assert many.initiative.team.filter(user__name="Jan Bakker").exists()


def test_two_of_one_name_are_named_with_their_addresses(many: House, as_: Browser) -> None:
    answer = add(as_(many.lead), many, "jan")
    assert answer.status_code == 422
    assert "More than one colleague has this" in answer.text
    for name in ("Jan Bakker", "Jan de Boer"):
        assert f"{name} ({address_of(name)})" in answer.text
    assert 'value="jan"' in answer.text, "what was typed stays"
    assert "Ireen" not in answer.text


@pytest.mark.parametrize("who", ["nobody at all", "stranger", "observer"])
def test_nobody_else_is_found(many: House, who: str, as_: Browser) -> None:
    """Who belongs elsewhere, or is in the team already, is no colleague that can join."""
    typed = getattr(many, who).email if hasattr(many, who) else who
    before = many.initiative.team.count()
    answer = add(as_(many.lead), many, typed)
    assert answer.status_code == 422
    assert "No colleague has this name or e-mail address." in answer.text
    assert many.initiative.team.count() == before


def test_the_lead_is_handed_over_to_somebody_typed(many: House, as_: Browser) -> None:
    given = {"note": "Well.", "stays": "leave", "submission_key": str(uuid4())}
    where = f"{many.initiative.get_absolute_url()}hand-over/"
    page = as_(many.lead).get(where).text
    assert "Jan Bakker" not in page
    assert as_(many.lead).post(where, {**given, "person": "bakker"}).status_code == 302
    assert many.initiative.team.get(user__name="Jan Bakker").role == Role.LEAD


def test_a_list_that_is_short_stays_a_list(house: House, as_: Browser) -> None:
    page = as_(house.lead).get(f"{house.initiative.get_absolute_url()}team/new/").text
    assert '<select name="person"' in page
    assert "Mia Manager" in page


def test_teams_that_do_not_fit_are_counted_before_leaving(
    house: House, monkeypatch: pytest.MonkeyPatch, as_: Browser
) -> None:
    monkeypatch.setattr(leave, "MAX_TEAMS", 2)
    for title in ("Beta", "Alpha", "Gamma"):
        factories.make_initiative(house.organisation, lead=house.manager, title=title)
    page = as_(house.manager).get(f"/organisation/{house.organisation.pk}/departure/").text
    assert page.index("Alpha") < page.index("Beta")
    assert "Gamma" not in page
    assert "And 1 team more." in page


def test_invitations_that_do_not_fit_are_counted_and_found(
    house: House, monkeypatch: pytest.MonkeyPatch, as_: Browser
) -> None:
    monkeypatch.setattr(members, "PAGE_SIZE", 2)
    for name in ("one", "two", "three"):
        Invitation.invite(
            house.organisation,
            f"{name}@example.org",
            by=house.administrator,
            organisation_role=OrganisationRole.MEMBER,
        )
    where = f"/organisation/{house.organisation.pk}/people/"
    page = as_(house.administrator).get(where).text
    assert [name for name in ("one", "two", "three") if f"{name}@example.org" in page] == ["two", "three"]
    assert "And 1 more." in page
    found = as_(house.administrator).get(where, {"q": "one@"}).text
    assert "one@example.org" in found
    assert "two@example.org" not in found
    assert "Nobody has these words" not in found
