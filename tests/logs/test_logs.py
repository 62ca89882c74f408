"""Refusals leave a line that names the route and not the path; faults say where and of what kind, and no value."""

import http.client
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.test import Client
from django.utils.functional import SimpleLazyObject
from django.utils.log import log_response

from cocreation.web.log_redaction import LOGGING, actor_of
from projects.models import Invitation, OrganisationRole, User
from tests import factories
from tests.conftest import House, Road
from tests.faults.workers import free_port, wait_for
from tests.logs.listening import Ear, told_too_much

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


@pytest.fixture
def ear() -> Iterator[Ear]:
    """Listen to every logger."""
    listening = Ear()
    logging.getLogger().addHandler(listening)
    yield listening
    logging.getLogger().removeHandler(listening)


def test_a_refused_door_leaves_a_line(house: House, road: Road, as_: Browser, ear: Ear) -> None:
    overview = house.initiative.get_absolute_url()
    assert as_(house.stranger).get(overview).status_code == 404
    assert as_(house.observer).get(f"{overview}edit/").status_code == 403
    assert as_(house.lead).get(f"/organisation/{house.organisation.pk}/people/").status_code == 403
    said = [line.partition("security ")[2] for line in ear.lines]
    assert said == [
        f"refused 404 route=initiative actor={house.stranger.pk}",
        f"refused 403 route=projects:edit actor={house.observer.pk}",
        f"refused 403 route=organisation:people actor={house.lead.pk}",
    ]
    assert str(house.initiative.pk) not in "".join(ear.lines)


def test_a_form_without_its_token_and_too_many_attempts_leave_a_line(
    house: House, ear: Ear, settings: Any
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(house.lead)
    assert strict.post("/initiatives/new/", {"title": "Canary"}).status_code == 403
    assert any(f"refused 403 route=projects:start actor={house.lead.pk}" in line for line in ear.lines)
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "reset_password": "1/m/ip"}
    asked = [Client().post("/account/password/reset/", {"email": "x@example.org"}) for _time in range(3)]
    assert 429 in {answer.status_code for answer in asked}
    assert any("refused 429 route=account_reset_password actor=nobody" in line for line in ear.lines)


def test_a_link_that_no_longer_holds_is_not_in_the_log(house: House, ear: Ear) -> None:
    invitation, token = Invitation.invite(
        house.organisation,
        "new@example.org",
        by=house.administrator,
        organisation_role=OrganisationRole.MEMBER,
    )
    invitation.withdraw(by=house.administrator)
    assert Client().get(f"/account/invitations/{token}/").status_code == 410
    assert any("refused 410 route=invitation actor=nobody" in line for line in ear.lines)
    assert token not in "".join(ear.lines)


