"""The query of the door, which is written out, lets in whom its plain twin lets in, on both databases."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.access import visible_initiative
from projects.models import Initiative, OrganisationMember, OrganisationRole, Role, User
from tests import factories
from tests.conftest import House
from tests.rows import columns_of

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def test_everybody_is_let_in_where_a_plain_query_lets_them_in(house: House) -> None:
    beside = factories.make_initiative(house.organisation, lead=house.facilitator, title="Beside")
    beside.archive(by=house.facilitator)
    guest = factories.make_user()
    house.initiative.add_member(guest, Role.OBSERVER, by=house.lead)
    beside.add_member(house.manager, Role.FACILITATOR, by=house.facilitator)
    OrganisationMember.objects.create(
        organisation=house.organisation, user=house.stranger, role=OrganisationRole.ADMINISTRATOR
    )
    roles = set()
    for user in User.objects.all():
        for initiative in Initiative.objects.all():
            rows = Initiative.objects.visible_to(user).select_related("organisation")
            wanted, found = rows.filter(pk=initiative.pk).first(), visible_initiative(user, initiative.pk)
            assert (found is None) == (wanted is None), (user, initiative)
            roles.add("shut" if found is None else found.role)
            if found is not None and wanted is not None:
                assert columns_of(found) == columns_of(wanted)
                assert columns_of(found.organisation) == columns_of(wanted.organisation)
                assert found.role == wanted.role
    assert roles == {"shut", None, *Role.values}


def test_it_asks_one_thing(house: House) -> None:
    with CaptureQueriesContext(connection) as seen:
        found = visible_initiative(house.lead, house.initiative.pk)
        assert found is not None
        assert found.organisation.name == house.organisation.name
    assert len(seen) == 1
