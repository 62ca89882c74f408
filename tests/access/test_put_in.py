"""What people send who are not signed in, or not in yet, takes nothing that its form does not show."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from projects.invitations import views as invitations
from projects.models import AuditEntry, Invitation, OrganisationRole, Role, TeamMember, User
from tests import factories
from tests.access.bodies import NEW_ACCOUNT
from tests.access.table import Browser, address
from tests.access.taking import ADDRESS, after, evil, shown
from tests.access.worlds import Worlds
from tests.conftest import House, Road

pytestmark = pytest.mark.django_db

NEW = "nina@elsewhere.example"
MORE = {"is_staff": "on", "is_superuser": "on", "is_active": "", "email": ADDRESS, "email_address": ADDRESS}
PURPOSES: dict[str, dict[str, Any]] = {
    "a member": {"organisation_role": OrganisationRole.MEMBER},
    "an observer": {"role": Role.OBSERVER},
}
LINES = {
    "a member": {"invitation.accepted", "organisation.admitted"},
    "an observer": {"invitation.accepted", "team.joined"},
}
HIGHEST: dict[str, dict[str, Any]] = {
    "words": {"role": OrganisationRole.ADMINISTRATOR.value, "organisation_role": "administrator"},
    "numbers": {"role": int(Role.LEAD), "organisation_role": int(Role.LEAD)},
}


def invited(house: House, purpose: str, email: str = NEW) -> str:
    """Invite someone, into the organisation or into the team; give the address of the invitation."""
    given, sender = dict(PURPOSES[purpose]), house.administrator
    if "role" in given:
        given["initiative"], sender = house.initiative, house.lead
    token = Invitation.invite(house.organisation, email, by=sender, **given)[1]
    return f"/account/invitations/{token}/"


def put_in(worlds: Worlds, house: House, seen: set[str]) -> dict[str, Any]:
    """Return a value for every field that is not shown."""
    return {name: value for name, value in (evil(worlds, house) | MORE).items() if name not in seen}


@pytest.mark.parametrize("highest", HIGHEST)
@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("who", ["nobody", "with an account"])
def test_an_invitation_gives_what_it_was_sent_for_and_no_more(  # noqa: PLR0917 - fixtures
    who: str,
    purpose: str,
    highest: str,
    house: House,
    worlds: Worlds,
    as_: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    person = factories.make_user(email=NEW) if who == "with an account" else None
    url, browser, body = invited(house, purpose), as_(person), {} if person else NEW_ACCOUNT
    more = put_in(worlds, house, shown(browser, url, body)) | HIGHEST[highest]
    plain, tried = after(browser, url, body), after(browser, url, {**more, **body})
    record_property("fields put in", len(more))
    assert plain.status == 302
    assert tried == plain
    assert tried.holding == []
    assert len(more) > 150
    assert {"role", "organisation_role", "email", "is_active", "organisation", "initiative"} <= set(more)
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    assert browser.post(url, {**more, **body}).status_code == 302
    made = User.objects.get(email=NEW)
    assert made.is_active
    assert made.check_password(factories.PASSWORD if person else NEW_ACCOUNT["password"])
    teams, places = TeamMember.objects.filter(user=made), made.memberships.all()
    assert [(team.initiative, team.role) for team in teams] == (
        [(house.initiative, Role.OBSERVER)] if purpose == "an observer" else []
    )
    assert [(place.organisation, place.role) for place in places] == (
        [(house.organisation, OrganisationRole.MEMBER)] if purpose == "a member" else []
    )
    assert not User.objects.filter(email=ADDRESS).exists()
    lines = AuditEntry.objects.exclude(pk__in=before)
    assert {line.action for line in lines} == LINES[purpose] | (set() if person else {"account.signed-in"})
    assert {line.by for line in lines} == {made}
    assert lines.get(action="invitation.accepted").target_id == str(Invitation.objects.get(email=NEW).pk)


@pytest.mark.parametrize("field", ["joined_at", "email", "language"])
def test_an_invitation_that_takes_more_is_seen(
    field: str, house: House, worlds: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account made of whatever was sent differs from one made of what was asked."""
    url, browser, user_of = invited(house, "a member"), Client(), invitations._user
    plain = after(browser, url, NEW_ACCOUNT)
    value = factories.at(2001, 1, 1) if field == "joined_at" else "xx"

    def careless(request: Any, found: Any, form: Any) -> Any:
        user = user_of(request, found, form)
        User.objects.filter(pk=user.pk).update(**{field: value})
        return user

    monkeypatch.setattr(invitations, "_user", careless)
    tried = after(browser, url, NEW_ACCOUNT)
    assert tried != plain
    assert tried.holding == (["User.joined_at"] if field == "joined_at" else [])


EVERYBODY: dict[str, dict[str, Any]] = {
    "phases:sheet": {"paper": "a5"},
    "set_language": {"language": "nl"},
}


@pytest.mark.parametrize("who", ["anonymous", "lead"])
@pytest.mark.parametrize("route", EVERYBODY)
def test_what_is_for_everybody_takes_nothing_that_is_put_in(  # noqa: PLR0917 - fixtures
    route: str,
    who: str,
    house: House,
    road: Road,
    worlds: Worlds,
    as_: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    url, browser, body = address(route, worlds.here, road), as_(getattr(house, who, None)), EVERYBODY[route]
    more = put_in(worlds, house, shown(browser, url, body))
    plain, tried = after(browser, url, body), after(browser, url, {**more, **body})
    record_property("fields put in", len(more))
    assert plain.status == 302
    assert tried == plain
    assert tried.holding == []
    assert len(more) > 150
