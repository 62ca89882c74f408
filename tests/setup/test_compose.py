"""The files for Docker, which no engine here can try: they are read and compared with what they must agree with."""

import importlib.machinery
import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

BASE = Path(__file__).resolve().parents[2]
REQUIRED = {"SECRET_KEY", "AUDIT_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"}


def names_in_example() -> set[str]:
    """Give the names in `.env.example`."""
    return set(re.findall(r"^([A-Z_]+)=", (BASE / ".env.example").read_text(), re.MULTILINE))


def names_in_settings() -> set[str]:
    """Give the names that the settings read."""
    return set(re.findall(r'env\.[a-z_]+\(\s*"([A-Z_]+)"', (BASE / "cocreation" / "settings.py").read_text()))


def compose() -> dict[str, Any]:
    """Give the services."""
    services: dict[str, Any] = yaml.safe_load((BASE / "docker-compose.yml").read_text())["services"]
    return services


def bootstrap() -> ModuleType:
    """Give the script that prepares a machine, as a module."""
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
