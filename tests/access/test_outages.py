"""The database is away, or takes no writes: every page says so in our words, and what was typed comes back and is saved once."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import get_resolver

from cocreation.web.outages import is_outage
from phases.models import Answer
from projects.models import Session, User
from tests.access.bodies import NEVER_VALID
from tests.access.conftest import prepare, writer
from tests.access.table import TABLE, address, routes
from tests.access.typed import SAME_SITE, WRITTEN, fields_of, typed
from tests.access.worlds import Worlds
from tests.conftest import House, Road
from tests.states import rows_of_models

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
WRITES = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT")
ALWAYS_THERE = frozenset({"health-live", "health-ready", "set_language"})


@contextmanager
def database_away(*statements: str, fault: type[Exception] = OperationalError) -> Iterator[None]:
    """Refuse every statement, or those that begin with one of these words."""

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if not statements or str(sql).upper().startswith(statements):
            raise fault("connection to server at a-secret-host failed")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        yield


def works() -> list[dict[str, str]]:
    """Return the rows of the truth table whose form can be filled in."""
    return [
        row
        for row in TABLE
        if row["method"] == "POST" and ":" in row["route"] and row["route"] not in NEVER_VALID
    ]


def holds_a_secret(sent: dict[str, list[str]]) -> bool:
    """Tell whether something was typed that no page may show again."""
    return any(word in name for name in sent for word in ("password", "secret", "code"))


@pytest.mark.parametrize("gone", ["reads and writes", "writes"])
@pytest.mark.parametrize("row", works(), ids=lambda row: row["route"])
def test_what_was_typed_comes_back_and_is_saved_once_when_the_database_is_back(  # noqa: PLR0917 - fixtures
    row: dict[str, str],
    gone: str,
    house: House,
    road: Road,
    worlds: Worlds,
    as_: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    person = writer(row, house)
    browser, url = as_(person), address(row["route"], worlds.here, road)
    browser.raise_request_exception = False
    prepare(row["route"], house, worlds)
    sent = typed(row["route"], house, road, worlds)
    before = rows_of_models()
    with database_away(*(WRITES if gone == "writes" else ())):
        page = browser.post(url, sent, headers=SAME_SITE)
    if gone == "writes" and page.status_code in {200, 302, 422}:
        return  # nothing had to be written
    assert rows_of_models() == before
    assert page.status_code == 503
    assert int(page.headers["Retry-After"]) > 0
    assert page.headers["Cache-Control"] == "no-store"
    assert "The site is unavailable for a moment" in page.text
    assert "a-secret-host" not in page.text
    if holds_a_secret(sent):
        assert "Passwords, codes and files have to be filled in again." in page.text
        return
    assert fields_of(page) == sent
    record_property("forms given back in an outage", 1)
    first = browser.post(url, fields_of(page), headers=SAME_SITE)
    assert first.status_code in {200, 302, 409, 422}
    if first.status_code == 302 and not first.headers["Location"].startswith("/account/"):
        saved = {name: len(rows) for name, rows in rows_of_models().items() if name != "projects.AuditEntry"}
        again = browser.post(url, fields_of(page), headers=SAME_SITE)
        assert again.status_code in {200, 302, 403, 404, 409, 422}
        after = {name: len(rows) for name, rows in rows_of_models().items() if name != "projects.AuditEntry"}
        assert after == saved, "sent twice, saved once"


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_every_page_says_so_without_a_question_to_the_database(
    fault: type[Exception], house: House, road: Road, worlds: Worlds, as_: Browser
) -> None:
    seen = 0
    for row in TABLE:
        if row["method"] != "GET" or row["route"] in ALWAYS_THERE:
            continue
        browser = as_(house.lead)
        browser.raise_request_exception = False
        with database_away(fault=fault):
            page = browser.get(address(row["route"], worlds.here, road), headers={"Accept-Language": "nl"})
        assert page.status_code in {200, 302, 404, 503}, row["route"]
        if page.status_code == 503:
            seen += 1
            assert 'lang="nl"' in page.text, row["route"]
            assert "De site is even niet bereikbaar" in page.text
            assert "Permissions-Policy" in page.headers
            assert "sessionid" not in page.cookies, "nobody is signed out by it"
    assert seen >= 60


def test_a_fragment_leaves_its_page_as_it_is_and_tells(house: House, road: Road, as_: Browser) -> None:
    url = f"{house.initiative.get_absolute_url()}questions/{road.questions[0].code}/answer/"
    browser = as_(house.lead)
    browser.raise_request_exception = False
    headers = {**SAME_SITE, "HX-Request": "true", "X-Page-Of": "0" * 32}
    for gone in ((), WRITES):
        with database_away(*gone):
            answer = browser.post(url, {"text": WRITTEN, "version": "0"}, headers=headers)
        assert answer.status_code == 503
        assert answer.headers["HX-Retarget"] == "#session"
        assert int(answer.headers["Retry-After"]) > 0
        assert "What you typed still stands here." in answer.text
        assert 'hx-trigger="load delay:20s"' in answer.text
        assert "<html" not in answer.text
    assert not Answer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_page_can_be_read_while_nothing_can_be_written(house: House, road: Road, as_: Browser) -> None:
    browser = as_(house.lead)
    Session.objects.update(seen_at="2020-01-01T00:00:00Z")
    with database_away(*WRITES):
        assert browser.get(house.initiative.get_absolute_url()).status_code == 200


def test_no_page_says_saved_of_what_was_not(
    house: House, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message of success stands ready, and then the last write fails."""

    def away(*_args: Any, **_options: Any) -> None:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr("projects.initiatives.views.initiatives.redirect", away)
    browser = as_(house.lead)
    browser.raise_request_exception = False
    page = browser.post(f"{house.initiative.get_absolute_url()}archive/", headers=SAME_SITE)
    assert page.status_code == 503
    monkeypatch.undo()
    assert 'class="message ' not in page.text
    assert 'class="message ' not in browser.get("/initiatives/").text


