"""The first organisation and the team."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from projects.models import Organisation, OrganisationRole, Role, TeamMember, User
from tests import factories
from tests.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
COMMAND = ("create_organisation", "Gemeente Nieuw", "Ada@example.org", "Ada")


def test_the_command_makes_an_organisation_with_its_administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda *_prompt: "a passphrase of some length")
    call_command(*COMMAND)
    organisation = Organisation.objects.get(name="Gemeente Nieuw")
    member = organisation.members.get()
    assert (member.user.email, member.role) == ("ada@example.org", OrganisationRole.ADMINISTRATOR)
    assert member.user.check_password("a passphrase of some length")
    with pytest.raises(CommandError):
        call_command(*COMMAND)


def test_a_password_that_is_easy_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda *_prompt: "password")
    with pytest.raises(CommandError):
        call_command(*COMMAND)
    assert not Organisation.objects.exists()


def posted(**changes: Any) -> dict[str, Any]:
    """Return the form of the team as it is posted."""
    return {"submission_key": "8f3f4c1e-0f6e-4f3f-9a33-0c1d2e3f4a5b", **changes}


def test_a_lead_takes_a_colleague_into_the_team(house: House, as_: Browser) -> None:
    colleague = factories.make_member(house.organisation, name="Cleo Colleague")
    url = f"{house.initiative.get_absolute_url()}team/new/"
    form = as_(house.lead).get(url)
    assert "Cleo Colleague" in form.text
    assert "Stan Stranger" not in form.text
    as_(house.lead).post(
        url, posted(person=str(colleague.memberships.get().pk), role=str(int(Role.FACILITATOR)))
    )
    assert TeamMember.objects.get(user=colleague).role == Role.FACILITATOR


def test_someone_of_another_organisation_cannot_be_taken_in(house: House, as_: Browser) -> None:
    url = f"{house.initiative.get_absolute_url()}team/new/"
    refused = as_(house.lead).post(
        url, posted(person=str(house.stranger.memberships.get().pk), role=str(int(Role.OBSERVER)))
    )
    assert refused.status_code == 422
    assert not TeamMember.objects.filter(user=house.stranger, initiative=house.initiative).exists()


def test_a_team_keeps_a_lead(house: House, as_: Browser) -> None:
    member = house.initiative.team.get(user=house.lead)
    url = f"{house.initiative.get_absolute_url()}team/{member.pk}/"
    assert as_(house.lead).post(url, {"role": str(int(Role.OBSERVER))}).status_code == 422
    as_(house.lead).post(f"{url}leave/")
    assert house.initiative.team.filter(user=house.lead, role=Role.LEAD).exists()


def test_a_problem_with_a_solution_in_it_is_asked_again(house: House, as_: Browser) -> None:
    start = {"start_date_day": "1", "start_date_month": "3", "start_date_year": "2026", "language": "nl"}
    texts = {"title": "App", "service": "Loket", "audience": "Inwoners", "values": "well-being"}
    sent = posted(**start, **texts, problem="Er moet een app komen voor inwoners.")
    refused = as_(house.lead).post("/initiatives/new/", sent)
    assert refused.status_code == 422
    assert "points to a solution" in refused.text


def test_everyone_stands_on_one_page_of_a_long_list_and_is_found_by_name_or_address(
    house: House, as_: Browser
) -> None:
    for number in range(120):
        factories.make_member(house.organisation, name=f"Person {number:03}", email=f"p{number}@long.example")
    browser, url = as_(house.administrator), f"/organisation/{house.organisation.pk}/people/"
    pages = [browser.get(url, {"page": number}) for number in (1, 2, 3)]
    shown = [member.pk for page in pages for member in page.context["members"]]
    assert sorted(shown) == sorted(house.organisation.members.values_list("pk", flat=True))
    assert [len(page.context["members"]) for page in pages][:2] == [50, 50]
    by_name = browser.get(url, {"q": "person07"})
    assert [row.user.name for row in by_name.context["members"]] == [f"Person 07{n}" for n in range(10)]
    assert [row.user.name for row in browser.get(url, {"q": "p9@long"}).context["members"]] == ["Person 009"]
    assert "Nobody has these words" in browser.get(url, {"q": "nobody at all"}).text
    assert "is looked for" not in by_name.text
    assert browser.get(url, {"q": "x" * 101}).context["words_are_cut"]
