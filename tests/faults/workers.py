"""Real workers on a real broker for the fault tests: every process is our own, on unix sockets and in scratch folders."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

LEASE_SECONDS = 1


def wait_for(what: Callable[[], object], *, seconds: float, said: str) -> None:
    """Wait until `what` is true, or fail with what was waited for."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, f"waited {seconds} s for: {said}"
        time.sleep(0.05)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def database_url() -> str:
    """Return the address of the test database, for processes of our own."""
    given = connection.settings_dict
    host, port = quote(str(given["HOST"]), safe=""), given["PORT"]
    at_port = f":{port}" if port else ""
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{host}{at_port}/{given['NAME']}"


class Broker:
    """A broker that can be taken away and brought back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def environment(self) -> dict[str, str]:
        """Return what makes the app use this broker."""
        return {"EMBEDDED": "true"}

    def start(self) -> None:
        """Make it answer."""
        (self.folder / "broker" / "messages").mkdir(parents=True, exist_ok=True)
        (self.folder / "broker" / "control").mkdir(parents=True, exist_ok=True)

    def break_down(self) -> None:
        """Take it away: a file stands where its folder was."""
        shutil.rmtree(self.folder / "broker")
        (self.folder / "broker").write_text("not a folder")

    def bring_back(self) -> None:
        """Bring it back, empty."""
        (self.folder / "broker").unlink()
        self.start()

    def forget(self) -> None:
        """Lose every message."""
        for message in (self.folder / "broker" / "messages").iterdir():
            message.unlink(missing_ok=True)

    def stop(self) -> None:
        """End it."""


class RedisBroker(Broker):
    """A Redis server of our own on a unix socket."""

    process: "subprocess.Popen[bytes] | None" = None

    @property
    def socket(self) -> Path:
        """Return the place of the socket."""
        return self.folder / "redis.sock"

    def environment(self) -> dict[str, str]:
        """Name the socket."""
        return {"REDIS_URL": f"redis+socket://{self.socket}"}

    def start(self) -> None:
        """Start the server and wait until its socket is there."""
        options = ["--port", "0", "--unixsocket", str(self.socket), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        wait_for(self.socket.exists, seconds=10, said="the socket of Redis")

    def break_down(self) -> None:
        """Kill the server."""
        self.stop()

    def bring_back(self) -> None:
        """Start an empty server at the same place."""
        self.socket.unlink(missing_ok=True)
        self.start()

    def forget(self) -> None:
        """Lose every message."""
        subprocess.run(
            ["redis-cli", "-s", str(self.socket), "flushall"], check=True, stdout=subprocess.DEVNULL
        )

    def stop(self) -> None:
        """End the server."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


class Worker:
    """A Celery worker in a process group of its own, with or without the clock that sweeps."""

    def __init__(self, folder: Path, broker: Broker, *, sweeps: bool) -> None:
        self.log = folder / f"worker-{time.monotonic_ns()}.log"
        clock = ["-B", "-s", str(folder / "beat-schedule")] if sweeps else []
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "cocreation",
            "worker",
            "-P",
            "solo",
            "-l",
            "info",
            *clock,
        ]
        environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if name not in {"REDIS_URL", "DEBUG", "EMBEDDED"}
            },
            **broker.environment(),
            "DATABASE_URL": database_url(),
            "VAR_DIR": str(folder),
            "SECRET_KEY": "only-for-tests-" + "s" * 50,
            "AUDIT_KEY": "only-for-tests-" + "y" * 50,
            "ALLOWED_HOSTS": "localhost",
            "REPORT_LEASE_SECONDS": str(LEASE_SECONDS),
        }
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        """Wait until it takes work."""
        wait_for(lambda: " ready." in self.log.read_text(), seconds=60, said=f"the worker, see {self.log}")

    def kill(self) -> None:
        """End it and its children at once, without a word to them."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
