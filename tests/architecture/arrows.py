"""Which file may import which: the ranks inside an app, its rooms by name, and the faces by which other apps come in."""

import ast
from collections.abc import Iterator
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
APPS = ("cocreation", "phases", "projects", "toolkit")
MAY_IMPORT = {
    "cocreation": {"cocreation", "phases", "projects", "toolkit"},
    "phases": {"phases", "projects", "toolkit"},
    "projects": {"projects"},
    "toolkit": {"toolkit"},
}
RANKS = ("urls", "views", "context", "forms", "rest", "models", "leaf")
"""From the roof to the ground: a file imports its own rank or a lower one. `context` is what two views share."""
RANK_OF = {
    "urls": "urls",
    "apps": "urls",
    "views": "views",
    "home": "views",
    "templatetags": "views",
    "management": "views",
    "tasks": "views",
    "context": "context",
    "notes": "context",
    "saving": "context",
    "forms": "forms",
    "models": "models",
    "fixed_sql": "leaf",
    "key_pages": "leaf",
    "personal_data": "leaf",
    "published": "leaf",
    "stems": "leaf",
    "typed_text": "leaf",
}
GROUND = {"models", "migrations", "management", "templatetags", "urls"}
"""Folders of every app that are no rooms."""
SEES_ALL = frozenset({"demo", "home", "tasks", "urls", "management", "templatetags"})
"""What stands beside the rooms and may know each of them, and which no room knows."""
PAPERS = frozenset({"reports.contents", "reports.gather", "reports.render", "reports.produce"})
ROOMS: dict[str, dict[str, set[str]]] = {
    "phases": {
        "progress": set(),
        "roadmap": {"progress"},
        "answers": {"progress"},
        "promise": set(),
        "followup": {"progress"},
        "participation": {"progress"},
        "gates": {"progress"},
        "workshops": {"progress"},
        "methods": {"progress"},
        "reports": {"progress"},
        "portfolio": {"progress", *PAPERS},
    },
    "projects": {
        "forms": set(),
        "audit": set(),
        "accounts": {"forms", "audit"},
        "organisations": {"forms", "audit", "accounts"},
        "initiatives": {"forms", "audit", "accounts"},
        "invitations": {"forms", "accounts", "organisations", "initiatives"},
        "privacy": {"forms", "accounts"},
    },
    "toolkit": {},
}
"""Each room, with the other rooms of its app, or the files in them, that it may know."""
ONLY = {
    "phases.progress": {"models"},
    "projects.audit": {"models", "access", "http"},
}
"""Rooms that know these files and the leaves only, of every app."""
FACES = {
    "projects": {
        "models",
        "access",
        "http",
        "drawn",
        "fixed_sql",
        "key_pages",
        "mail",
        "files",
        "personal_data",
        "personal_data_detector",
        "typed_text",
        "forms",
        "forms.base",
        "forms.dates",
        "forms.errors",
        "forms.fields",
        "forms.layout",
        "organisations.palette",
        "initiatives.influence_map",
    },
    "toolkit": {
        "content_files",
        "forms",
        "glossary_links",
        "loading",
        "models",
        "published",
        "rich_text",
        "schemas",
        "search",
        "stems",
    },
}
"""By what the road enters the other apps. The site itself may see everything, of models the face only."""


def name_of(path: Path) -> str:
    """Return the dotted name of a file."""
    return ".".join(path.relative_to(BASE).with_suffix("").parts).removesuffix(".__init__")


FILES = [
    path for app in APPS for path in sorted((BASE / app).rglob("*.py")) if "migrations" not in path.parts
]
NAMES = {name_of(path) for path in FILES}


def imports_of(text: str, name: str, *, is_package: bool = False) -> Iterator[tuple[str, int, bool]]:
    """Yield (module from the root, line, whether it stands inside a function) for every import."""
    tree = ast.parse(text)
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    here = [*name.split("."), "__init__"] if is_package else name.split(".")
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno, id(node) in inside
        elif isinstance(node, ast.ImportFrom):
            above = here[: -node.level] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{module}.{alias.name}"
                yield (whole if whole in NAMES else module), node.lineno, id(node) in inside


def rank(name: str) -> str:
    """Return the rank of a module; what is not named is the rest of its room."""
    parts = name.split(".")[1:]
    return next((RANK_OF[part] for part in parts if part in RANK_OF), "rest")


def room(name: str) -> str:
    """Return the room in which a module stands; empty for what stands beside the rooms."""
    app, *parts = name.split(".")
    return parts[0] if parts and parts[0] in ROOMS.get(app, {}) else ""


def faults(here: str, there: str) -> Iterator[str]:
    """Yield what is wrong with an arrow from one module to another."""
    app, other = here.split(".", maxsplit=1)[0], there.split(".", maxsplit=1)[0]
    if other not in APPS:
        if other == "tests":
            yield "the house knows no tests"
    elif other not in MAY_IMPORT[app]:
        yield f"{app} knows no {other}"
    elif app != other:
        yield from _across(app, other, there)
        yield from _ground(here, there)
    elif app != "cocreation":
        yield from _ranks(here, there)
        yield from _rooms(app, here, there)
        yield from _ground(here, there)


def _across(app: str, other: str, there: str) -> Iterator[str]:
    inner = there.partition(".")[2]
    if app == "cocreation":
        if inner.startswith("models."):
            yield "models are imported from their face"
    elif inner not in FACES[other]:
        yield f"{inner} is no face of {other}"


def _ranks(here: str, there: str) -> Iterator[str]:
    mine, its = rank(here), rank(there)
    if RANKS.index(its) < RANKS.index(mine):
        yield f"{its} lie above {mine}"
    if _is_view(here) and _is_view(there):
        yield "a view imports no view"


def _is_view(name: str) -> bool:
    return bool({"views", "home"} & set(name.split(".")[1:]))


def _rooms(app: str, here: str, there: str) -> Iterator[str]:
    mine, its = room(here), room(there)
    inner = there.partition(".")[2]
    if mine and inner.split(".")[0] in SEES_ALL:
        yield f"no room knows {inner}"
    if its and mine != its:
        allowed = ROOMS[app].get(mine, set())
        is_beside = not mine and (here.split(".")[1] in SEES_ALL or its == "forms")
        if not is_beside and its not in allowed and inner not in allowed:
            yield f"{mine or here} knows no {its}"


def _ground(here: str, there: str) -> Iterator[str]:
    """See to the rooms that know the ground only."""
    mine = ".".join(here.split(".")[:2])
    own = here.split(".", maxsplit=1)[0] == there.split(".", maxsplit=1)[0] and room(here) == room(there)
    if mine in ONLY and not own and there.split(".")[1] not in ONLY[mine] and rank(there) != "leaf":
        yield f"{mine} knows {' and '.join(sorted(ONLY[mine]))} only"