def test_a_password_or_a_file_does_not_come_back(house: House, as_: Browser) -> None:
    browser = as_(None)
    browser.raise_request_exception = False
    with database_away():
        page = browser.post(
            "/account/sign-in/",
            {"login": "a@example.org", "password": "a secret of many words"},
            headers=SAME_SITE,
        )
    assert page.status_code == 503
    assert "a secret of many words" not in page.text


def test_another_site_puts_no_words_into_a_mouth(house: House, as_: Browser) -> None:
    browser = as_(house.lead)
    browser.raise_request_exception = False
    with database_away():
        page = browser.post(
            "/initiatives/new/", {"title": "Canary"}, headers={"Sec-Fetch-Site": "cross-site"}
        )
    assert page.status_code == 503
    assert "Canary" not in page.text


def test_a_fault_of_ours_gives_back_what_was_typed_too(
    house: House, road: Road, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_options: Any) -> None:
        raise RuntimeError("a mistake in the program")

    monkeypatch.setattr("phases.answers.saving.Answer.record", broken)
    browser = as_(house.lead)
    browser.raise_request_exception = False
    url = f"{house.initiative.get_absolute_url()}questions/{road.questions[0].code}/answer/"
    page = browser.post(url, {"text": WRITTEN, "version": "0"}, headers=SAME_SITE)
    assert page.status_code == 500
    assert "Retry-After" not in page.headers
    assert "Something went wrong" in page.text
    assert fields_of(page) == {"text": [WRITTEN], "version": ["0"]}


FAULTS: list[tuple[BaseException, bool]] = [
    (OperationalError("database is locked"), True),
    (OperationalError("disk I/O error"), True),
    (OperationalError("canceling statement due to statement timeout"), True),
    (OperationalError("no such column: projects_user.new"), False),
    (InterfaceError("connection already closed"), True),
    (OSError(errno.ENOSPC, "No space left on device"), True),
    (OSError(errno.EROFS, "Read-only file system"), True),
    (PermissionError(errno.EACCES, "Permission denied"), True),
    (FileNotFoundError(errno.ENOENT, "No such file"), False),
    (RuntimeError("a mistake"), False),
]


@pytest.mark.parametrize(("fault", "away"), FAULTS, ids=str)
def test_an_outage_is_told_from_a_mistake(fault: BaseException, away: bool) -> None:
    assert is_outage(fault) is away
    later = RuntimeError("what came of it")
    later.__cause__ = fault
    assert is_outage(later) is away


def test_every_route_of_a_form_is_tried() -> None:
    named = {name for name, _pattern in routes(get_resolver())}
    assert {row["route"] for row in works()} <= named
    assert len(works()) >= 50