def test_a_fault_says_where_and_of_what_kind_and_no_value(
    house: House, as_: Browser, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed, detail = "Canary words that somebody typed", "Key (email)=(canary@example.org) already exists."

    def broken(*_args: Any, **_options: Any) -> None:
        raise IntegrityError(detail) from ValueError(typed)

    monkeypatch.setattr("projects.initiatives.views.team.render", broken)
    browser = as_(house.lead)
    browser.raise_request_exception = False
    assert browser.get(f"{house.initiative.get_absolute_url()}team/").status_code == 500
    (line,) = [line for line in ear.lines if "500" in line]
    assert f"500 route=projects:team actor={house.lead.pk}" in line
    assert "IntegrityError" in line
    assert "ValueError" in line
    assert "projects/initiatives/views/team.py" in line
    assert list(told_too_much(line)) == []


LOUD = (
    "could not write to lea@example.org",
    f"tried {factories.PASSWORD}",
    "stored Canarytext",
    "made by Lea Lead",
    f"asked for /account/invitations/{'aB3_-' * 8}xyz/",
)


@pytest.mark.parametrize("line", LOUD)
def test_the_reader_hears_what_should_not_be_said(line: str) -> None:
    assert list(told_too_much(line)) != []


def test_what_django_says_by_itself_would_tell_the_link(house: House, rf: Any) -> None:
    """Without our filter the path of a link stands in the log: the reader would hear it, and it would fail."""
    request = rf.get(f"/account/invitations/{'aB3_-' * 8}xyz/")
    records: list[logging.LogRecord] = []
    plain = logging.getLogger("plain")
    plain.propagate = False
    handler = logging.Handler()
    handler.emit = records.append  # type: ignore[method-assign, assignment]
    plain.addHandler(handler)
    answer: Any = Client().get("/nowhere/")
    del answer._has_been_logged
    log_response("Gone: %s", request.path, response=answer, request=request, logger=plain)
    (record,) = records
    assert list(told_too_much(record.getMessage())) == ["a token"]
    assert list(told_too_much(_as_ours(record))) == []


def _as_ours(record: logging.LogRecord) -> str:
    heard = Ear()
    heard.handle(record)
    return heard.lines[0]


@pytest.mark.fault
def test_no_logger_of_a_running_server_tells_a_path_or_what_was_typed(tmp_path: Path) -> None:
    """Gunicorn with everything that it can write, a middleware that fails, and libraries that repeat what they got."""
    port, log = free_port(), tmp_path / "web.log"
    names = {"EMBEDDED": "true", "DEBUG": "false", "ALLOWED_HOSTS": "127.0.0.1", "VAR_DIR": str(tmp_path)}
    own = {"SECRET_KEY": "only-for-tests-" + "s" * 50, "DJANGO_SETTINGS_MODULE": "tests.logs.faulty_site"}
    clean = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    command = ["gunicorn", "cocreation.wsgi", "--bind", f"127.0.0.1:{port}", "--access-logfile", "-"]
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", *command, "--log-level", "debug"],
            cwd=settings.BASE_DIR,
            env={**clean, **names, **own},
            stdout=out,
            stderr=out,
        )
    try:
        wait_for(lambda: answers(port, "/toolkit/") is not None, seconds=30, said="the web server")
        secret = f"/account/invitations/{'aB3_-' * 8}xyz/"
        assert answers(port, f"{secret}?q=Kanariepiet+Canary") == 500
        assert answers(port, "/%zz/Canary?Lea+Lead") in {400, 500}
        wait_for(lambda: "RuntimeError" in log.read_text(), seconds=10, said="the fault in the log")
    finally:
        server.terminate()
        server.wait(timeout=20)
    told = log.read_text()
    for word in ("invitations", "aB3_", "Kanariepiet", "Canary", "canary", "toolkit/?", "ኤልሳ", "q="):
        assert word not in told, told
    assert "RuntimeError" in told
    assert "faulty_site.py" in told, "where it went wrong is told"
    assert "UserWarning" in told


def answers(port: int, path: str) -> int | None:
    """Ask for a path and give the status; None while nobody answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", path)
        return line.getresponse().status
    except OSError:
        return None
    finally:
        line.close()


@pytest.mark.parametrize("name", ["weasyprint", "celery.app.trace", "kombu.connection", "anybody"])
def test_what_a_library_says_is_left_out(name: str, ear: Ear) -> None:
    logging.getLogger(name).warning("Canary %s", "canary@example.org")
    logging.getLogger(name).error("Canary of canary@example.org", exc_info=ValueError("canary"))
    assert len(ear.lines) == 2
    assert all(name in line for line in ear.lines)
    assert [fault for line in ear.lines for fault in told_too_much(line)] == []
    assert "ValueError" in ear.lines[1]


def test_a_fault_that_another_handler_wrote_before_is_not_repeated(ear: Ear) -> None:
    fault = ValueError("canary words")
    record = logging.LogRecord(
        "projects.x", logging.ERROR, __file__, 1, "broken", (), (ValueError, fault, None)
    )
    assert "canary words" in logging.Formatter().format(record)
    assert list(told_too_much(_as_ours(record))) == []


def test_every_handler_of_the_app_reads_along() -> None:
    named = LOGGING["handlers"]
    assert all(handler["filters"] == ["without_path"] for handler in named.values())
    for logger in LOGGING["loggers"].values():
        assert logger.get("propagate", True) or logger["handlers"] == ["console"]


def test_a_line_about_a_request_asks_the_database_nothing(house: House, rf: Any) -> None:
    def nobody_may_ask(*_args: Any) -> None:
        raise AssertionError("a log line asked the database")

    request = rf.get("/")
    request.user = SimpleLazyObject(User.objects.get)
    with connection.execute_wrapper(nobody_may_ask):
        assert actor_of(request) == "unknown"
