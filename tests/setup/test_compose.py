"""The files for Docker, which no engine here can try: they are read and compared with what they must agree with."""

import importlib.machinery
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from phases.models import Report
from tests.conftest import House, Road
from tests.faults.workers import database_url

BASE = Path(__file__).resolve().parents[2]
REQUIRED = {
    "SECRET_KEY",
    "AUDIT_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "REDIS_URL",
    "SITE_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
}


def names_in_example() -> set[str]:
    """Return the names in `.env.example`."""
    return set(re.findall(r"^([A-Z_]+)=", (BASE / ".env.example").read_text(), re.MULTILINE))


def names_in_settings() -> set[str]:
    """Return the names that the settings read."""
    return set(re.findall(r'env\.[a-z_]+\(\s*"([A-Z_]+)"', (BASE / "cocreation" / "settings.py").read_text()))


def compose() -> dict[str, Any]:
    """Return the services."""
    services: dict[str, Any] = yaml.safe_load((BASE / "docker-compose.yml").read_text())["services"]
    return services


def bootstrap() -> ModuleType:
    """Return the script that prepares a machine, as a module."""
    loader = importlib.machinery.SourceFileLoader("bootstrap", str(BASE / "scripts" / "bootstrap"))
    spec = importlib.util.spec_from_loader("bootstrap", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_the_example_lists_exactly_what_the_settings_read() -> None:
    assert names_in_example() - {"POSTGRES_PASSWORD"} == names_in_settings()


def test_every_variable_of_compose_is_in_the_example() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", (BASE / "docker-compose.yml").read_text()))
    assert used <= names_in_example()
    assert used >= REQUIRED


def test_web_worker_and_beat_get_every_required_setting() -> None:
    services = compose()
    assert set(services) == {"web", "worker", "beat", "postgres", "redis"}
    for name in ("web", "worker", "beat"):
        assert set(services[name]["environment"]) >= REQUIRED, name
        assert set(services[name]["environment"]) <= names_in_settings(), name


def test_the_image_has_the_same_os_packages_as_the_bootstrap() -> None:
    words = set((BASE / "Dockerfile").read_text().split())
    packages = set(bootstrap().OS_PACKAGES)
    assert packages
    assert packages <= words


def test_the_image_starts_what_is_there() -> None:
    text = (BASE / "Dockerfile").read_text()
    assert "COPY --chown=roadmap:roadmap . ." in text
    assert "scripts/bootstrap" in text
    assert "USER roadmap" in text


def test_without_root_or_sudo_the_bootstrap_prints_the_one_line_and_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = bootstrap()
    there = script.shutil.which
    monkeypatch.setattr(script.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(script.shutil, "which", lambda name: None if name == "sudo" else there(name))
    with pytest.raises(SystemExit) as stopped:
        script.install_os_packages(("a-package-that-nobody-has", "gettext"))
    assert str(stopped.value).endswith(
        "sudo apt-get install -y --no-install-recommends a-package-that-nobody-has"
    )


def owned_by_the_user_of_the_image() -> set[str]:
    """Return the folders that the image makes after it became its user, and those it hands over."""
    text = (BASE / "Dockerfile").read_text().replace("\\\n", " ")
    place, user, owned = "/", "root", set()
    for word, rest in re.findall(r"^([A-Z]+) (.+)$", text, re.MULTILINE):
        place = rest.strip() if word == "WORKDIR" else place
        user = rest.strip() if word == "USER" else user
        made = re.findall(r"mkdir -p ([^&;|]+)", rest) if word == "RUN" and user != "root" else []
        owned |= {str(Path(place) / each) for each in " ".join(made).split()}
    return owned


def test_every_folder_that_is_kept_belongs_to_the_user_of_the_image() -> None:
    """A new volume takes over owner and rights of the folder of the image; without such a folder it is root's."""
    assert "--uid 1000 roadmap" in (BASE / "Dockerfile").read_text()
    whole = yaml.safe_load((BASE / "docker-compose.yml").read_text())
    kept = {"/var/lib/postgresql/data"}
    for name in ("web", "worker", "beat"):
        mounts = dict(volume.split(":") for volume in whole["services"][name]["volumes"])
        assert set(mounts) <= set(whole["volumes"])
        assert "user" not in whole["services"][name]
        assert set(mounts.values()) <= owned_by_the_user_of_the_image(), name
        kept |= set(mounts.values())
        for setting in ("ERASURE_LEDGER", "AUDIT_ANCHOR"):
            assert str(Path(whole["services"][name]["environment"][setting]).parent) in mounts.values(), (
                setting
            )
    assert {"/app/var/files", "/app/var/state"} <= kept


def test_the_image_leaves_out_what_this_machine_made() -> None:
    """A folder that came along with COPY would bring files of this machine into every new volume."""
    assert "var" in (BASE / ".dockerignore").read_text().split()


AS_SOMEBODY_ELSE = """
import os, sys, uuid
os.environ["DJANGO_SETTINGS_MODULE"] = "cocreation.settings"
import django; django.setup()
from phases.models import Report
from phases.reports.produce import produce
module = sys.modules["phases.reports.produce"]
made = module._report(Report.objects.get(pk=sys.argv[1]))  # printed while programs can be run; the file comes later
module._report = lambda report: made
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
print(produce(uuid.UUID(sys.argv[1])))
"""


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ours", [False, True], ids=["of somebody else", "of our own"])
def test_a_folder_of_somebody_else_is_told_in_words(ours: bool, house: House, road: Road) -> None:
    """What a new volume was before: a folder of root, and an app that runs as another user."""
    report = Report.ask(house.initiative, None, language="nl", by=house.lead)
    with tempfile.TemporaryDirectory() as place:
        files = Path(place) / "files"
        files.mkdir(mode=0o755 if ours or os.geteuid() == 0 else 0o555)
        Path(place).chmod(0o755)
        if ours and os.geteuid() == 0:
            os.chown(files, 65534, 65534)
        done = subprocess.run(
            [sys.executable, "-c", AS_SOMEBODY_ELSE, str(report.pk)],
            cwd=BASE,
            env={**os.environ, "DATABASE_URL": database_url(), "VAR_DIR": place},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.strip().endswith(str(ours)), done.stderr
    report.refresh_from_db()
    assert (report.state == "ready") is ours
    told = "its file cannot be written (Permission denied): the folder of files has to belong to the user"
    assert (told in done.stderr) is not ours


@pytest.mark.fault
@pytest.mark.parametrize("place", ["VAR_DIR", "ERASURE_LEDGER", "AUDIT_ANCHOR"])
def test_a_web_server_does_not_start_where_it_cannot_write(place: str, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    given = {"VAR_DIR": str(tmp_path), place: str(tmp_path / "a file" / "x")}
    done = subprocess.run(
        [sys.executable, "-c", "import cocreation.wsgi"],
        cwd=BASE,
        env={**os.environ, "DATABASE_URL": "sqlite://:memory:", "EMBEDDED": "true", **given},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"{place}: " in done.stderr.splitlines()[-1]
    assert "cannot be made" in done.stderr.splitlines()[-1]
