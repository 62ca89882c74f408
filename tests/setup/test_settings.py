"""A setting that would go wrong later and without a word is put right or refused at the start, in words."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.starting import BASE, GOOD, start

SECURE = {"HTTPS": "true", "SITE_URL": "https://roadmap.example.org"}
ASK = "import json; from cocreation import settings as s; print(json.dumps({n: getattr(s, n) for n in %r}, default=str))"


def told(environment: dict[str, str], *names: str) -> dict[str, object]:
    """Return settings as a server reads them."""
    done = subprocess.run(
        [sys.executable, "-c", ASK % (names,)],
        cwd=BASE,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


REFUSED = [
    ("SITE_URL", ""),
    ("SITE_URL", "   "),
    ("SITE_URL", "roadmap.example.org"),
    ("SITE_URL", "//roadmap.example.org"),
    ("SITE_URL", "ftp://roadmap.example.org"),
    ("SITE_URL", "http://"),
    ("SITE_URL", "http://roadmap.example.org/app"),
    ("SITE_URL", "http://roadmap.example.org/?a=b"),
    ("SITE_URL", "http://elsewhere.example.org"),
    ("SITE_URL", "https://roadmap.example.org"),
    ("HTTPS", "true"),
    ("ALLOWED_HOSTS", ""),
    ("ALLOWED_HOSTS", " , "),
    ("ALLOWED_HOSTS", "*"),
    ("ALLOWED_HOSTS", "http://roadmap.example.org"),
    ("ALLOWED_HOSTS", "roadmap.example.org:8000"),
    ("EMAIL_URL", ""),
    ("EMAIL_URL", "console://"),
    ("EMAIL_URL", "file:///tmp/mails"),
    ("EMAIL_URL", "dummy://"),
    ("EMAIL_URL", "memory://"),
    ("EMAIL_URL", "smtp://"),
    ("EMAIL_URL", "mail.example.org"),
    ("DEFAULT_FROM_EMAIL", ""),
    ("DEFAULT_FROM_EMAIL", "roadmap"),
    ("DEFAULT_FROM_EMAIL", "roadmap@localhost"),
    ("SECURITY_CONTACT", "security@example.org"),
    ("SECURITY_CONTACT", "http://example.org"),
    ("OIDC_HOSTS", "https://login.example.org"),
    ("OIDC_HOSTS", "login.example.org/tenant"),
    ("TIME_ZONE", "Europe/Amstredam"),
    ("TIME_ZONE", ""),
    ("TRUSTED_PROXIES", "-1"),
    ("TRUSTED_PROXIES", "one"),
    ("REPORT_LEASE_SECONDS", "0"),
    ("REPORT_LEASE_SECONDS", "-5"),
    ("DATABASE_STATEMENT_SECONDS", "-1"),
    ("DATABASE_LOCK_SECONDS", "soon"),
    ("REDIS_URL", ""),
    ("REDIS_URL", "localhost:6379"),
    ("DATABASE_URL", ""),
    ("VAR_DIR", ""),
    ("ERASURE_LEDGER", ""),
    ("DEBUG", "perhaps"),
]


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_a_setting_that_would_go_wrong_later_is_refused_at_the_start(name: str, value: str) -> None:
    done = start(GOOD | {name: value})
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("given", ["https://roadmap.example.org/", " https://Roadmap.example.org// "])
def test_a_slash_at_the_end_of_the_address_of_the_site_is_taken_off(given: str) -> None:
    assert told(GOOD | SECURE | {"SITE_URL": given}, "SITE_URL") == {
        "SITE_URL": "https://roadmap.example.org"
    }
    embedded = {
        "EMBEDDED": "true",
        "SECRET_KEY": GOOD["SECRET_KEY"],
        "ALLOWED_HOSTS": "x",
        "PATH": GOOD["PATH"],
    }
    assert told(embedded | {"SITE_URL": given}, "SITE_URL") == {"SITE_URL": "https://roadmap.example.org"}


def test_spaces_in_a_list_do_not_matter() -> None:
    given = GOOD | {
        "ALLOWED_HOSTS": " roadmap.example.org , .example.org,",
        "OIDC_HOSTS": " Login.example.org:443 , other.example:8443",
        "SECRET_KEY_FALLBACKS": f" {GOOD['SECRET_KEY'][::-1]} ,",
    }
    assert told(given, "ALLOWED_HOSTS", "OIDC_HOSTS", "SECRET_KEY_FALLBACKS") == {
        "ALLOWED_HOSTS": ["roadmap.example.org", ".example.org"],
        "OIDC_HOSTS": ["login.example.org", "other.example:8443"],
        "SECRET_KEY_FALLBACKS": [GOOD["SECRET_KEY"][::-1]],
    }


@pytest.mark.parametrize("scheme", ["smtp", "smtps", "submission", "submit"])
def test_every_kind_of_mail_server_is_taken(scheme: str) -> None:
    found = told(
        GOOD | {"EMAIL_URL": f"{scheme}://me:word@mail.example.org:587"}, "EMAIL_BACKEND", "EMAIL_HOST"
    )
    assert found == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example.org",
    }


def test_the_database_is_never_waited_for_without_end() -> None:
    (database,) = told(GOOD, "DATABASES").values()
    options = database["default"]["OPTIONS"]  # type: ignore[index]
    for limit in (
        "lock_timeout=3000",
        "statement_timeout=15000",
        "idle_in_transaction_session_timeout=60000",
    ):
        assert f"-c {limit}" in options["options"]
    assert options["connect_timeout"] <= 5
    given = GOOD | {"DATABASE_URL": f"{GOOD['DATABASE_URL']}?sslmode=require&options=-c%20work_mem%3D8MB"}
    (database,) = told(given, "DATABASES").values()
    options = database["default"]["OPTIONS"]  # type: ignore[index]
    assert options["sslmode"] == "require"
    assert options["options"].endswith("-c work_mem=8MB")
    assert "lock_timeout" in options["options"]


def test_a_refusal_stands_in_words_and_not_as_a_trace_of_guesses(tmp_path: Path) -> None:
    last = start(GOOD | {"SITE_URL": "roadmap.example.org"}).stderr.splitlines()[-1]
    assert "Write the whole address of the site" in last
