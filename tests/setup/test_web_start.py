"""A web process loads what pages need and nothing else, and is warm when the first person comes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.setup.starting import BASE, GOOD

NEVER = ("celery", "kombu", "pydantic", "yaml", "jwt", "weasyprint", "qrcode")
ASKED = """
import json, sys, time
began = time.process_time()
from cocreation.wsgi import application
import gc
from django.template import engines
loaded = time.process_time() - began
def ask(path):
    statuses = []
    page = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
            "HTTP_HOST": "localhost", "wsgi.url_scheme": "http", "wsgi.input": sys.stdin.buffer}
    began = time.process_time()
    b"".join(application(page, lambda status, headers, fault=None: statuses.append(status)))
    return {"status": statuses[0], "seconds": time.process_time() - began}
found = {"frozen": gc.get_freeze_count(), "first": ask("/accessibility/"), "seconds": loaded, "modules": sorted(sys.modules)}
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Start what a web process starts, and ask it for one page."""
    names = {"EMBEDDED": "true", "DEBUG": "false", "ALLOWED_HOSTS": "localhost"}
    good = {name: value for name, value in GOOD.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    folder: Path = tmp_path_factory.mktemp("web")
    (folder / "static").symlink_to(BASE / "var" / "static")
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=BASE,
        env={**good, **names, "VAR_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", NEVER)
def test_it_does_not_load_what_only_workers_need(started: Any, name: str) -> None:
    assert name not in started["modules"]
    assert not [module for module in started["modules"] if module.startswith(f"{name}.")]


def test_it_has_read_its_pages_before_somebody_comes(started: Any) -> None:
    assert {"phases.answers.views.phase", "toolkit.views", "cocreation.urls"} <= {*started["modules"]}
    assert started["first"]["status"] == "200 OK"
    assert started["first"]["seconds"] < started["seconds"] / 3, (
        "the first person waits for what should be there"
    )


def test_the_collector_leaves_alone_what_stays(started: Any) -> None:
    assert started["frozen"] > 50_000
