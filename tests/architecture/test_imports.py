"""The house holds: every import in every file points down the table."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]
ROOMS = ("cocreation", "phases", "projects", "toolkit")
MAY_IMPORT = {
    "cocreation": {"cocreation", "phases", "projects", "toolkit"},
    "phases": {"phases", "projects", "toolkit"},
    "projects": {"projects"},
    "toolkit": {"toolkit"},
}
# Inside an app, from the roof to the ground: a file imports its own floor or a lower one.
FLOORS = ("urls", "views", "tasks", "middle", "models", "ground")
FLOOR_OF = {
    "urls": "urls",
    "account_urls": "urls",
    "organisation_urls": "urls",
    "views": "views",
    "templatetags": "views",
    "management": "views",
    "tasks": "tasks",
    "models": "models",
    "migrations": "models",
    "published": "ground",
    "stems": "ground",
    "personal_data": "ground",
    "typed_text": "ground",
    "apps": "urls",
}
SLOW_LIBRARY = "slow library"

FILES = [
    path for room in ROOMS for path in sorted((BASE / room).rglob("*.py")) if "migrations" not in path.parts
]


def imports_of(path: Path) -> Iterator[tuple[str, int, bool]]:
    """Yield (module from the root, line, whether it stands inside a function) for every import."""
    tree = ast.parse(path.read_text())
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    package = list(path.relative_to(BASE).with_suffix("").parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno, id(node) in inside
        elif isinstance(node, ast.ImportFrom):
            above = package[: -node.level] if node.level else []
            if node.module:
                yield ".".join([*above, node.module]), node.lineno, id(node) in inside
            else:
                for alias in node.names:
                    yield ".".join([*above, alias.name]), node.lineno, id(node) in inside


def floor(parts: tuple[str, ...]) -> int:
    """Give how deep a module of an app lies; what is not named lies in the middle."""
    return FLOORS.index(FLOOR_OF.get(parts[1], "middle") if len(parts) > 1 else "models")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(BASE)))
def test_imports_point_down(path: Path) -> None:
    here = path.relative_to(BASE).with_suffix("").parts
    for module, line, _inside in imports_of(path):
        there = tuple(module.split("."))
        if there[0] not in ROOMS:
            assert there[0] != "tests", f"{path}:{line} imports tests"
            continue
        assert there[0] in MAY_IMPORT[here[0]], f"{path}:{line} {here[0]} may not import {module}"
        if there[0] == here[0] and here[0] != "cocreation":
            assert floor(there) >= floor(here), f"{path}:{line} {module} lies above"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(BASE)))
def test_other_apps_are_entered_by_their_face(path: Path) -> None:
    here = path.relative_to(BASE).parts
    faces = {"models", "forms"}
    for module, line, _inside in imports_of(path):
        there = module.split(".")
        if there[0] in ROOMS and there[0] != here[0] and len(there) > 2:
            allowed = there[1] not in faces or module in {
                "projects.forms.dates",
                "projects.forms.layout",
                "projects.forms.fields",
            }
            assert allowed, f"{path}:{line} imports {module}, a file inside a package"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(BASE)))
def test_an_import_inside_a_function_says_its_one_reason(path: Path) -> None:
    lines = path.read_text().splitlines()
    for module, line, inside in imports_of(path):
        assert not inside or SLOW_LIBRARY in lines[line - 1], f"{path}:{line} {module}"


def test_no_arrow_is_disguised() -> None:
    for path in FILES:
        text = path.read_text()
        for disguise in ("TYPE_CHECKING", "apps.get_model", "GenericForeignKey", "django.db.models.signals"):
            assert disguise not in text, f"{path}: {disguise}"


def test_no_junk_drawers() -> None:
    names = {"utils", "helpers", "common", "core", "services", "managers", "misc"}
    assert not [path for path in FILES if path.stem in names or names & set(path.relative_to(BASE).parts)]


def test_files_stay_small() -> None:
    limit = {".py": 300, ".html": 150}
    for path in [*FILES, *(BASE / "templates").rglob("*.html")]:
        assert len(path.read_text().splitlines()) <= limit[path.suffix], path
