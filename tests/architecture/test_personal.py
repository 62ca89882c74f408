"""Every field of every model of ours is marked: personal in its model, or not in the list beside this test."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from projects.personal_data import PersonalField

OURS = [model for app in ("projects", "phases", "toolkit") for model in apps.get_app_config(app).get_models()]

NOT_PERSONAL = {
    label: frozenset(names.split())
    for label, _colon, names in (
        line.partition(":")
        for line in Path(__file__).with_name("not_personal.txt").read_text().splitlines()
        if not line.startswith("#")
    )
}


def marks(model: type[Model]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the fields marked as personal, and those marked as not."""
    personal: dict[str, PersonalField] = getattr(model, "PERSONAL", {})
    assert all(isinstance(mark, PersonalField) for mark in personal.values())
    return frozenset(personal), NOT_PERSONAL[model._meta.label]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_field_is_marked_once(model: type[Model]) -> None:
    personal, not_personal = marks(model)
    fields = {field.name for field in [*model._meta.fields, *model._meta.many_to_many]}
    assert personal | not_personal == fields
    assert not personal & not_personal


def test_who_wrote_something_is_personal() -> None:
    for model in OURS:
        personal, _rest = marks(model)
        people = {
            field.name
            for field in model._meta.fields
            if field.is_relation
            and field.related_model is not None
            and field.related_model.__name__ == "User"
        }
        assert people <= personal, model.__name__
