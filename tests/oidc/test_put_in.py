"""What is put in beside what a form shows changes nothing, at a provider that answers."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from projects.models import AuditEntry, IdentityProvider, OrganisationRole, User
from tests.access.taking import ADDRESS, after, evil, holding, shown
from tests.access.worlds import Worlds, make_worlds
from tests.conftest import House, Road
from tests.oidc.people import invited, who, with_password
from tests.oidc.providers import SECRET, Person, Provider, browser, come_back
from tests.oidc.setting_up import base, filled

pytestmark = pytest.mark.django_db

Count = Callable[[str, object], None]


@pytest.fixture
def worlds(house: House, road: Road) -> Worlds:
    """Make rows of elsewhere to put in, in an organisation that has no sign-in of its own yet."""
    worlds = make_worlds(house, road)
    SocialAccount.objects.all().delete()
    IdentityProvider.objects.all().delete()
    return worlds


def put_in(worlds: Worlds, house: House, seen: set[str]) -> dict[str, Any]:
    """Return a value for every field that is not shown."""
    return {name: value for name, value in evil(worlds, house).items() if name not in seen}


@pytest.mark.parametrize("what", ["a new one", "one that is there"])
def test_a_provider_takes_nothing_that_is_put_in(
    what: str, house: House, provider: Provider, worlds: Worlds, record_property: Count
) -> None:
    ours, url = with_password(house.administrator), f"{base(house)}new/"
    body = filled(ours.get(url), issuer=provider.issuer)
    if what == "one that is there":
        url = f"{base(house)}{provider.row(house.organisation, by=house.administrator).pk}/"
        body = {"name": "Stad", "secret": "another secret", "version": "1"}
    more = put_in(worlds, house, shown(ours, url, body))
    plain, tried = after(ours, url, body), after(ours, url, {**more, **body})
    record_property("fields put in", len(more))
    assert plain.status == 302
    assert tried == plain
    assert tried.holding == []
    assert {"organisation", "authorization_origin", "removed_at", "encrypted_secret"} <= set(more)
    assert ours.post(url, {**more, **body}).status_code == 302
    row = IdentityProvider.objects.get()
    assert (row.organisation, row.updated_by) == (house.organisation, house.administrator)
    assert row.secret == ("another secret" if what == "one that is there" else SECRET)


def there_and_back(ours: Client, where: str, more: dict[str, Any]) -> None:
    """Go to the provider and come back, with everything put in both times."""
    sent = ours.post(where, more)
    assert sent.status_code == 302
    back = Person("nina@example.org").goes(sent.headers["Location"])
    seen = {"code", "state", "iss", "error"}
    put = {name: value for name, value in more.items() if name not in seen}
    assert come_back(ours, f"{back}&{urlencode(put)}").status_code == 302


def test_a_link_takes_nothing_that_is_put_in(
    house: House, provider: Provider, worlds: Worlds, record_property: Count
) -> None:
    row = provider.row(house.organisation, by=house.administrator)
    ours, more = with_password(house.lead), put_in(worlds, house, set())
    there_and_back(ours, f"/account/links/{row.pk}/", more)
    record_property("fields put in", len(more))
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.provider, linked.uid) == (house.lead, str(row.pk), "1")
    assert linked.extra_data == {}
    line = AuditEntry.objects.filter(action="identity-provider.linked").latest("at")
    assert (line.by, line.organisation, line.target_id) == (house.lead, house.organisation, str(row.pk))
    assert holding() == []
    assert {"user", "uid", "by", "provider"} <= set(more)


def test_a_welcome_takes_nothing_that_is_put_in(
    house: House, provider: Provider, worlds: Worlds, record_property: Count
) -> None:
    row = provider.row(house.organisation, by=house.administrator)
    path = invited(house)
    ours, more = browser(), put_in(worlds, house, set())
    people = User.objects.count()
    there_and_back(ours, f"{path}with/{row.pk}/", more)
    record_property("fields put in", len(more))
    nina = User.objects.get(email="nina@example.org")
    assert who(ours) == str(nina.pk)
    assert (nina.name, nina.is_active, nina.has_usable_password()) == ("Nina Nieuw", True, False)
    place = nina.memberships.get()
    assert (place.organisation, place.role) == (house.organisation, OrganisationRole.MANAGER)
    assert not nina.teams.exists()
    assert User.objects.count() == people + 1
    lines = {"account.signed-in", "identity-provider.linked", "invitation.accepted", "organisation.admitted"}
    assert set(AuditEntry.objects.filter(by=nina).values_list("action", flat=True)) == lines
    assert not User.objects.filter(email=ADDRESS).exists()
    assert holding() == []
    assert {"email", "role", "organisation_role", "organisation", "initiative", "token_hash"} <= set(more)
