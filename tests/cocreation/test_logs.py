"""Refusals leave a line in the log, and no line holds anything personal."""

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client, RequestFactory

from cocreation.logs import Line, RoutesNotPaths, security
from projects.models import Invitation, OrganisationRole, User
from tests import factories
from tests.access.test_matrix import MISSING, TABLE, Browser, address, arguments
from tests.conftest import House, Road
from tests.log_watch import PERSONAL, LogWatch, watch

pytestmark = [pytest.mark.django_db, pytest.mark.core]

SAID = re.compile(r"refused (\d+): (\w+) (\S+) by (person [0-9a-f-]{36}|nobody) \(([a-z ]+)\)")


class Lines(logging.Handler):
    """Keeps the lines of the log about refusals."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.lines.append(record.getMessage())


@pytest.fixture
def told() -> Any:
    """Listen to the log of refusals."""
    lines = Lines()
    security.addHandler(lines)
    yield lines.lines
    security.removeHandler(lines)


def test_every_refused_door_leaves_a_line_with_route_person_and_reason(
    house: House, road: Road, as_: Browser, told: list[str], record_property: Callable[[str, object], None]
) -> None:
    factories.make_problem("a-problem")
    known, looked = arguments(house, road), 0
    ids = [str(value) for value in known.values() if len(str(value)) > 20]
    for row in TABLE:
        guarded = row["stranger"] == "404" and ":" in row["route"]
        for actor in ("stranger", "observer", "manager", "administrator") if ":" in row["route"] else ():
            if row[actor] != "403" and not (guarded and row[actor] == "404"):
                continue
            told.clear()
            person: User = getattr(house, actor)
            as_(person).generic(row["method"], address(row["route"], known, road))
            (line,) = told
            found = SAID.fullmatch(line)
            assert found is not None, line
            assert found.groups()[:4] == (row[actor], row["method"], row["route"], f"person {person.pk}")
            assert found[5] in {"role too low", "not in the team", "not in the organisation"}
            assert not any(each in line for each in ids)
            looked += 1
    record_property("refusals logged", looked)
    assert looked > 200


def test_what_is_not_there_leaves_no_line(house: House, as_: Browser, told: list[str]) -> None:
    for url in (f"/initiatives/{MISSING}/", f"/organisation/{MISSING}/people/", "/nowhere/"):
        assert as_(house.stranger).get(url).status_code == 404
    assert told == []


def test_writing_in_the_archive_and_having_no_organisation_are_told(
    house: House, road: Road, as_: Browser, told: list[str]
) -> None:
    house.initiative.archive(by=house.lead)
    as_(house.lead).post(f"/initiatives/{house.initiative.pk}/edit/")
    as_(factories.make_user()).get("/initiatives/new/")
    assert [SAID.fullmatch(line)[5] for line in told] == ["archived", "in no organisation"]  # type: ignore[index]


def test_a_post_without_the_token_of_the_form_is_told(house: House, told: list[str]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(house.lead)
    assert browser.post(f"/initiatives/{house.initiative.pk}/archive/").status_code == 403
    (line,) = told
    assert line == f"refused 403: POST projects:archive by person {house.lead.pk} (no token of the form)"


def test_too_many_tries_are_told(house: House, told: list[str]) -> None:
    from django.core.cache import cache  # noqa: PLC0415

    cache.clear()
    statuses = [
        Client().post("/account/password/reset/", {"email": house.lead.email}).status_code
        for _time in range(60)
    ]
    cache.clear()
    assert 429 in statuses
    assert told[-1] == "refused 429: POST account_reset_password by nobody (no reason given)"
    assert house.lead.email not in "".join(told)


def line_of(log: str, *words: Any, error: BaseException | None = None, **extra: Any) -> str:
    """Give a line as the console would write it."""
    console = LogWatch().as_the_console_writes()
    record = logging.getLogger(log).makeRecord(
        log,
        logging.ERROR,
        "x.py",
        1,
        "%s %s",
        words,
        (type(error), error, error.__traceback__) if error else None,
        extra=extra,
    )
    assert console.filter(record)
    return console.format(record)


def test_a_line_about_a_request_names_its_route_and_not_its_path(house: House) -> None:
    _kept, token = Invitation.invite(
        house.organisation, "x@example.org", by=house.lead, organisation_role=OrganisationRole.MEMBER
    )
    response: Any = Client().post(f"/account/invitations/{token}/", {"name": "Canary"})
    assert response.status_code == 422
    said = line_of(
        "django.request",
        "Unprocessable",
        response.request["PATH_INFO"],
        request=response.wsgi_request,
        status_code=422,
    )
    assert said.endswith("422: POST invitation by nobody")
    assert token not in said


def test_an_error_is_written_without_its_message() -> None:
    told = "Key (email)=({}) already exists"

    def store(address: str) -> None:
        raise IntegrityError(told.format(address))

    def refuse(address: str) -> None:
        try:
            store(address)
        except IntegrityError as error:
            raise PermissionDenied(address) from error

    with pytest.raises(PermissionDenied) as raised:
        refuse("x@example.org".replace("x", "canary"))
    said = line_of("django.request", "a", "b", error=raised.value)
    assert "django.db.utils.IntegrityError" in said
    assert "django.core.exceptions.PermissionDenied" in said
    assert "test_an_error_is_written_without_its_message" in said
    assert "canary@" not in said


@pytest.mark.parametrize(
    "leak",
    [
        "mail to person@example.org failed",
        f"tried {factories.PASSWORD}",
        "GET /account/invitations/" + "aB3_" * 10 + "xyz/",
        "token " + "aB3_" * 10 + "xyz",
        "Lea Lead did it",
        "stored Canaryanswer",
    ],
)
def test_the_watch_sees_what_should_not_be_written(leak: str) -> None:
    """A line is written to a real log; the watch over the whole run takes it, and here it is taken back."""
    watch.take()
    logging.getLogger("projects.mails").warning("%s", leak)
    lines, leaks = watch.take()
    assert lines == 1
    assert len(leaks) >= 1


def test_the_watch_lets_ordinary_lines_pass() -> None:
    watch.take()
    logging.getLogger("projects.mails").warning("a mail (%s) could not be sent: %s", "invitation", "OSError")
    assert watch.take() == (1, [])
    assert len(PERSONAL) == 6


def test_the_console_writes_with_what_the_watch_takes_over() -> None:
    """The handler that Django made of the settings has the same filter and form."""
    from django.conf import settings  # noqa: PLC0415

    console = settings.LOGGING["handlers"]["console"]
    assert console["filters"] == ["routes"]
    kinds = [handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, Line)]
    assert any(any(isinstance(each, RoutesNotPaths) for each in handler.filters) for handler in kinds)
    assert RequestFactory().get("/").method == "GET"
