"""Rows as they are compared."""

from typing import Any


def columns_of(row: Any) -> dict[str, Any]:
    """Return what stands in each column of a row."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
