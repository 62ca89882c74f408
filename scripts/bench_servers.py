"""Web servers of the bench, each a process of its own; their CPU time; browsers that ask them for pages."""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from http.cookies import SimpleCookie
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

SCRIPTS = Path(__file__).resolve().parent
PR_SET_PDEATHSIG = 1
PATIENCE = 60
THREADS = "8"
"""As the image starts its web server; the yardstick gets as many, so that gunicorn costs both the same."""
TICKS = os.sysconf("SC_CLK_TCK")
LOST = (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError)


class Reply(NamedTuple):
    """An answer: its status and its body as it was sent."""

    status: int
    body: bytes


class Browser:
    """One connection that stays open, with cookies."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.cookies = dict(cookies or {})

    def ask(
        self, path: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Ask for a page, or send a form. A connection that the server ended while it lay idle is made again."""
        was_open = self.connection.sock is not None
        try:
            return self._ask(path, form, headers or {})
        except LOST:
            self.connection.close()
            if not was_open:
                raise
            return self._ask(path, form, headers or {})

    def _ask(self, path: str, form: Mapping[str, str] | None, headers: Mapping[str, str]) -> Reply:
        sent = {"Accept": "text/html", "Accept-Encoding": "gzip", "Accept-Language": "nl", **headers}
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is None:
            self.connection.request("GET", path, headers=sent)
        else:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            self.connection.request("POST", path, urlencode(form), sent)
        return self._read()

    def _read(self) -> Reply:
        answer = self.connection.getresponse()
        body = answer.read()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Reply(answer.status, body)

    def close(self) -> None:
        self.connection.close()


class Server:
    """gunicorn with an application, on a free port of this machine only."""

    def __init__(self, application: str, environment: Mapping[str, str], log: Path, workers: int) -> None:
        self.log = log
        with socket.create_server(("127.0.0.1", 0), backlog=128) as door, log.open("wb") as out:
            self.port: int = door.getsockname()[1]
            self.process = subprocess.Popen(
                self._command(application, door.fileno(), workers),
                cwd=SCRIPTS.parent,
                env=dict(environment),
                stdout=out,
                stderr=out,
                pass_fds=[door.fileno()],
                preexec_fn=die_with_parent,
                start_new_session=True,
            )

    @staticmethod
    def _command(application: str, door: int, workers: int) -> list[str]:
        options = ["--bind", f"fd://{door}", "--workers", str(workers), "--threads", THREADS, "--preload"]
        memory = "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp"
        more = ["--log-level", "warning", "--worker-tmp-dir", memory]
        return [sys.executable, "-m", "gunicorn", application, *options, *more]

    def wait_for(self, path: str) -> None:
        """Wait until a page is answered; its door is open from the first, so that asking is waiting."""
        try:
            status = Browser(self.port).ask(path).status
        except OSError:
            status = 0
        if status != http.client.OK:
            raise RuntimeError(f"A server answers {path} with {status}:\n{self.log.read_text()[-2_000:]}")

    def cpu_seconds(self) -> float:
        """Return the CPU time that the server and its workers have used."""
        return sum(cpu_seconds_of(process) for process in family(self.process.pid))

    def stop(self) -> None:
        """End the server and its workers."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def die_with_parent() -> None:
    """Ask the kernel to end this child when its parent is killed (Linux)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def family(root: int) -> list[int]:
    """Return a process and everything below it."""
    children: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        if numbers := numbers_of(int(place.name)):
            children.setdefault(int(numbers[1]), []).append(int(place.name))
    found = [root]
    for process in found:
        found += children.get(process, [])
    return found


def numbers_of(process: int) -> list[str]:
    """Return what the kernel tells of a process after its name; nothing when it is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def cpu_seconds_of(process: int) -> float:
    """Return the CPU time of a process by its own clock, else (in coarser steps) as the kernel counts it."""
    try:
        return time.clock_gettime((~process << 3) | 2)
    except OSError:
        numbers = numbers_of(process)
        return (int(numbers[11]) + int(numbers[12])) / TICKS
