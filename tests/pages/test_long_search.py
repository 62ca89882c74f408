"""What is typed into a search box stays in it; the page says so when it is too long to be looked for."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.conftest import House

pytestmark = [pytest.mark.core, pytest.mark.django_db]

LONG = "evaluatie " * 12
SAID = "first 100 letters"


@pytest.mark.parametrize("route", ["portfolio", "toolkit:methods", "phases:problems", "phases:search"])
def test_a_long_search_stays_and_is_told(route: str, house: House, client: Client) -> None:
    factories.make_initiative(house.organisation, lead=house.lead)
    client.force_login(house.lead)
    page = client.get(reverse(route), {"q": LONG}).text
    assert SAID in page
    assert LONG.strip() in page
    assert SAID not in client.get(reverse(route), {"q": LONG[:90]}).text
