"""The version of before goes on working while the new one has migrated: it may insert rows without the new columns."""

import threading
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

from projects.models import Initiative
from tests.cocreation.conftest import fill

OURS = ("toolkit", "projects", "phases")
BEFORE_THE_FIRST_RELEASE = frozenset({("phases", "0002_whole_content"), ("toolkit", "0002_whole_content")})
"""Took columns away when nothing of it ran anywhere yet."""
TAKES_AWAY = (migrations.RemoveField, migrations.RenameField, migrations.RenameModel, migrations.DeleteModel)


def needs_a_value(field: Any) -> bool:
    """Tell whether a row cannot be inserted without this column."""
    return not (field.many_to_many or field.null or field.db_default is not NOT_PROVIDED)


def refused(app: str, name: str, operations: list[Any], today: ProjectState) -> Iterator[str]:
    """Yield what in a migration would break the version of before; a model made here has no version of before."""
    made = {each.name.lower() for each in operations if isinstance(each, migrations.CreateModel)}
    keeping = [
        each.name_lower
        for each in operations
        if isinstance(each, migrations.AlterModelTable) and each.table == f"{app}_{each.name_lower}"
    ]
    for each in operations:
        if isinstance(each, migrations.RenameModel) and each.old_name_lower in keeping:
            continue
        if isinstance(each, migrations.AddField) and each.model_name_lower not in made:
            model = today.models.get((app, each.model_name_lower))
            field = model.fields.get(each.name, each.field) if model else each.field
            if needs_a_value(field):
                yield f"{app}.{name}: {each.model_name}.{each.name} has no db_default and is not nullable"
        elif isinstance(each, TAKES_AWAY) and (app, name) not in BEFORE_THE_FIRST_RELEASE:
            yield f"{app}.{name}: {each.describe()}"


def test_every_column_that_came_later_has_a_default_in_the_database() -> None:
    loader = MigrationLoader(None)
    today, seen = loader.project_state(), 0
    found = []
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in OURS:
            seen += 1
            found += list(refused(app, name, list(migration.operations), today))
    assert seen >= 20
    assert found == []


BAD = {
    "a column without a default": migrations.AddField("Organisation", "x", models.IntegerField()),
    "a default of Python only": migrations.AddField(
        "Organisation", "x", models.CharField(default="a", max_length=9)
    ),
    "a column taken away": migrations.RemoveField("Organisation", "accent"),
    "another name for a column": migrations.RenameField("Organisation", "accent", "colour"),
    "a table taken away": migrations.DeleteModel("Organisation"),
    "another name for a table": migrations.RenameModel("Organisation", "Body"),
}
GOOD = {
    "nullable": migrations.AddField("Organisation", "x", models.IntegerField(null=True)),
    "a default of the database": migrations.AddField(
        "Organisation", "x", models.IntegerField(default=1, db_default=1)
    ),
    "many to many": migrations.AddField("Organisation", "x", models.ManyToManyField("projects.User")),
    "a new table": migrations.CreateModel("New", [("id", models.IntegerField(primary_key=True))]),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_migration_that_breaks_the_version_of_before_is_refused(kind: str) -> None:
    assert list(refused("projects", "9999_new", [BAD[kind]], MigrationLoader(None).project_state()))


@pytest.mark.parametrize("kind", GOOD)
def test_a_migration_that_does_not_is_taken(kind: str) -> None:
    assert not list(refused("projects", "9999_new", [GOOD[kind]], MigrationLoader(None).project_state()))


@pytest.mark.parametrize(("table", "breaks"), [("projects_organisation", False), ("projects_body", True)])
def test_a_model_may_get_a_name_when_its_table_keeps_its_own(table: str, breaks: bool) -> None:
    renamed = [
        migrations.AlterModelTable("Organisation", table),
        migrations.RenameModel("Organisation", "Body"),
    ]
    assert (
        bool(list(refused("projects", "9999_new", renamed, MigrationLoader(None).project_state()))) is breaks
    )


def columns_of_before() -> set[tuple[str, frozenset[str]]]:
    """Give, for each table, every set of columns that it had at some time and that are all there today."""
    loader = MigrationLoader(None)
    today = {
        model._meta.db_table: {f.column for f in model._meta.local_concrete_fields}
        for model in apps.get_models()
    }
    found = set()
    for app, name in loader.disk_migrations:
        if app not in OURS:
            continue
        state = loader.project_state((app, name)).apps
        for model in state.get_models():
            columns = frozenset(str(field.column) for field in model._meta.local_concrete_fields)
            table = model._meta.db_table
            if model._meta.app_label in OURS and columns < today.get(table, set()):
                found.add((table, columns))
    return found


@pytest.mark.django_db
def test_rows_of_every_version_of_before_can_be_inserted(record_property: Any) -> None:
    """A row is taken out and put back with the columns that the table had at that time."""
    initiative: Initiative = fill()
    assert initiative.pk
    tried = 0
    for table, columns in sorted(columns_of_before(), key=lambda each: (each[0], len(each[1]))):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 1')  # noqa: S608 - our own tables
            names = [part[0] for part in cursor.description]
            row = cursor.fetchone()
            if row is None:
                continue
            values = dict(zip(names, row, strict=True))
            if table == "projects_auditentry":  # nobody takes a line out
                values |= {"id": uuid.uuid4(), "number": None}
            else:
                key = names[0]
                cursor.execute(f'DELETE FROM "{table}" WHERE "{key}" = %s', [values[key]])  # noqa: S608
            kept = [
                name
                for name in names
                if name in columns and (table, name) != ("projects_auditentry", "number")
            ]
            listed, marks = ", ".join(f'"{name}"' for name in kept), ", ".join(["%s"] * len(kept))
            insert = f'INSERT INTO "{table}" ({listed}) VALUES ({marks})'  # noqa: S608 - our own tables
            cursor.execute(insert, [values[name] for name in kept])
            tried += 1
            transaction.set_rollback(True)
    record_property("tables of earlier versions written to", tried)
    assert tried >= 8


@pytest.mark.django_db(transaction=True)
def test_a_migration_does_not_wait_without_end_for_a_table_in_use() -> None:
    """Somebody holds a table; the command says so in words after a few seconds, and can be run again."""
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
            held.set()
            free.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        began = time.monotonic()
        with pytest.raises(CommandError, match="a table stayed in use by somebody else"):
            call_command("load_content", verbosity=0)
        assert time.monotonic() - began < 10
    finally:
        free.set()
        holder.join()


@pytest.mark.django_db
def test_a_new_name_of_a_model_touches_no_table(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sqlmigrate", "projects", "0018")
    statements = [line for line in capsys.readouterr().out.splitlines() if line and not line.startswith("--")]
    assert set(statements) <= {"BEGIN;", "COMMIT;"}
