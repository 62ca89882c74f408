"""A server does not start with a secret that is missing, short, known from our files, or used twice."""

import re
from collections.abc import Callable

import pytest

from tests.setup.starting import BASE, GOOD, start

KEYS = ("SECRET_KEY", "AUDIT_KEY")


def sample(name: str) -> str:
    """Return what stands behind a name in the example, with its remark, as a careless reader of it would."""
    found = re.search(rf"^{name}=(.*)$", (BASE / ".env.example").read_text(), re.MULTILINE)
    assert found is not None, name
    return found[1]


BAD: dict[str, Callable[[str], str]] = {
    "empty": lambda name: "",
    "spaces": lambda name: " " * 60,
    "short": lambda name: GOOD[name][:49],
    "one letter": lambda name: "x" * 60,
    "the default of developers": lambda name: "only-for-development-on-this-machine-" + "x" * 30,
    "the sample": sample,
    "a remark": lambda name: f"# {GOOD[name]}",
}


def test_a_server_starts_with_good_secrets() -> None:
    done = start(GOOD)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("kind", BAD)
def test_a_server_does_not_start_with_a_bad_key(name: str, kind: str) -> None:
    done = start(GOOD | {name: BAD[kind](name)})
    assert done.returncode != 0
    assert name in done.stderr


@pytest.mark.parametrize(
    "name",
    [*KEYS, "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "SITE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"],
)
def test_a_server_does_not_start_without_a_setting(name: str) -> None:
    done = start({key: value for key, value in GOOD.items() if key != name})
    assert done.returncode != 0
    assert name in done.stderr


def test_a_server_does_not_start_with_one_key_for_both() -> None:
    done = start(GOOD | {"AUDIT_KEY": GOOD["SECRET_KEY"]})
    assert done.returncode != 0
    assert "AUDIT_KEY" in done.stderr


def test_a_server_does_not_start_with_the_password_of_the_example() -> None:
    done = start(GOOD | {"DATABASE_URL": sample("DATABASE_URL").split()[0]})
    assert done.returncode != 0
    assert "password of the example" in done.stderr


def test_what_stops_a_server_does_not_tell_the_secret() -> None:
    """The message names the setting, not its value: it lands in logs."""
    short = GOOD["SECRET_KEY"][:49]
    assert short not in start(GOOD | {"SECRET_KEY": short}).stderr
