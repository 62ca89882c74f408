"""Rows that many tests begin with: made once in a process, and put back as they were in each further test.

Making them takes a tenth of a second and more, putting them back a few thousandths. They are put back only where they
were made from the same beginning, and made anew after a few minutes, so that "a moment ago" stays true.
"""

import copy
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection

from projects.models import AuditEntry

SECONDS = 180
"""How old rows may be that are put back."""
MOST = 4
"""From so many beginnings the same rows are kept."""

T = TypeVar("T")
Row = tuple[Any, ...]
Tables = dict[str, dict[Any, Row]]


@dataclass(frozen=True)
class Kept:
    """What was made: what the maker returned, the rows that are new and those that changed, and the files."""

    made_at: float
    value: Any
    new: Tables
    changed: Tables
    files: dict[str, bytes]


_kept: dict[str, dict[Any, Kept]] = {}


def again(name: str, make: Callable[[], T]) -> T:
    """Return what `make` returns, with its rows and files in their places.

    Tests that commit have it made for real, and so has SQLite, which gives the numbers of rows taken back out again.
    """
    if not connection.in_atomic_block or connection.vendor != "postgresql":
        return make()
    known, beginning = _kept.setdefault(name, {}), _beginning()
    kept = known.get(beginning)
    if kept is not None and time.monotonic() - kept.made_at < SECONDS:
        _put_back(kept)
        return copy.deepcopy(kept.value)
    if kept is None and len(known) >= MOST:
        return make()
    before, files = _tables(), _files()
    value = make()
    after = _tables()
    known[beginning] = Kept(
        made_at=time.monotonic(),
        value=copy.deepcopy(value),
        new={
            table: {pk: row for pk, row in rows.items() if pk not in before[table]}
            for table, rows in after.items()
        },
        changed={
            table: {pk: row for pk, row in rows.items() if before[table].get(pk, row) != row}
            for table, rows in after.items()
        },
        files={path: content for path, content in _files().items() if files.get(path) != content},
    )
    return value


def _beginning() -> tuple[Any, ...]:
    """Return what tells one beginning from another: everything that was done so far."""
    return tuple(sorted(AuditEntry.objects.values_list("action", "target_id", "result")))


def _models() -> Iterator[Any]:
    yield from apps.get_models(include_auto_created=True)


def _columns(model: Any) -> list[str]:
    return [field.column for field in model._meta.concrete_fields]


def _tables() -> Tables:
    """Return every row of every table by its key, as the database gives it."""
    tables = {}
    with connection.cursor() as cursor:
        for model in _models():
            columns = ", ".join(f'"{column}"' for column in _columns(model))
            place = _columns(model).index(model._meta.pk.column)
            cursor.execute(f'SELECT {columns} FROM "{model._meta.db_table}"')  # noqa: S608 - our tables
            tables[model._meta.db_table] = {row[place]: row for row in cursor.fetchall()}
    return tables


def _put_back(kept: Kept) -> None:
    with connection.cursor() as cursor:
        for model in _models():
            table, columns = model._meta.db_table, _columns(model)
            if new := list(kept.new[table].values()):
                names = ", ".join(f'"{column}"' for column in columns)
                one = f"({', '.join(['%s'] * len(columns))})"
                places = ", ".join([one] * len(new))
                query = f'INSERT INTO "{table}" ({names}) VALUES {places}'  # noqa: S608 - our tables
                cursor.execute(query, [value for row in new for value in row])
            for pk, row in kept.changed[table].items():
                names = ", ".join(f'"{column}" = %s' for column in columns)
                query = f'UPDATE "{table}" SET {names} WHERE "{model._meta.pk.column}" = %s'  # noqa: S608 - our tables
                cursor.execute(query, [*row, pk])
    for path, content in kept.files.items():
        _folder().joinpath(path).parent.mkdir(parents=True, exist_ok=True)
        _folder().joinpath(path).write_bytes(content)


def _folder() -> Path:
    """Return where a test keeps its files."""
    return Path(settings.ERASURE_LEDGER).parent


def _files() -> dict[str, bytes]:
    found = (path for path in _folder().rglob("*") if path.is_file())
    return {str(path.relative_to(_folder())): path.read_bytes() for path in found}
