"""Rows of models read with SQL that is written out: for the few queries that every page makes.

Django takes several times longer to make the text of such a query than the database takes to answer it. Each query that
uses this has a test that compares it with its plain twin on both databases.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection, models


class ModelColumns:
    """The columns of one model in such a query; `alias` is the name of its table there."""

    def __init__(self, model: type[models.Model], alias: str) -> None:
        self.model = model
        self.fields = model._meta.concrete_fields
        self.names = [field.attname for field in self.fields]
        self.sql = ", ".join(f'{alias}."{field.column}"' for field in self.fields)
        self._pk = self.names.index(model._meta.pk.attname)

    def __len__(self) -> int:
        return len(self.fields)

    @cached_property
    def _converters(self) -> list[tuple[int, Callable[[Any], Any]]]:
        found = ((number, _converter(field)) for number, field in enumerate(self.fields))
        return [(number, converter) for number, converter in found if converter is not None]

    def instance(self, values: Sequence[Any]) -> Any:
        """Return the row as an instance; None where an outer join found none."""
        if values[self._pk] is None:
            return None
        row = list(values)
        for number, convert in self._converters:
            if row[number] is not None:
                row[number] = convert(row[number])
        return self.model.from_db(connection.alias, self.names, row)


def fetch_all(query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run a query that is written out, with `values` for its places (%s), and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(query, [as_parameter(value) for value in values])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def as_parameter(value: Any) -> Any:
    """Return a value as the database keeps it: SQLite knows neither ids nor moments."""
    if connection.vendor == "postgresql":
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


def as_id(value: Any) -> UUID:
    """Return an id that was read from a query written out."""
    return value if isinstance(value, UUID) else UUID(value)


def as_day(value: Any) -> Any:
    """Return a day, or None, that was read from a query written out."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_moment(value: Any) -> Any:
    """Return a moment, or None, that was read from a query written out: SQLite gives it as text, in UTC."""
    return _as_moment(datetime.fromisoformat(value)) if isinstance(value, str) else value


def places(values: Collection[Any]) -> str:
    """Return the places of a list of values, as in `IN (%s, %s)`."""
    return ", ".join(["%s"] * len(values))


def _converter(field: Any) -> Callable[[Any], Any] | None:
    """Return what makes of a value of the database one of Python; None where it is one already."""
    if hasattr(field, "from_db_value"):
        return lambda value: field.from_db_value(value, None, connection)
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.DateTimeField):
        return _as_moment
    kinds = (models.DateField, models.UUIDField, models.BooleanField)
    return field.to_python if isinstance(_target(field), kinds) else None


def _target(field: Any) -> Any:
    return _target(field.target_field) if isinstance(field, models.ForeignKey) else field


def _as_moment(value: datetime) -> datetime:
    """Read a moment as SQLite gives it: in UTC, without saying so."""
    return value.replace(tzinfo=UTC)
