"""The house holds: every import in every file points down the table of `arrows`."""

from pathlib import Path

import pytest

from tests.architecture.arrows import (
    APPS,
    BASE,
    FILES,
    GROUND,
    NAMES,
    ROOMS,
    faults,
    imports_of,
    name_of,
)

SLOW_LIBRARY = "slow library"
MAX_LOOSE = 14
"""So many files may stand beside the rooms of an app."""
FORBIDDEN = {
    "up to the road": ("projects.access", "from phases.models import Answer", "projects knows no phases"),
    "up to the people": ("toolkit.loading", "from projects.models import User", "toolkit knows no projects"),
    "to the site": ("phases.home", "from cocreation.web import views", "phases knows no cocreation"),
    "to the tests": ("phases.demo", "from tests import factories", "the house knows no tests"),
    "from the ground to a room": (
        "projects.models.user",
        "from ..accounts.hashers import normalized",
        "rest lie above models",
    ),
    "out of a leaf": ("projects.typed_text", "from .models import User", "models lie above leaf"),
    "from the rest of a room to its forms": (
        "phases.methods.adviser",
        "from .forms.adviser import AdviserForm",
        "forms lie above rest",
    ),
    "from a form to a page": ("projects.invitations.forms", "from . import views", "views lie above forms"),
    "from a view to a view": (
        "phases.workshops.views.log",
        "from .workshops import plan",
        "a view imports no view",
    ),
    "from what is computed to a room": (
        "phases.progress.cycle",
        "from ..answers.text_diff import differences",
        "progress knows no answers",
    ),
    "from what is computed to a door": (
        "phases.progress.due",
        "from projects.access import may_write",
        "phases.progress knows models only",
    ),
    "to a sister": (
        "phases.workshops.views.log",
        "from ...answers.context import phase_context",
        "workshops knows no answers",
    ),
    "to what may see all rooms": (
        "phases.reports.gather",
        "from ..demo import make_demonstration",
        "no room knows demo",
    ),
    "from accounts to organisations": (
        "projects.accounts.views.account",
        "from ...organisations.logo import sanitised",
        "accounts knows no organisations",
    ),
    "from organisations to initiatives": (
        "projects.organisations.views.leave",
        "from ...initiatives.influence_map import build_map",
        "organisations knows no initiatives",
    ),
    "from the trail to more than its ground": (
        "projects.audit.words",
        "from ..mail import send",
        "projects.audit knows access and http and models only",
    ),
    "from beside the rooms into one": (
        "projects.access",
        "from .privacy.erasure import erase",
        "projects.access knows no privacy",
    ),
    "past the face of an app": (
        "phases.gates.views",
        "from projects.accounts.second_factor import passkeys_of",
        "accounts.second_factor is no face of projects",
    ),
    "past the face of models": (
        "phases.gates.views",
        "from projects.models.team import Role",
        "models.team is no face of projects",
    ),
    "past the face of models, by the site": (
        "cocreation.tasks",
        "from projects.models.task_run import TaskRun",
        "models are imported from their face",
    ),
    "to pages of the toolkit": (
        "phases.roadmap.search",
        "from toolkit.views import methods",
        "views is no face of toolkit",
    ),
}
"""Made up: a module, an import in it, and what is wrong with that."""
ALLOWED = {
    "a door": ("phases.gates.views", "from projects.access import requires_role"),
    "the pack": ("phases.gates.forms", "from projects.forms.dates import ThreePartDateField"),
    "what is computed": ("phases.gates.views", "from ..progress.next_step import phase_url"),
    "a drawing": ("phases.reports.sections", "from projects.initiatives.influence_map import build_map"),
    "a room below": ("projects.invitations.views", "from ..accounts.reauthentication import reauthenticate"),
    "what two views share": ("phases.workshops.views.log", "from ..context import log_context"),
    "what a paper holds": ("phases.portfolio.views", "from ..reports.contents import ReportContents"),
    "all rooms, from beside them": ("phases.tasks", "from .reports.produce import produce"),
}


def seen(name: str, text: str) -> list[str]:
    """Return what is wrong with a text that would stand in a module; both ends of its arrow are there."""
    modules = [module for module, _line, _inside in imports_of(text, name)]
    assert {name, *modules} <= NAMES | {"tests"}
    return [fault for module in modules for fault in faults(name, module)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(BASE)))
def test_imports_point_down(path: Path) -> None:
    name = name_of(path)
    arrows = imports_of(path.read_text(), name, is_package=path.name == "__init__.py")
    assert [f"{path}:{line} {fault}" for module, line, _in in arrows for fault in faults(name, module)] == []


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_each_kind_of_forbidden_arrow_is_seen(kind: str) -> None:
    name, text, fault = FORBIDDEN[kind]
    assert fault in seen(name, text)


@pytest.mark.parametrize("kind", ALLOWED)
def test_what_is_allowed_is_not_taken_for_a_fault(kind: str) -> None:
    name, text = ALLOWED[kind]
    assert seen(name, text) == []


def test_every_room_has_its_line_in_the_table() -> None:
    for app in APPS:
        folders = {path.parent.name for path in (BASE / app).glob("*/*.py")} - GROUND
        if app != "cocreation":
            assert folders == set(ROOMS[app])


def test_an_app_has_few_files_beside_its_rooms() -> None:
    for app in APPS:
        assert len([*(BASE / app).glob("*.py")]) <= MAX_LOOSE, app


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(BASE)))
def test_an_import_inside_a_function_says_its_one_reason(path: Path) -> None:
    text = path.read_text()
    lines = text.splitlines()
    for module, line, inside in imports_of(text, name_of(path), is_package=path.name == "__init__.py"):
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


def test_what_tests_share_stands_in_no_test() -> None:
    for path in sorted((BASE / "tests").rglob("*.py")):
        modules = [module for module, _line, _in in imports_of(path.read_text(), name_of(path))]
        assert [module for module in modules if ".test_" in module] == [], path
