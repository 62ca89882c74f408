"""The header contract: every answer of every route to everyone, refusals, files and static files too."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from cocreation.web.middleware import NOT_A_PAGE, PERMISSIONS_OFF
from projects.models import User
from tests import factories
from tests.access.table import TABLE, Browser, address, arguments
from tests.conftest import House, Road
from tests.headers.content_policy import faults_of, parsed

pytestmark = pytest.mark.django_db

ACTORS = ("anonymous", "stranger", "observer", "facilitator", "lead", "manager", "administrator")
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_OFF,
}
OFFERING = {"account_login", "invitation", "account_links"}
"""The pages with a button of an identity provider: their forms, and no others, lead there too."""
BUTTONS = (b"Continue with", b"Link this account", b"Take the link off")
AWAY = "https://login.voorbeeld.example"
ON_PAGES = {name: set(sources) for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()}


HOUSE_STYLE = frozenset({"organisation:logo", "organisation:style"})
"""A logo and a colour, under an address with their version: the only answers that a browser may keep."""


def faults(response: Any, *, signed_in: bool, leads_to: str = "", kept: bool = False) -> list[str]:
    """Return what is missing or wrong in the headers of an answer.

    `leads_to` says where its forms lead besides here, `kept` that the browser may keep it for a day.
    """
    headers, found = response.headers, []
    for name, wanted in EVERYWHERE.items():
        if headers.get(name) != wanted:
            found.append(f"{name}: {headers.get(name)}")
    if headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        found.append(f"Referrer-Policy: {headers.get('Referrer-Policy')}")
    policy = headers.get("Content-Security-Policy", "")
    found += faults_of(policy)
    is_page = headers.get("Content-Type", "").startswith("text/html")
    wanted_policy = ON_PAGES | {"form-action": ON_PAGES["form-action"] | ({leads_to} if leads_to else set())}
    if is_page and {name: set(sources) for name, sources in parsed(policy).items()} != wanted_policy:
        found.append(f"the policy of a page: {policy}")
    if not is_page and policy != NOT_A_PAGE:
        found.append(f"the policy of what is no page: {policy}")
    wanted_cache = "private, max-age=86400, immutable" if kept else "no-store"
    if signed_in and headers.get("Cache-Control") != wanted_cache:
        found.append(f"Cache-Control: {headers.get('Cache-Control')}")
    if is_page and not {"Cookie", "HX-Request", "Accept-Language"} <= set(
        headers.get("Vary", "").split(", ")
    ):
        found.append(f"Vary: {headers.get('Vary')}")
    return [
        *found,
        *(f"{name} tells of the server" for name in ("Server", "X-Powered-By") if name in headers),
    ]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['method']} {row['route']}")
def test_every_answer_carries_the_headers(
    row: dict[str, str],
    house: House,
    road: Road,
    as_: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    factories.make_problem("a-problem")
    url = address(row["route"], arguments(house, road), road)
    wrong, offered = [], 0
    for actor in ACTORS:
        for headers in ({}, {"HX-Request": "true"}):
            browser = as_(getattr(house, actor, None))
            response: Any = browser.generic(row["method"], url, headers=headers)
            signed_in = actor != "anonymous" and row["route"] != "account_logout"
            offers = not response.streaming and any(button in response.content for button in BUTTONS)
            assert offers <= (row["route"] in OFFERING)
            wrong += [
                f"{actor} {response.status_code}: {each}"
                for each in faults(
                    response,
                    signed_in=signed_in,
                    leads_to=AWAY if offers else "",
                    kept=row["route"] in HOUSE_STYLE and response.status_code == 200,
                )
            ]
            offered += offers
    record_property("header checks", len(ACTORS) * 2)
    assert wrong == []
    assert bool(offered) == (row["route"] in OFFERING)


def tried_too_often() -> Any:
    """Return the answer to the last of many tries."""
    browser, link = Client(), f"/account/invitations/{'B' * 43}/"
    limits = {"invitation": "1/m/ip"}
    with override_settings(ACCOUNT_RATE_LIMITS=settings.ACCOUNT_RATE_LIMITS | limits):
        return [browser.post(link), browser.post(link)][-1]


def refused(client: Client) -> dict[str, Any]:
    """Return an answer of every kind of refusal."""
    strict = Client(enforce_csrf_checks=True)
    big = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    many = {f"field{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    return {
        "broken text": client.get("/toolkit/?q=%00"),
        "a slash was forgotten": client.get("/toolkit"),
        "not signed in": client.get("/initiatives/"),
        "no token": strict.post("/language/", {"language": "nl"}),
        "nothing there": client.get("/nowhere/"),
        "another method": client.delete("/"),
        "no such invitation": client.get(f"/account/invitations/{'A' * 43}/"),
        "too much": client.post("/account/sign-in/", {"login": big}),
        "filled in wrongly": client.post("/account/sign-in/", {}),
        "tried too often": tried_too_often(),
        "too many fields": client.post("/account/sign-in/", many),
        "another host": client.get("/", headers={"host": "elsewhere.example"}),
    }


def test_refusals_carry_the_headers(client: Client, house: House, road: Road) -> None:
    for kind, response in refused(client).items():
        assert faults(response, signed_in=False) == [], kind
        assert 300 <= response.status_code < 500, kind


def test_a_fault_of_the_server_carries_the_headers_and_tells_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_anything: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("cocreation.web.views.MigrationExecutor", broken)
    client.raise_request_exception = False
    response: Any = client.get("/health/ready")
    assert response.status_code == 500
    assert faults(response, signed_in=False) == []
    assert "secret of the inside" not in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize("path", ["css/app.css", "js/app.js", "img/favicon.svg", "packages/nlds.css"])
def test_static_files_carry_the_headers(path: str, client: Client) -> None:
    response: Any = client.get(f"/static/{path}")
    assert response.status_code == 200
    assert faults(response, signed_in=False) == []


def test_a_document_is_for_saving_under_a_plain_name(house: House, road: Road, as_: Browser) -> None:
    house.initiative.title = 'Plan "x"; filename=evil.html\r\nSet-Cookie: x'
    house.initiative.save()
    known = arguments(house, road)
    for route in ("phases:report-file", "phases:sheet-file", "phases:report-back-file"):
        response: Any = as_(house.lead).get(address(route, known, road))
        assert response.headers["Content-Type"] == "application/pdf"
        told = response.headers["Content-Disposition"]
        assert told.startswith('attachment; filename="')
        assert told.endswith('.pdf"')
        assert told.count('"') == 2
        assert "\n" not in told
        assert faults(response, signed_in=True) == []


WEAK = (
    "",
    "default-src *",
    "script-src 'self'",
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; script-src 'unsafe-inline'",
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; script-src 'unsafe-eval'",
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; script-src data:",
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; img-src http:",
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; font-src *",
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; img-src http://x.example",
    "default-src https:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "default-src 'none'; base-uri 'none'; form-action 'self'",
    "default-src 'none'; frame-ancestors 'none'; form-action 'self'",
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; frame-src *",
)


@pytest.mark.parametrize("policy", WEAK)
def test_the_oracle_sees_a_weak_policy(policy: str) -> None:
    assert list(faults_of(policy)) != []


def test_security_txt_says_what_the_standard_asks(client: Client) -> None:
    with override_settings(SECURITY_CONTACT="mailto:security@example.org", SITE_URL="https://example.org"):
        response: Any = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = [line.split(": ", 1) for line in response.text.strip().split("\n")]
    fields = dict(lines)
    assert len(fields) == len(lines)
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Canonical"] == "https://example.org/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)
    assert fields["Preferred-Languages"] == "nl, en"


IN_PRODUCTION = {
    "SECRET_KEY": "kQ8vR2mX5tZ1wL7pN4bJ9cF3hD6gS0yAeUiOqWnBxVzTrMlK",
    "AUDIT_KEY": "a-longer-key-of-the-audit-trail-that-is-only-for-this-test-91",
    "ALLOWED_HOSTS": "roadmap.example.org",
    "DATABASE_URL": "postgres://x:y@localhost/x",
    "REDIS_URL": "redis://localhost:1/0",
    "HTTPS": "true",
    "SITE_URL": "https://roadmap.example.org",
    "EMAIL_URL": "smtp://localhost:1",
    "DEFAULT_FROM_EMAIL": "roadmap@example.org",
    "PATH": "/usr/bin:/bin",
}


def in_production(*command: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the settings of a server."""
    settings_of_production = IN_PRODUCTION | {"SECRET_KEY": IN_PRODUCTION["SECRET_KEY"] * 2}
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env={**settings_of_production, "VAR_DIR": os.environ.get("VAR_DIR", str(settings.VAR_DIR))},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_has_nothing_to_say() -> None:
    done = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


