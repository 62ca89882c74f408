"""A word of its own in every field about people: it is in one's own data, and gone after erasure, as its mark says."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, Field, JSONField, Model, TextField
from django.utils import translation

from cocreation.operations.mail_preview import BACKEND, folder
from phases.models import Answer, Report
from phases.reports.produce import produce
from projects.mail import send
from projects.models import AuditEntry, HandOver, Invitation, Role, User
from projects.personal_data import ACCOUNT, INVITED, Erase, Export, PersonalField, marks_of
from projects.privacy.data_export import data_export
from projects.privacy.erasure import erase, relations_of
from tests import factories
from tests.conftest import House, Road
from tests.everything import do_everything
from tests.states import files_under, texts_of_files, texts_of_tables, where

pytestmark = [pytest.mark.django_db, pytest.mark.core]

OTHER = "Anderemens"
OTHER_ADDRESS = "anderemens@example.org"
CODES = frozenset(
    {
        "projects.User.language",  # a code
        "projects.User.password",  # a hash
        "projects.Session.session_key",  # a hash
        "socialaccount.SocialAccount.provider",  # an id
        "phases.Report.file",  # the name of a file, made of ids
    }
)
"""Text fields in which no words stand."""


@dataclass(frozen=True)
class Canary:
    """A word in one field of one row of the person."""

    word: str
    table: str
    mark: PersonalField

    @property
    def is_about_the_person(self) -> bool:
        """Tell whether it is about the account, so that nothing of it stays."""
        return any(self.mark.whose is each.whose for each in (ACCOUNT, INVITED))


def text_fields() -> Iterator[tuple[type[Model], "Field[Any, Any]", PersonalField]]:
    """Yield every personal field in which words can stand."""
    for model in apps.get_models():
        for name, mark in marks_of(model).items():
            field: Any = model._meta.get_field(name)
            label = f"{model._meta.label}.{name}"
            holds_words = isinstance(field, CharField | TextField | JSONField) and not field.choices
            if holds_words and label not in CODES:
                yield model, field, mark


def row_of(model: type[Model], mark: PersonalField, person: User) -> Any:
    """Return a row of the person in which the field holds their words, or what is kept about them."""
    if model is User:
        return person
    points = [each.field.name for each in relations_of(person) if each.related_model is model]
    point = mark.author or ("accepted_by" if mark is INVITED else next(iter(points), ""))
    rows = model._base_manager.filter(**({point: person} if point else {}))
    row = rows.order_by("pk").last()
    assert row is not None, f"no row of {model._meta.label}"
    return row


def plant(person: User) -> dict[str, Canary]:
    """Put a word of its own in every field, and give these by the name of the field."""
    planted = {}
    for number, (model, field, mark) in enumerate(text_fields()):
        word = f"kanarie{number:02d}x" + ("@canary.example" if field.name == "email" else "")
        value = {"kept": word} if isinstance(field, JSONField) else word
        row = row_of(model, mark, person)
        assert model._base_manager.filter(pk=row.pk).update(**{field.name: value}) == 1
        planted[f"{model._meta.label}.{field.name}"] = Canary(word, model._meta.db_table, mark)
    person.refresh_from_db()
    return planted


@pytest.fixture
def person(house: House, road: Road) -> User:
    """Return someone who did everything one can do, with a colleague beside them."""
    User.objects.filter(pk=house.lead.pk).update(name=OTHER)
    person = factories.make_team_member(house.initiative, Role.LEAD)
    do_everything(person, house.lead, house.initiative)
    return person


@pytest.fixture
def canaries(person: User, house: House) -> dict[str, Canary]:
    """Put a canary everywhere, invite that address, and make a report."""
    planted = plant(person)
    Invitation.invite(
        house.organisation, person.email, by=house.lead, initiative=house.initiative, role=Role.LEAD
    )
    produce(Report.objects.get().pk)
    return planted


def everything_kept(folder: Path) -> dict[str, str]:
    """Return all text that is kept, by table and by file: storage, mails, the ledger of what was erased."""
    return texts_of_tables() | texts_of_files(folder)


def test_there_is_a_row_for_every_way_to_point_to_a_person(person: User) -> None:
    relations = relations_of(person)
    assert len(relations) >= 30
    for relation in relations:
        label = f"{relation.related_model._meta.label}.{relation.field.name}"
        assert relation.field.name in marks_of(relation.related_model), f"{label} has no mark"
        rows = relation.related_model._base_manager.filter(**{relation.field.name: person})
        assert rows.exists(), f"no row of {label}"


def test_ones_own_data_are_whole_and_of_nobody_else(
    person: User, canaries: dict[str, Canary], record_property: Any
) -> None:
    data = data_export(person)
    told = json.dumps(data, ensure_ascii=False).lower()
    record_property("canaries", len(canaries))
    assert len(canaries) >= 26
    for label, canary in canaries.items():
        assert (canary.word in told) == (canary.mark.export is Export.CONTENT), label
    assert OTHER.lower() not in told
    assert "somebody@example.org" not in told
    assert "a note of somebody else" not in told
    for relation in relations_of(person):
        model, name = relation.related_model, relation.field.name
        given = {
            row["id"] for row in data["rows"] if (row["kind"], row["as"]) == (model._meta.label_lower, name)
        }
        exported = marks_of(model)[name].export is not Export.NO
        rows = {str(row.pk) for row in model._base_manager.filter(**{name: person})}
        assert rows, relation
        assert given == (rows if exported else set()), relation
    assert set(data["account"]) == {
        name for name, mark in User.PERSONAL.items() if mark.export is Export.CONTENT
    }


@pytest.fixture
def mails(person: User, canaries: dict[str, Canary], settings: Any, tmp_path: Path) -> set[str]:
    """Keep mails as the embedded mode does: one to the person, one that names them, one to somebody else; give the last."""
    settings.EMAIL_BACKEND, settings.VAR_DIR = BACKEND, tmp_path
    send("account-ending", OTHER_ADDRESS, language="en", link="https://x.example/")
    of_others = {f"mails/{name}" for name in files_under(folder())}
    send("account-ending", person.email, language="en", link="https://x.example/")
    made = HandOver.objects.get(giver=person)
    send("hand-over", OTHER_ADDRESS, language="nl", made=made, link="https://x.example/")
    return of_others


def test_erasure_leaves_nothing_of_the_person(
    person: User,
    canaries: dict[str, Canary],
    mails: set[str],
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    report = f"files/{Report.objects.get().file}"
    kept = everything_kept(tmp_path)
    before = {label: where(canary.word, kept) for label, canary in canaries.items()}
    assert [label for label, canary in canaries.items() if canary.table not in before[label]] == []
    assert {"projects_user", report} < before["projects.User.name"]
    assert {"projects_user", "projects_invitation"} < before["projects.User.email"]
    named = {place for places in before.values() for place in places if place.startswith("mails/")}
    assert (len(named), len(mails)) == (2, 1)
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=person)
    kept = everything_kept(tmp_path)
    assert str(person.pk) in kept["erasures.txt"]
    assert {place for place in kept if place.startswith("mails/")} == mails
    for label, canary in canaries.items():
        left = where(canary.word, kept) - {
            report
        }  # a document of the organisation, as the page of erasure says
        assert left == (set() if canary.is_about_the_person else {canary.table}), label
    assert sum(canary.is_about_the_person for canary in canaries.values()) >= 11


def test_erasure_removes_rows_and_empties_the_account(person: User) -> None:
    def counts() -> dict[Any, int]:
        return {
            relation: relation.related_model._base_manager.filter(**{relation.field.name: person}).count()
            for relation in relations_of(person)
            if relation.related_model is not AuditEntry
        }

    before = counts()
    assert all(before.values())
    erase(person, by=None)
    for relation, count in counts().items():
        mark = marks_of(relation.related_model)[relation.field.name]
        assert count == {Erase.REMOVED: 0, Erase.NAMELESS: before[relation]}[mark.erase], relation
    fresh = User.objects.get(pk=person.pk)
    emptied = {name for name, mark in User.PERSONAL.items() if mark.erase is Erase.EMPTIED}
    assert {name for name in emptied if not getattr(person, name)} == set()
    assert {name for name in emptied if getattr(fresh, name) == getattr(person, name)} == set()
    assert not fresh.has_usable_password()
    with translation.override("en"):
        assert str(fresh) == "former colleague"
    assert Answer.objects.get(updated_by=fresh).text.startswith("Wij")
