"""The published content in the database of a test: read from its files once per process, and put back from there."""

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction

_ROWS: dict[type[models.Model], list[models.Model]] = {}


def load_published() -> None:
    """Bring the content of `fixtures/` into a database that has none."""
    if _ROWS:
        _put_back()
        return
    before = {model for model in _content_models() if model._base_manager.exists()}
    call_command("load_content", verbosity=0)
    if not before:
        found = {model: list(model._base_manager.all()) for model in _content_models()}
        _ROWS.update({model: rows for model, rows in found.items() if rows})


def _content_models() -> list[type[models.Model]]:
    names = ("toolkit", "phases")
    return [
        model for name in names for model in apps.get_app_config(name).get_models(include_auto_created=True)
    ]


def _put_back() -> None:
    """Store the rows as they were, with their keys; what comes after them gets the next ones."""
    with transaction.atomic():
        for model, rows in _ROWS.items():
            model._base_manager.bulk_create(rows, batch_size=200)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(_ROWS)):
                cursor.execute(statement)
