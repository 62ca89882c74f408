"""What is kept about a person, for that person: as rows to read and as a file to take along."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ..models import Invitation, User
from ..personal_data import Export, marks_of
from .erasure import relations_of

Row = dict[str, Any]


def data_export(person: User) -> dict[str, Any]:
    """Return everything about `person` that is not about others, ready for JSON.

    `account` holds the fields of the account, `rows` what points to the person: the kind, the moment, the initiative
    and, where the row marks them so, the words that the person wrote.
    """
    rows = [
        *_invitations(person),
        *(row for relation in relations_of(person) for row in _rows(relation, person)),
    ]
    return {
        "made_at": timezone.localtime().isoformat(),
        "account": _content(person, ""),
        "rows": sorted(rows, key=lambda row: (row["kind"], row["when"], row["id"])),
    }


def counts_of(data: dict[str, Any]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in data["rows"]:
        counts[row["name"]] = counts.get(row["name"], 0) + 1
    return counts


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
    mark = marks_of(model).get(name)
    if mark is None or mark.export is Export.NO:
        return
    for row in model._base_manager.filter(**{name: person}).iterator(chunk_size=2_000):
        words = _content(row, name)
        yield _row(row, name) | (_content(row, "") if mark.export is Export.CONTENT else {}) | words


def _row(row: Any, name: str) -> Row:
    moments = ("at", "created_at", "joined_at", "requested_at", "made_at")
    when = next((getattr(row, each) for each in moments if getattr(row, each, None)), None)
    return {
        "kind": row._meta.label_lower,
        "name": str(row._meta.verbose_name_plural),
        "as": name,
        "id": str(row.pk),
        "when": timezone.localtime(when).isoformat() if when else "",
        "initiative": str(getattr(row, "initiative_id", None) or ""),
    }


def _invitations(person: User) -> Iterator[Row]:
    """Return the invitations of the person's address, and those they accepted under an earlier one."""
    for row in Invitation.objects.filter(Q(email=person.email) | Q(accepted_by=person)):
        yield _row(row, "email") | _content(row, "")
