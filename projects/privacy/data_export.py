"""What is kept about a person, for that person: as rows to read and as a file to take along."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ..models import Invitation, User
from ..personal_data import Export, marks_of
from .erasure import relations_of

Row = dict[str, Any]
MOMENTS = ("at", "created_at", "joined_at", "requested_at", "made_at")
"""The fields that say when a row came to be, whichever it has."""


def data_export(person: User) -> dict[str, Any]:
    """Return everything about `person` that is not about others, ready for JSON.

    `account` holds the fields of the account, `rows` what points to the person: the kind, the moment, the initiative
    and, where the row marks them so, the words that the person wrote.
    """
    return {**_head(person), "rows": list(_all_rows(person))}


def data_export_as_json(person: User) -> Iterator[str]:
    """Return the same as the text of a JSON file, a piece at a time, however much it is."""
    yield json.dumps(_head(person), ensure_ascii=False, indent=1).removesuffix("\n}")
    yield ',\n "rows": ['
    for number, row in enumerate(_all_rows(person)):
        yield f"{',' if number else ''}\n  {json.dumps(row, ensure_ascii=False)}"
    yield "\n ]\n}\n"


def counts_of(person: User) -> dict[str, int]:
    """Return how many rows of each kind there are, by the name of the kind."""
    counts: Counter[str] = Counter()
    for relation in _exported(person):
        counts[_kind(relation)] += _pointing(relation, person).count()
    counts[str(Invitation._meta.verbose_name_plural)] += _own_invitations(person).count()
    return {kind: number for kind, number in counts.items() if number}


def _head(person: User) -> dict[str, Any]:
    return {"made_at": timezone.localtime().isoformat(), "account": _content(person, "")}


def _all_rows(person: User) -> Iterator[Row]:
    """Return all rows, kind by kind."""
    yield from _invitations(person)
    for relation in _exported(person):
        yield from _rows(relation, person)


def _exported(person: User) -> list[Any]:
    """Return the relations to a person of which rows are exported, in the order of their kinds."""
    marked = [
        relation
        for relation in relations_of(person)
        if (mark := marks_of(relation.related_model).get(relation.field.name))
        and mark.export is not Export.NO
    ]
    return sorted(
        marked, key=lambda relation: (relation.related_model._meta.label_lower, relation.field.name)
    )


def _kind(relation: Any) -> str:
    return str(relation.related_model._meta.verbose_name_plural)


def _pointing(relation: Any, person: User) -> Any:
    return relation.related_model._base_manager.filter(**{relation.field.name: person})


def _content(row: Any, author: str) -> Row:
    """Return the fields that are exported as they stand: those about the person, and words of `author`."""
    exported = {
        name
        for name, mark in marks_of(row._meta.model).items()
        if mark.export is Export.CONTENT and mark.author == author
    }
    plain = [field for field in row._meta.concrete_fields if not field.is_relation]
    return {field.name: _plain(row, field) for field in plain if field.name in exported}


def _plain(row: Any, field: Any) -> Any:
    value = field.value_from_object(row)
    return value if isinstance(value, str | int | bool | None) else field.value_to_string(row)


def _rows(relation: Any, person: User) -> Iterator[Row]:
    model, name = relation.related_model, relation.field.name
    in_full = marks_of(model)[name].export is Export.CONTENT
    moments = [each for each in MOMENTS if each in {field.name for field in model._meta.concrete_fields}]
    for row in _pointing(relation, person).order_by(*moments[:1], "pk").iterator(chunk_size=2_000):
        words = _content(row, name)
        yield _row(row, name) | (_content(row, "") if in_full else {}) | words


def _row(row: Any, name: str) -> Row:
    when = next((getattr(row, each) for each in MOMENTS if getattr(row, each, None)), None)
    return {
        "kind": row._meta.label_lower,
        "name": str(row._meta.verbose_name_plural),
        "as": name,
        "id": str(row.pk),
        "when": timezone.localtime(when).isoformat() if when else "",
        "initiative": str(getattr(row, "initiative_id", None) or ""),
    }


def _own_invitations(person: User) -> Any:
    """Return the invitations of the person's address, and those they accepted under an earlier one."""
    return Invitation.objects.filter(Q(email=person.email) | Q(accepted_by=person)).order_by(
        "created_at", "pk"
    )


def _invitations(person: User) -> Iterator[Row]:
    for row in _own_invitations(person):
        yield _row(row, "email") | _content(row, "")
