"""Bringing the methods of the content files into the database."""

from pathlib import Path
from typing import Any

from .content_files import ContentError, read_file, texts_of
from .models import Family, Method
from .published import Refreshed, refresh
from .stems import stems_of

TEXTS = (
    "name",
    "purpose",
    "use_when",
    "avoid_when",
    "preparation",
    "materials",
    "tips",
    "inclusion",
    "pitfalls",
)
PLAIN = ("code", "revision", "duration", "skill", "cost", "format", "checked", "estimate", "steps", "source")


def load_methods(fixtures: Path) -> Refreshed:
    """Load every file of `fixtures/methods`; the order is that of the families, then of the file."""
    return refresh(Method, method_rows(fixtures))


def method_rows(fixtures: Path) -> list[dict[str, Any]]:
    """Give the field values of every method in the files."""
    rows = []
    for family in Family.values:
        path = fixtures / "methods" / f"{family}.yaml"
        content = read_file(path)
        if content["family"] != family:
            raise ContentError(f"{path.name}: the family is {content['family']}")
        rows += [_row(method, family, path.name) for method in content["methods"]]
    codes = [row["code"] for row in rows]
    for row in rows:
        unknown = {*row["related"], row["offline_twin"]} - {*codes, ""}
        if unknown:
            raise ContentError(f"methods: {row['code']}: no such method: {', '.join(sorted(unknown))}")
    return rows


def _row(method: dict[str, Any], family: str, file: str) -> dict[str, Any]:
    minutes, group = method.get("minutes"), method.get("group")
    try:
        row = {name: method[name] for name in (*PLAIN, *TEXTS)}
    except KeyError as error:
        raise ContentError(f"{file}: {method.get('code')}: {error.args[0]} is missing") from error
    return row | {
        "family": family,
        "span": method.get("span", {}),
        "minutes_min": minutes[0] if minutes else None,
        "minutes_max": minutes[1] if minutes else None,
        "group_min": group[0] if group else None,
        "group_max": group[1] if group else None,
        "offline_twin": method.get("offline_twin") or "",
        "related": method.get("related", []),
        "stems": stems_of([*texts_of([row[name] for name in TEXTS]), *texts_of(row["steps"])]),
    }
