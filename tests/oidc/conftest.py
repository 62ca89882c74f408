"""Two identity providers that run for all tests here, and an organisation that uses the first."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from projects.models import IdentityProvider
from tests.conftest import House
from tests.oidc.providers import Provider


@pytest.fixture(scope="session")
def first_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """Start a provider."""
    made = Provider(tmp_path_factory.mktemp("provider"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def second_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """Start another one, whose people have the same subjects."""
    made = Provider(tmp_path_factory.mktemp("another-provider"))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def provider(first_provider: Provider, settings: Any) -> Iterator[Provider]:
    """Return the provider, behaving well, with the operator's permission."""
    settings.OIDC_HOSTS = [first_provider.host]
    settings.OIDC_PLAIN_ON_LOOPBACK = True
    settings.SITE_URL = "http://testserver"
    cache.clear()
    first_provider.behave()
    yield first_provider
    cache.clear()


@pytest.fixture
def another(provider: Provider, second_provider: Provider, settings: Any) -> Provider:
    """Return the other provider, permitted too."""
    settings.OIDC_HOSTS = [provider.host, second_provider.host]
    second_provider.behave()
    return second_provider


@pytest.fixture
def row(provider: Provider, house: House) -> IdentityProvider:
    """Let the organisation of the house use the provider."""
    return provider.row(house.organisation, by=house.administrator)
