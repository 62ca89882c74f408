"""What a post takes: values for every field there is, and what every row says afterwards."""

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.test import Client

from projects.models import Session, User
from tests.access.worlds import OURS, Worlds
from tests.conftest import House

LABELS = (*OURS, "account", "mfa", "socialaccount")
IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\w+ number \d+")
CHANGES_BY_ITSELF = frozenset(
    {
        "id",
        "created_at",
        "updated_at",
        "at",
        "begun_at",
        "key",
        "seal",
        "joined_at",
        "consent_at",
        "finished_at",
        "requested_at",
        "expires_at",
        "token_hash",
        "target_id",
        "answer_url",
        "code",
        "logged_at",
        "read_at",
        "archived_at",
        "asked_at",
        "retired_at",
        "removed_at",
        "withdrawn_at",
        "accepted_at",
        "superseded_at",
        "taken_out_at",
        "erased_at",
        "date_joined",
        "last_login",
        "password",
        "encrypted_secret",
    }
)
"""Columns that a plain post fills anew each time: they are told as `new`, and never hold what was put in."""
WORD, DAY, NUMBER, ROW_NUMBER = "administrator", "2001-01-01", "77", "7777777"
ADDRESS, ROW = "evil@example.org", "77777777-7777-4777-8777-777777777777"
PUT_IN = frozenset({WORD, ROW_NUMBER, ADDRESS, ROW})


def evil(worlds: Worlds, house: House) -> dict[str, Any]:
    """Return a value for every field of every model, as someone would try it."""
    values: dict[str, Any] = {}
    for model in _models():
        for field in model._meta.fields:
            values[field.name] = values[field.attname] = _evil_value(field, worlds, house)
    values |= {"id": ROW, "pk": ROW, "email": ADDRESS}
    return values | {"is_staff": "on", "is_superuser": "on", "csrfmiddlewaretoken": "x", "_method": "DELETE"}


def _models() -> list[Any]:
    return [model for label in LABELS for model in apps.get_app_config(label).get_models()]


def _evil_value(field: Any, worlds: Worlds, house: House) -> str:
    """Return a row of elsewhere, the last of the choices, or a value of the right kind."""
    if field.is_relation:
        return _evil_row(field, worlds, house)
    if field.choices:
        return str(field.flatchoices[-1][0])
    kind = field.get_internal_type()
    kinds = (
        ("Boolean", "on"),
        ("Date", DAY),
        ("Auto", ROW_NUMBER),
        ("Integer", NUMBER),
        ("UUID", ROW),
        ("JSON", f'["{WORD}"]'),
    )
    return next((value for part, value in kinds if part in kind), WORD)


def _evil_row(field: Any, worlds: Worlds, house: House) -> str:
    if field.related_model is User:
        return str(house.stranger.pk)
    row = field.related_model._base_manager.order_by("pk").last()
    return str(worlds.elsewhere.get(f"{field.name}_id") or getattr(row, "pk", WORD))


@dataclass(frozen=True)
class Found:
    """What a post led to: its status, what the rows say, and which columns hold what was put in."""

    status: int
    rows: dict[str, list[str]]
    holding: list[str]


def after(browser: Client, url: str, body: dict[str, Any], **options: Any) -> Found:
    """Return the rows as they are after a post, with what is new all alike, and take it back."""
    before, cookies = rows(), dict(browser.cookies)
    known = set(IDS.findall(repr(before))) | {
        each for told in before.values() for row in told for each in row
    }
    with transaction.atomic():
        status = browser.post(url, body, **options).status_code
        now, held = rows(), holding()
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.update(cookies)
    return Found(
        status, {name: sorted(_alike(row, known) for row in told) for name, told in now.items()}, held
    )


def _alike(row: list[str], known: set[str]) -> str:
    """Return what a row says; ids, moments, hashes and the like that were not there before are only new."""
    names = [each if each in known or not each.startswith("~") else "new" for each in row]
    return IDS.sub(lambda each: each[0] if each[0] in known else "new", repr(names))


def rows() -> dict[str, list[list[str]]]:
    """Return what every row says; what changes by itself is marked with `~`."""
    found: dict[str, list[list[str]]] = {}
    for model in _models():
        if model is not Session:  # who is signed in is not the work
            found[model.__name__] = [
                [_told(field, row) for field in model._meta.fields] for row in model._base_manager.all()
            ]
    return found


def _told(field: Any, row: Any) -> str:
    """Return what a row says in a field; a number that only names a row as the name of an id."""
    value = field.value_from_object(row)
    if field.name in CHANGES_BY_ITSELF and value is not None and value != "":
        return f"~{row._meta.model_name}.{field.name} {value}"
    is_name = field.is_relation and isinstance(value, int)
    return f"{field.related_model.__name__} number {value}" if is_name else repr(value)


def holding() -> list[str]:
    """Return the columns that change by themselves and now hold something that was put in."""
    found = set()
    for model in _models():
        hidden = [field for field in model._meta.fields if field.name in CHANGES_BY_ITSELF]
        for values in model._base_manager.values_list(*[field.attname for field in hidden]):
            found |= {
                f"{model.__name__}.{field.name}"
                for field, value in zip(hidden, values, strict=True)
                if str(value) in PUT_IN or str(value).startswith(DAY)
            }
    return sorted(found)


def shown(browser: Client, url: str, body: dict[str, Any]) -> set[str]:
    """Return the fields that the form of a page has."""
    with transaction.atomic():
        response: Any = browser.get(url)
        transaction.set_rollback(True)
    contexts = response.context or []
    forms = [context["form"] for context in contexts if "form" in context]
    return {name for form in forms for name in getattr(form, "fields", {})} | set(body)
