"""The published content in the database of a test: read from its files once per process, and put back from there.

What a test changes of it by hand is another content from then on, as after a load: pages then read it anew.
"""

from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models.signals import post_delete, post_save

from phases.models import Recommendation
from projects.models import SiteRevision
from toolkit.models import Method
from toolkit.published import PublishedContent, PublishedQuerySet

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
    rooms = (apps.get_app_config(name).get_models(include_auto_created=True) for name in names)
    return [SiteRevision, *(model for models_of in rooms for model in models_of)]


def _put_back() -> None:
    """Store the rows as they were, with their keys; what comes after them gets the next ones."""
    with transaction.atomic():
        SiteRevision.objects.all().delete()
        for model, rows in _ROWS.items():
            model._base_manager.bulk_create(rows, batch_size=200)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(_ROWS)):
                cursor.execute(statement)


def renew_when_changed() -> None:
    """Let everything that a test does to published content say so, which only a load does otherwise."""
    content: list[type[models.Model]] = [*PublishedContent.__subclasses__(), Recommendation]
    for model in content:  # of these only: who listens to all makes the app delete in another order
        post_save.connect(_renew, sender=model, weak=False)
        post_delete.connect(_renew, sender=model, weak=False)
    update = PublishedQuerySet.update

    def update_and_renew(rows: Any, **values: Any) -> int:
        changed = update(rows, **values)
        SiteRevision.renew()
        return changed

    PublishedQuerySet.update = update_and_renew  # type: ignore[method-assign,assignment]  # for all tests


def _renew(instance: models.Model, *, raw: bool = False, **_how: Any) -> None:
    is_own = isinstance(instance, Method) and not instance.shared
    if not raw and not is_own:  # a backup brings its revision along
        SiteRevision.renew()
