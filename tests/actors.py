"""Browsers of one person that share one session, for tests that ask as many people many times."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from projects.accounts.session_store import SessionStore
from projects.models import User


@pytest.fixture
def as_() -> Callable[[User | None], Client]:
    """Return a function that makes a browser in English; its person signs in once, and again when that session ended."""
    keys: dict[UUID, str] = {}

    def browser(user: User | None) -> Client:
        client = Client(headers={"accept-language": "en"})
        if user is None:
            return client
        key = keys.get(user.pk)
        if key and SessionStore().exists(key):
            client.cookies[settings.SESSION_COOKIE_NAME] = key
        else:
            client.force_login(user)
            keys[user.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value
        return client

    return browser
