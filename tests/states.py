"""What stands in the database and in files: to see that nothing of it changed, or that nothing of somebody is left."""

import subprocess
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection

from cocreation.operations.backup import _models
from projects.models import Session


def rows_of_models() -> dict[str, list[Any]]:
    """Return every row of every model that a backup keeps."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in _models()}


def rows_of_tables() -> dict[str, list[str]]:
    """Return every row of every table of the database as text, whatever model it belongs to."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            found[table] = sorted(" ".join(str(value) for value in row) for row in cursor.fetchall())
    return found


def stored_files() -> dict[str, bytes]:
    """Return every file in storage."""
    return files_under(Path(default_storage.path("")))


def files_under(folder: Path) -> dict[str, bytes]:
    """Return every file in a folder and the folders in it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def texts_of_tables() -> dict[str, str]:
    """Return all text of each table."""
    return {table: "\n".join(rows).lower() for table, rows in rows_of_tables().items()}


def texts_of_files(folder: Path) -> dict[str, str]:
    """Return all text of each file in a folder; of a PDF the words that one can read."""
    return {
        name: words_of_pdf(folder / name)
        if name.endswith(".pdf")
        else content.decode(errors="replace").lower()
        for name, content in files_under(folder).items()
    }


def words_of_pdf(path: Path) -> str:
    """Return the words that one can read."""
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.lower()


def where(word: str, texts: dict[str, str]) -> set[str]:
    """Return the tables and files that hold a word."""
    return {place for place, text in texts.items() if word.lower() in text}


def whole_state() -> tuple[dict[str, list[str]], dict[str, bytes]]:
    """Return everything that is kept: rows and files."""
    return rows_of_tables(), stored_files()


def wipe() -> None:
    """Empty the database, as a new one is."""
    tables = [model._meta.db_table for model in [Session, *_models()]]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(f'"{table}"' for table in tables)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {names} CASCADE")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our own tables