ASK = """
import django, json
django.setup()
from django.conf import settings
from django.test import Client
from unittest.mock import patch
names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
         "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_SAMESITE",
         "LANGUAGE_COOKIE_NAME", "LANGUAGE_COOKIE_SECURE", "LANGUAGE_COOKIE_HTTPONLY", "LANGUAGE_COOKIE_SAMESITE")
page = Client(headers={"host": "roadmap.example.org"}).get("/health/live", secure=True)
plain = Client(headers={"host": "roadmap.example.org"}).get("/accessibility/")
print(json.dumps({"settings": {n: getattr(settings, n) for n in names}, "hsts": page.headers.get("Strict-Transport-Security"),
                  "plain": [plain.status_code, plain.headers["Location"]]}))
"""


def test_over_https_cookies_and_headers_are_closed() -> None:
    import json  # noqa: PLC0415

    done = in_production(
        "-c", f"import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'cocreation.settings'\n{ASK}"
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        values = {
            name: told["settings"][f"{cookie}_COOKIE_{name}"] for name in ("NAME", "SECURE", "HTTPONLY")
        }
        assert values["NAME"].startswith("__Host-"), cookie
        assert values["SECURE"] is True
        assert values["HTTPONLY"] is True
        assert told["settings"][f"{cookie}_COOKIE_SAMESITE"] == "Lax"
    assert told["hsts"] == "max-age=31536000; includeSubDomains; preload"
    assert told["plain"] == [301, "https://roadmap.example.org/accessibility/"]


def test_the_people_of_this_file_are_real(house: House) -> None:
    assert all(isinstance(getattr(house, actor), User) for actor in ACTORS[1:])
