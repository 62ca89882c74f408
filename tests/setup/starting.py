"""The app, started with an environment."""

import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]


GOOD = {
    "SECRET_KEY": "kQ8vR2mX5tZ1wL7pN4bJ9cF3hD6gS0yAeUiOqWnBxVzTrMlK-one",
    "AUDIT_KEY": "kQ8vR2mX5tZ1wL7pN4bJ9cF3hD6gS0yAeUiOqWnBxVzTrMlK-two",
    "ALLOWED_HOSTS": "roadmap.example.org",
    "DATABASE_URL": "postgres://roadmap:x8Kd-72@localhost/roadmap",
    "REDIS_URL": "redis://localhost:1/0",
    "SITE_URL": "http://roadmap.example.org",
    "EMAIL_URL": "smtp://localhost:1",
    "DEFAULT_FROM_EMAIL": "roadmap@example.org",
    "PATH": "/usr/bin:/bin",
}


def start(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Load the settings as a server does, which is where it stops."""
    return subprocess.run(
        [sys.executable, "-c", "import cocreation.settings"],
        cwd=BASE,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
