"""The organisation's people: roles, leaving, and that one administrator and one lead always remain."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from projects.models import AuditEntry, LastAdministratorError, OnlyLeadError, OrganisationRole, Role, User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


def people(house: House) -> str:
    """Return the address of the page."""
    return f"/organisation/{house.organisation.pk}/people/"


def test_an_administrator_gives_a_role_and_it_holds_at_the_next_request(
    house: House, road: Road, as_: Browser
) -> None:
    colleague = factories.make_member(house.organisation, name="Cleo")
    browser = as_(colleague)
    assert browser.get(house.initiative.get_absolute_url()).status_code == 404
    member = colleague.memberships.get()
    as_(house.administrator).post(f"{people(house)}{member.pk}/", {"role": "manager"})
    assert browser.get(house.initiative.get_absolute_url()).status_code == 200
    as_(house.administrator).post(f"{people(house)}{member.pk}/", {"role": "member"})
    assert browser.get(house.initiative.get_absolute_url()).status_code == 404
    assert AuditEntry.objects.filter(action="organisation.role-given").count() == 2


def test_who_leaves_the_organisation_leaves_its_teams_at_once(house: House, road: Road, as_: Browser) -> None:
    browser = as_(house.facilitator)
    assert browser.get(house.initiative.get_absolute_url()).status_code == 200
    member = house.facilitator.memberships.get()
    as_(house.administrator).post(f"{people(house)}{member.pk}/removal/")
    assert browser.get(house.initiative.get_absolute_url()).status_code == 404
    assert not house.facilitator.teams.exists()


def test_the_last_administrator_stays(house: House, as_: Browser) -> None:
    member = house.administrator.memberships.get()
    refused = as_(house.administrator).post(f"{people(house)}{member.pk}/", {"role": "member"})
    assert refused.status_code == 422
    page = as_(house.administrator).post(f"{people(house)}{member.pk}/removal/", follow=True)
    assert "There must be an administrator." in page.text
    with pytest.raises(LastAdministratorError):
        member.leave(by=house.administrator)
    house.organisation.add_member(house.manager, OrganisationRole.ADMINISTRATOR, by=house.administrator)
    member.leave(by=house.administrator)
    assert not house.organisation.members.filter(user=house.administrator).exists()


def test_the_only_lead_hands_over_first(house: House, as_: Browser) -> None:
    member = house.lead.memberships.get()
    page = as_(house.administrator).post(f"{people(house)}{member.pk}/removal/", follow=True)
    assert "Lea Lead is the only lead of: Work and income" in page.text
    with pytest.raises(OnlyLeadError):
        member.leave(by=house.administrator)
    assert house.initiative.team.filter(user=house.lead).exists()
    house.initiative.team.get(user=house.facilitator).give_role(Role.LEAD, by=house.lead)
    member.leave(by=house.administrator)
    assert not house.initiative.team.filter(user=house.lead).exists()


def test_a_person_of_another_organisation_cannot_be_touched(house: House, as_: Browser) -> None:
    foreign = house.stranger.memberships.get()
    for path in (f"{foreign.pk}/", f"{foreign.pk}/removal/"):
        assert as_(house.administrator).post(f"{people(house)}{path}", {"role": "member"}).status_code == 404
    assert house.stranger.memberships.get().role == OrganisationRole.MANAGER


def test_a_forgotten_password_is_replaced_by_a_link_in_a_mail(house: House, as_: Browser) -> None:
    browser = Client(headers={"accept-language": "en"})
    browser.post("/account/password/reset/", {"email": house.lead.email})
    (sent,) = mail.outbox
    url = next(line for line in sent.body.splitlines() if "/account/password/reset/" in line).strip()
    form = browser.get(url.replace("http://testserver", ""), follow=True)
    new = "een heel ander wachtwoord"
    done = browser.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert "Your password is saved" in done.text
    house.lead.refresh_from_db()
    assert house.lead.check_password(new)
    again = Client(headers={"accept-language": "en"}).get(url.replace("http://testserver", ""), follow=True)
    assert "This link does not work any more" in again.text


def test_an_unknown_address_gets_the_same_answer_and_no_mail(house: House) -> None:
    def ask(email: str) -> Any:
        return Client(headers={"accept-language": "en"}).post(
            "/account/password/reset/", {"email": email}, follow=True
        )

    known, unknown = ask(house.lead.email), ask("nobody@nowhere.example")
    assert known.redirect_chain == unknown.redirect_chain
    pages = [re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.text) for page in (known, unknown)]
    assert pages[0] == pages[1]
    assert len(mail.outbox) == 1


def test_a_changed_password_needs_the_old_one(house: House, as_: Browser) -> None:
    browser, new = as_(house.lead), "een heel ander wachtwoord"
    wrong = browser.post("/account/password/", {"oldpassword": "x", "password1": new, "password2": new})
    assert wrong.status_code == 422
    right = {"oldpassword": factories.PASSWORD, "password1": new, "password2": new}
    assert browser.post("/account/password/", right).status_code == 302
    house.lead.refresh_from_db()
    assert house.lead.check_password(new)
