"""Somebody holds the table of people: a second connection to PostgreSQL with a real lock."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from projects.models import Stakeholder, User
from tests.access.typed import SAME_SITE, fields_of
from tests.conftest import House, Road

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

Browser = Callable[[User | None], Client]
SPARE = 2
"""So many seconds a busy machine may take on top of the wait for a lock."""
LOCK_SECONDS = 3


@contextmanager
def people_locked() -> Iterator[None]:
    """Hold the table of people until the block ends."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("LOCK TABLE projects_user IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def timed(ask: Callable[[], Any]) -> tuple[Any, float]:
    """Return an answer, and after how many seconds it came."""
    began = time.monotonic()
    return ask(), time.monotonic() - began


def test_a_lock_holds_up_no_page_and_leaves_the_health_page_alone(
    house: House, road: Road, as_: Browser
) -> None:
    browser = as_(house.lead)
    browser.raise_request_exception = False
    url = house.initiative.get_absolute_url()
    assert f"lock_timeout={LOCK_SECONDS}000" in settings.DATABASES["default"]["OPTIONS"]["options"]
    with people_locked():
        alive, seconds = timed(lambda: browser.get("/health/live"))
        assert (alive.status_code, alive.content) == (200, b"ok")
        assert seconds < 1
        page, waited = timed(lambda: browser.get(url))
        assert LOCK_SECONDS <= waited < LOCK_SECONDS + SPARE, "it met the lock, and waited for it once"
        assert page.status_code == 503
        assert int(page.headers["Retry-After"]) > 0
        assert "The site is unavailable for a moment" in page.text
    assert browser.get(url).status_code == 200


def test_what_was_typed_behind_a_lock_comes_back_and_can_be_sent_again(
    house: House, road: Road, as_: Browser
) -> None:
    browser = as_(house.lead)
    browser.raise_request_exception = False
    url = f"{house.initiative.get_absolute_url()}stakeholders/new/"
    typed = {
        "name": "Behind a lock",
        "kind": "group",
        "influence": "3",
        "interest": "3",
        "submission_key": "6f3f4c1e-0f6e-4f3f-9a33-0c1d2e3f4a5b",
    }
    with people_locked():
        page, waited = timed(lambda: browser.post(url, typed, headers=SAME_SITE))
        assert waited < LOCK_SECONDS + SPARE
    assert page.status_code == 503
    given_back = fields_of(page)
    assert given_back == {name: [value] for name, value in typed.items()}
    assert browser.post(url, given_back, headers=SAME_SITE).status_code == 302
    assert [group.name for group in Stakeholder.objects.all()] == ["Behind a lock"]
