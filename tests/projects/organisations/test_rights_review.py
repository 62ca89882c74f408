"""Who may do what: what an administrator sees of it, and the yearly sign-off."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.models import AuditEntry, OrganisationRole, RightsReview, Role, User
from projects.organisations.rights_review import rights_of
from tests import factories
from tests.conftest import House
from tests.markup import on_one_line

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


def page_of(house: House) -> str:
    """Return the address of the page."""
    return f"/organisation/{house.organisation.pk}/rights/"


def sign(browser: Client, house: House, **changes: str) -> Any:
    """Sign as the page asks."""
    form = browser.get(page_of(house)).context["form"]
    sent = {name: str(form[name].value()) for name in ("submission_key", "digest")}
    return browser.post(page_of(house), {**sent, **changes})


def test_each_person_stands_there_with_role_and_numbers(house: House, as_: Browser) -> None:
    factories.make_initiative(house.organisation, lead=house.lead, title="Second")
    guest = factories.make_user("Gus Guest", email="gus@guest.example")
    house.initiative.add_member(guest, Role.FACILITATOR, by=house.lead)
    Authenticator.objects.create(user=house.manager, type=Authenticator.Type.TOTP, data={})
    Authenticator.objects.create(user=house.observer, type=Authenticator.Type.RECOVERY_CODES, data={})
    rights = rights_of(house.organisation)
    people = {person.name: person for person in rights.people}
    lead = people["Lea Lead"].teams[0]
    assert (lead.role, lead.initiatives, lead.with_outside) == (Role.LEAD, 2, 1)
    assert people["Mia Manager"].reads_all
    assert not people["Ada Admin"].reads_all
    assert [name for name, person in people.items() if person.second_factor] == ["Mia Manager"]
    assert (rights.outside_people, rights.initiatives, rights.count) == (1, 2, 6)
    page = on_one_line(as_(house.administrator).get(page_of(house)).text)
    assert "in 2 initiatives, 1 of them with people from outside" in page
    assert "reads all 2 initiatives" in page
    assert "1 person in 1 initiative" in page


def test_neither_titles_nor_people_of_outside_are_told(house: House, as_: Browser) -> None:
    guest = factories.make_user("Gus Guest", email="gus@guest.example")
    house.initiative.add_member(guest, Role.LEAD, by=house.lead)
    answer: Any = as_(house.administrator).get(page_of(house))
    assert house.initiative.title == "Work and income"
    for words in (
        "Work and income",
        "Gus Guest",
        "gus@guest.example",
        str(guest.pk),
        str(house.initiative.pk),
    ):
        assert words not in answer.text, words
    assert house.lead.email in answer.text


def test_a_sign_off_says_who_when_and_of_what(house: House, as_: Browser) -> None:
    browser = as_(house.administrator)
    assert "Nobody looked at the rights yet." in browser.get(page_of(house)).text
    assert sign(browser, house).status_code == 302
    review = RightsReview.objects.get()
    assert (review.by, review.organisation, review.people) == (house.administrator, house.organisation, 5)
    assert review.digest == rights_of(house.organisation).digest
    line = AuditEntry.objects.get(action="organisation.rights-reviewed")
    assert line.detail == {"digest": review.digest, "people": 5}
    page = browser.get(page_of(house)).text
    assert "by Ada Admin." in page
    assert "Rights changed since then." not in page
    assert "more than a year ago" not in page


CHANGES: dict[str, Callable[[House], object]] = {
    "a role in the organisation": lambda house: house.organisation.members.get(user=house.lead).give_role(
        OrganisationRole.MANAGER, by=house.administrator
    ),
    "someone new": lambda house: house.organisation.add_member(
        factories.make_user(), OrganisationRole.MEMBER, by=house.administrator
    ),
    "someone gone": lambda house: house.organisation.members.get(user=house.observer).leave(
        by=house.administrator
    ),
    "a role in a team": lambda house: house.initiative.team.get(user=house.observer).give_role(
        Role.FACILITATOR, by=house.lead
    ),
    "someone of outside": lambda house: house.initiative.add_member(
        factories.make_user(), Role.OBSERVER, by=house.lead
    ),
    "a new initiative": lambda house: factories.make_initiative(house.organisation, lead=house.lead),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_rights_is_seen(change: str, house: House, as_: Browser) -> None:
    browser = as_(house.administrator)
    sign(browser, house)
    CHANGES[change](house)
    assert "Rights changed since then." in browser.get(page_of(house)).text


def test_what_changes_no_rights_asks_for_no_review(house: House, as_: Browser) -> None:
    browser = as_(house.administrator)
    sign(browser, house)
    User.objects.filter(pk=house.lead.pk).update(name="Another name", last_login=timezone.now())
    house.initiative.archive(by=house.lead)
    factories.make_member(factories.make_organisation())
    assert "Rights changed since then." not in browser.get(page_of(house)).text


@pytest.mark.parametrize(("days", "due"), [(364, False), (366, True)])
def test_after_a_year_a_new_review_is_due(days: int, due: bool, house: House, as_: Browser) -> None:
    RightsReview.objects.create(
        organisation=house.organisation,
        by=house.administrator,
        at=timezone.now() - timedelta(days=days),
        digest=rights_of(house.organisation).digest,
        people=5,
    )
    page = as_(house.administrator).get(page_of(house)).text
    assert ("A new review is due." in page) == due
    assert "Rights changed since then." not in page


def test_rights_that_changed_while_looking_are_not_signed(house: House, as_: Browser) -> None:
    browser = as_(house.administrator)
    form = browser.get(page_of(house)).context["form"]
    sent = {name: str(form[name].value()) for name in ("submission_key", "digest")}
    CHANGES["someone of outside"](house)
    answer: Any = browser.post(page_of(house), sent)
    assert answer.status_code == 409
    assert "The rights changed while you were looking." in answer.text
    assert not RightsReview.objects.exists()
    again = {name: str(answer.context["form"][name].value()) for name in sent}
    assert browser.post(page_of(house), again).status_code == 302
    assert RightsReview.objects.count() == 1


@pytest.mark.parametrize("wrong", [{}, {"digest": "x" * 65}, {"digest": ""}, {"submission_key": "x"}])
def test_half_a_form_signs_nothing(wrong: dict[str, str], house: House, as_: Browser) -> None:
    browser = as_(house.administrator)
    answer = sign(browser, house, **wrong) if wrong else browser.post(page_of(house), {})
    assert answer.status_code == 422
    assert not RightsReview.objects.exists()


def test_sent_twice_it_is_signed_once(house: House, as_: Browser) -> None:
    browser, key = as_(house.administrator), str(uuid.uuid4())
    for _time in range(2):
        assert sign(browser, house, submission_key=key).status_code == 302
    assert RightsReview.objects.count() == 1


def test_an_organisation_sees_its_own_reviews_only(house: House, as_: Browser) -> None:
    other = house.stranger.memberships.get().organisation
    RightsReview.sign(other, digest="x", people=77, by=house.stranger)
    page = as_(house.administrator).get(page_of(house)).text
    assert "Stan Stranger" not in page
    assert "Nobody looked at the rights yet." in page


def test_the_page_asks_as_much_for_many_people_as_for_few(house: House, as_: Browser) -> None:
    browser = as_(house.administrator)
    with CaptureQueriesContext(connection) as few:
        browser.get(page_of(house))
    for _time in range(20):
        factories.make_team_member(house.initiative, Role.OBSERVER)
        RightsReview.sign(house.organisation, digest="x", people=1, by=factories.make_user())
    with CaptureQueriesContext(connection) as many:
        browser.get(page_of(house))
    assert len(many) == len(few)


def test_a_sign_off_that_stands_is_never_changed(house: House) -> None:
    review = RightsReview.sign(house.organisation, digest="x", people=1, by=house.administrator)
    if connection.vendor == "postgresql":
        for tamper in (
            lambda: RightsReview.objects.update(at=timezone.now()),
            lambda: RightsReview.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                tamper()
    assert RightsReview.objects.get().at == review.at


def test_many_people_stand_on_pages_and_the_last_one_is_signed(house: House, as_: Browser) -> None:
    for number in range(210):
        factories.make_member(house.organisation, name=f"Person {number}")
    browser = as_(house.administrator)
    pages = [browser.get(page_of(house), {"page": str(number)}) for number in (1, 2, 3)]
    shown = [person.email for page in pages for person in page.context["page"]]
    assert sorted(shown) == sorted(house.organisation.members.values_list("user__email", flat=True))
    assert ["You sign on the last one." in page.text for page in pages] == [True, True, False]
    assert ['name="digest"' in page.text for page in pages] == [False, False, True]
    refused = browser.post(page_of(house), {"digest": "x", "submission_key": str(uuid.uuid4())})
    assert refused.status_code == 409
    assert 'name="digest"' in refused.text
