"""`make run` as people use it: it starts, says where, lets people in, starts again quickly, and leaves nothing behind."""

import http.cookiejar
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.workers import free_port, wait_for

BASE = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.fault


def processes() -> Iterator[tuple[int, str]]:
    """Yield every process of this machine with its command."""
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield int(place.parent.name), place.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """Return a folder for what the app keeps, with the static files that set-up made."""
    for name in ("static", "packages"):
        shutil.copytree(BASE / "var" / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def port() -> int:
    """Return a port for the app."""
    return free_port()


class Served:
    """The app, started as `make run` does after its set-up."""

    def __init__(self, var: Path, port: int, **more: str) -> None:
        hidden = {
            "DATABASE_URL",
            "REDIS_URL",
            "SECRET_KEY",
            "AUDIT_KEY",
            "ALLOWED_HOSTS",
            "EMBEDDED",
            "DEBUG",
            "SITE_URL",
            "EMAIL_URL",
            "DEFAULT_FROM_EMAIL",
        }
        clean = {name: value for name, value in os.environ.items() if name not in hidden}
        self.log = var / "serve.log"
        self.began = time.monotonic()
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, BASE / "scripts" / "serve"],
                env={**clean, "VAR_DIR": str(var), "PORT": str(port), **more},
                stdout=out,
                stderr=out,
            )
        wait_for(
            lambda: "Ctrl-C stops it." in self.log.read_text(), seconds=60, said=f"the app, see {self.log}"
        )
        self.took = time.monotonic() - self.began

    def children(self) -> list[int]:
        """Return the ids of everything it started."""
        place = str(self.log.parent)
        return [pid for pid, line in processes() if place in line or f"127.0.0.1:{PORTS[0]}" in line]

    def stop(self) -> None:
        """Press Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=20)


PORTS: list[int] = []


@pytest.fixture
def served(var: Path, port: int) -> Iterator[Served]:
    """Start the app for the first time."""
    PORTS[:] = [port]
    app = Served(var, port)
    yield app
    if app.process.poll() is None:
        app.stop()


def test_it_starts_lets_people_in_and_stops_without_a_trace(served: Served, var: Path, port: int) -> None:
    said = served.log.read_text()
    assert f"http://127.0.0.1:{port}/" in said
    for role in ("Projectleider", "Procesbegeleider", "Manager"):
        assert role in said
    assert (var / "secret").stat().st_mode & 0o077 == 0
    assert (var / "demo-sign-ins.txt").stat().st_mode & 0o077 == 0
    assert sees_the_demonstration(said, port)
    assert f"http://127.0.0.1:{port}/mails/" in said
    reads_a_mail(port)
    assert len(served.children()) >= 2
    served.stop()
    wait_for(lambda: served.children() == [], seconds=10, said="nothing left running")

    again = Served(var, port)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert page.status == 200
        assert time.monotonic() - again.began < 5
        assert re.findall(r"Projectleider +\S+ +(\S+)", again.log.read_text()) == re.findall(
            r"Projectleider +\S+ +(\S+)", said
        )
    finally:
        again.stop()


def sees_the_demonstration(said: str, port: int) -> bool:
    """Sign in as the lead with what was printed."""
    found = re.search(r"Projectleider +(\S+) +(\S+)", said)
    assert found
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    form = browser.open(f"http://127.0.0.1:{port}/account/sign-in/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    posted = {"csrfmiddlewaretoken": token[1], "login": found[1], "password": found[2]}
    sent = urllib.request.Request(
        f"http://127.0.0.1:{port}/account/sign-in/",
        urllib.parse.urlencode(posted).encode(),
        {"Referer": f"http://127.0.0.1:{port}/account/sign-in/"},
    )
    page: str = browser.open(sent).read().decode()
    assert not any(cookie.secure for cookie in jar)
    return "Voorbeeld, naar openbare feiten" in page


def reads_a_mail(port: int) -> None:
    """Ask for a new password, and read the mail, which leaves after the answer, on the page that was named."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    form = f"http://127.0.0.1:{port}/account/password/reset/"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.open(form).read().decode())
    assert token
    posted = {"csrfmiddlewaretoken": token[1], "email": "manager@voorbeeld.example"}
    browser.open(urllib.request.Request(form, urllib.parse.urlencode(posted).encode(), {"Referer": form}))

    def stands_there() -> bool:
        page = browser.open(f"http://127.0.0.1:{port}/mails/").read().decode()
        return re.search(r"/account/password/reset/\w+-\w+-\w+/", page) is not None

    wait_for(stands_there, seconds=20, said="the mail on its page")


def test_a_killed_worker_is_started_again_and_a_killed_app_takes_all_with_it(served: Served) -> None:
    def worker() -> set[int]:
        return {pid for pid, line in processes() if "celery" in line and str(served.log.parent) in line}

    first = worker()
    for pid in first:
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: worker() and not worker() & first, seconds=20, said="a new worker")
    served.process.kill()
    served.process.wait()
    wait_for(lambda: served.children() == [], seconds=20, said="nothing left after the app was killed")


def test_a_database_that_was_named_gets_no_demonstration(tmp_path: Path) -> None:
    settings = {
        "EMBEDDED": "true",
        "DEBUG": "true",
        "VAR_DIR": str(tmp_path),
        "PATH": os.environ["PATH"],
        "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
    }
    assert settings["DATABASE_URL"].startswith("postgres")
    made = subprocess.run(
        [sys.executable, "manage.py", "create_demo"],
        cwd=BASE,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode != 0
    assert "embedded mode" in made.stderr
    assert not (tmp_path / "demo-sign-ins.txt").exists()
