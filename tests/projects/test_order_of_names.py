"""Lists of names stand in Dutch order, whichever database holds them."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from projects.models import OrganisationMember, OrganisationRole, Role, User
from projects.typed_text import dutch_order
from tests import factories
from tests.conftest import House
from toolkit.stems import in_order

Browser = Callable[[User | None], Client]
pytestmark = pytest.mark.core

NAMES = [
    "Aad Boom", "Åke Vries", "Bea IJsbrand", "bert de Wit", "Çelik Ünal", "Daan van 't Hof", "Eef Éen", "Élise Bon",
    "Émile Zon", "Erik Øst", "ida Noor", "IJsbrand Smit", "ĳsbrand Zoon", "Ilse Put", "Ömer Kaya", "Otto Dam", "Zoë Aal",
]  # fmt: skip


@pytest.mark.parametrize("key", [dutch_order, in_order])
def test_accents_capitals_and_ij_stand_where_dutch_readers_look(key: Callable[[str], object]) -> None:
    mixed = sorted(NAMES, key=lambda name: name[::-1])
    assert sorted(mixed, key=key) == NAMES  # type: ignore[arg-type]


@pytest.mark.django_db
def test_people_of_an_organisation_stand_in_that_order(house: House, as_: Browser) -> None:
    for number, name in enumerate(sorted(NAMES, key=lambda name: name[::-1])):
        person = User.objects.create_user(f"order{number}@example.org", name=name)
        OrganisationMember.objects.create(
            organisation=house.organisation, user=person, role=OrganisationRole.MEMBER
        )
    base = f"/organisation/{house.organisation.pk}"
    pages = {
        f"{base}/people/": house.administrator,
        f"{base}/rights/": house.administrator,
        f"/initiatives/{house.initiative.pk}/team/new/": house.lead,
    }
    for path, reader in pages.items():
        page = as_(reader).get(path)
        assert page.status_code == 200, path
        text = page.text.replace("&#x27;", "'").partition("<main")[2]
        places = [text.index(name) for name in NAMES]
        assert places == sorted(places), path


@pytest.mark.django_db
def test_a_team_stands_by_role_and_then_in_that_order(house: House, as_: Browser) -> None:
    for number, name in enumerate(sorted(NAMES, key=lambda name: name[::-1])):
        factories.make_team_member(
            house.initiative, Role.OBSERVER, name=name, email=f"team{number}@example.org"
        )
    text = as_(house.lead).get(f"/initiatives/{house.initiative.pk}/team/").text.replace("&#x27;", "'")
    places = [text.index(f"<bdi>{name}<") for name in ("Lea Lead", "Fay Facilitator", *NAMES)]
    assert places == sorted(places)


@pytest.mark.django_db
def test_contacts_of_a_group_stand_in_that_order(house: House, as_: Browser) -> None:
    group = factories.make_stakeholder(house.initiative, "A group")
    for name in sorted(NAMES, key=lambda name: name[::-1]):
        group.contacts.create(name=name, reason="x")
    page = as_(house.lead).get(f"/initiatives/{house.initiative.pk}/stakeholders/{group.pk}/")
    shown = re.findall("|".join(map(re.escape, NAMES)), page.text.replace("&#x27;", "'"))
    assert list(dict.fromkeys(shown)) == NAMES
