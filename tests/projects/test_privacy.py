"""What is kept about people: every field has its six properties, one's own data are whole, erasure leaves nothing."""

import io
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from phases.models import Answer, GateDecision, ItemCompletion, ItemState, Report
from phases.reporting import produce
from projects.erasure import CannotLeaveError, erase, relations_of
from projects.models import (
    AuditEntry,
    Erasure,
    Invitation,
    OrganisationRole,
    Role,
    TeamMember,
    User,
    read_ledger,
)
from projects.own_data import own_data
from projects.personal import ELSEWHERE, NOTHING_PERSONAL, Erase, Export, marks_of
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
CANARY = "Kanariepiet"
ADDRESS = "kanarie@canary.example"
OTHER = "Anderemens"


def test_every_personal_field_has_all_six_properties() -> None:
    marked = [
        (f"{model._meta.label}.{name}", mark)
        for model in apps.get_models()
        for name, mark in marks_of(model).items()
    ]
    assert len(marked) > 50
    for name, mark in marked:
        with translation.override("en"):
            told = (mark.whose, mark.purpose, mark.basis, mark.term, mark.export.value, mark.erase.value)
            assert all(str(each).strip() for each in told), name


def test_every_model_of_a_package_was_looked_at() -> None:
    theirs = {
        model._meta.label_lower
        for model in apps.get_models()
        if model._meta.app_label not in {"projects", "phases", "toolkit"}
    }
    assert theirs == {*ELSEWHERE, *NOTHING_PERSONAL}
    for label, marks in ELSEWHERE.items():
        names = {field.name for field in apps.get_model(label)._meta.fields}
        assert set(marks) <= names, label


def test_the_register_that_is_published_is_that_of_the_code(settings: Any) -> None:
    out = io.StringIO()
    call_command("privacy_register", stdout=out)
    assert (settings.BASE_DIR / "PRIVACY.md").read_text() == out.getvalue()


@pytest.fixture
def canary(house: House, road: Road, as_: Browser) -> User:
    """Give someone with a striking name who did everything one can do, with a colleague beside them."""
    person = factories.make_team_member(
        house.initiative, Role.LEAD, name=CANARY, email=ADDRESS, language="nl"
    )
    User.objects.filter(pk=house.lead.pk).update(name=OTHER, email=f"{OTHER}@example.org".lower())
    browser = Client(headers={"accept-language": "en"})
    browser.post("/account/sign-in/", {"login": ADDRESS, "password": factories.PASSWORD})
    assert browser.get("/").context["user"] == person
    Answer.record(house.initiative, road.questions[0], "Words of my own", by=person, version=0)
    Answer.record(house.initiative, road.questions[1], f"Words of {OTHER}", by=house.lead, version=0)
    ItemCompletion.settle(house.initiative, road.items[0], ItemState.DONE, "A note of my own", by=person)
    GateDecision.decide(
        house.initiative,
        road.phases[0],
        by=person,
        kind="go",
        reason="A reason of my own",
        decided_by=f"The board with {OTHER}",
        decided_on=timezone.now().date(),
    )
    workshop = factories.make_workshop(house.initiative, road.phases[0], updated_by=person)
    factories.make_outcome(
        workshop, kind="quote", consent="with-name", speaker=f"{OTHER} junior", updated_by=person
    )
    Invitation.invite(
        house.organisation, ADDRESS, by=house.administrator, organisation_role=OrganisationRole.MEMBER
    )
    Invitation.invite(
        house.organisation, "x@example.org", by=person, organisation_role=OrganisationRole.MEMBER
    )
    browser.post(
        f"/initiatives/{house.initiative.pk}/reports/",
        {"language": "nl", "submission_key": _key(browser, house)},
    )
    produce(Report.objects.get().pk)
    return person


def _key(browser: Client, house: House) -> str:
    page = browser.get(f"/initiatives/{house.initiative.pk}/reports/")
    return str(page.context["form"]["submission_key"].value())


def texts_of_the_database() -> Iterator[tuple[str, str]]:
    """Yield every value of every row of every table as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            for row in cursor.fetchall():
                yield table, " ".join(str(value) for value in row).lower()


def where(word: str) -> set[str]:
    """Give the tables and files that hold a word."""
    tables = {table for table, text in texts_of_the_database() if word.lower() in text}
    return tables | {name for name in files("") if word.lower() in words_of_file(name)}


def words_of_file(name: str) -> str:
    """Give the words of a file in storage; of a PDF those that one can read."""
    path = default_storage.path(name)
    if not name.endswith(".pdf"):
        return Path(path).read_text(errors="replace").lower()
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.lower()


def files(folder: str) -> Iterator[str]:
    """Yield the name of every file in storage."""
    if not default_storage.exists(folder or "."):
        return
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" if folder else name for name in names)
    for inside in folders:
        yield from files(f"{folder}/{inside}" if folder else inside)


def test_erasure_leaves_nothing_of_the_person(canary: User, house: House) -> None:
    assert {"projects_user", "projects_invitation"} <= where(ADDRESS)
    kept = {Report.objects.get().file}
    assert where(CANARY) == {"projects_user"} | kept
    erase(canary, by=canary)
    assert where(ADDRESS) == set()
    assert where(CANARY) == kept  # a document of the organisation, as the page of erasure says
    for relation in relations_of(canary):
        mark = marks_of(relation.related_model).get(relation.field.name)
        rows = relation.related_model._base_manager.filter(**{relation.field.name: canary})
        assert not (mark and mark.erase is Erase.REMOVED and rows.exists()), relation
    fresh = User.objects.get(pk=canary.pk)
    emptied = {name for name, mark in User.PERSONAL.items() if mark.erase is Erase.EMPTIED}
    untouched = {
        name for name in emptied if getattr(fresh, name) and getattr(fresh, name) == getattr(canary, name)
    }
    assert untouched == set()
    assert not fresh.has_usable_password()
    with translation.override("en"):
        assert str(fresh) == "former colleague"
    assert Answer.objects.get(updated_by=fresh).text == "Words of my own"


def test_who_is_erased_cannot_come_in_any_more(canary: User, house: House) -> None:
    browser = Client()
    sign_in = {"login": ADDRESS, "password": factories.PASSWORD}
    assert browser.post("/account/sign-in/", sign_in).status_code == 302
    assert browser.get(house.initiative.get_absolute_url()).status_code == 200
    erase(canary, by=canary)
    assert browser.get(house.initiative.get_absolute_url()).status_code == 302
    assert browser.post("/account/sign-in/", sign_in).status_code == 422
    browser.post("/account/password/reset/", {"email": ADDRESS})
    assert [message.to for message in mail.outbox if ADDRESS in message.to] == []


def test_ones_own_data_are_whole_and_of_nobody_else(canary: User, house: House) -> None:
    data = own_data(canary)
    told = json.dumps(data, ensure_ascii=False)
    for own in (CANARY, ADDRESS, "Words of my own", "A note of my own", "A reason of my own"):
        assert own in told, own
    assert OTHER.lower() not in told.lower()
    assert "x@example.org" not in told
    kinds = {(row["kind"], row["as"]) for row in data["rows"]}
    wanted = {
        (relation.related_model._meta.label_lower, relation.field.name)
        for relation in relations_of(canary)
        if (mark := marks_of(relation.related_model).get(relation.field.name))
        and mark.export is not Export.NO
        and relation.related_model._base_manager.filter(**{relation.field.name: canary}).exists()
    }
    assert wanted <= kinds
    assert len(wanted) >= 10
    assert set(data["account"]) == {
        name for name, mark in User.PERSONAL.items() if mark.export is Export.CONTENT
    }


def signed_in(person: User) -> Client:
    """Sign in as one does, and give the password once more as the page asks."""
    browser = Client(headers={"accept-language": "en"})
    browser.post("/account/sign-in/", {"login": person.email, "password": factories.PASSWORD})
    browser.post("/account/again/", {"password": factories.PASSWORD})
    return browser


def test_the_pages_show_give_and_erase(canary: User, house: House) -> None:
    browser = signed_in(canary)
    User.objects.filter(pk=canary.pk).update(language="en")
    page = browser.get("/account/data/")
    assert CANARY in page.text
    assert "Versions of answers: 1" in page.text
    file = browser.get("/account/data/file/")
    assert json.loads(file.content)["account"]["email"] == ADDRESS
    assert file.headers["Content-Disposition"] == 'attachment; filename="own-data.json"'
    assert browser.get("/account/data/erasure/").status_code == 200
    assert User.objects.get(pk=canary.pk).erased_at is None
    gone = browser.post("/account/data/erasure/", follow=True)
    assert "Your account is erased." in gone.text
    assert User.objects.get(pk=canary.pk).erased_at is not None
    assert AuditEntry.objects.filter(action="account.erased", target_id=str(canary.pk)).count() == 1


def test_the_file_and_the_erasure_ask_for_the_password_again(canary: User, as_: Browser) -> None:
    browser = as_(canary)
    for address in ("/account/data/file/", "/account/data/erasure/"):
        assert "/account/again/" in browser.get(address).headers["Location"]
    assert "/account/again/" in browser.post("/account/data/erasure/").headers["Location"]
    assert User.objects.get(pk=canary.pk).erased_at is None


def test_who_is_needed_hands_over_first(house: House, as_: Browser) -> None:
    with pytest.raises(CannotLeaveError) as refused:
        erase(house.lead, by=house.lead)
    assert refused.value.where == ["Work and income"]
    with pytest.raises(CannotLeaveError) as refused:
        erase(house.administrator, by=house.administrator)
    assert refused.value.where == ["Gemeente Voorbeeld"]
    page = signed_in(house.lead).post("/account/data/erasure/")
    assert page.status_code == 409
    assert "Work and income" in page.text
    assert User.objects.get(pk=house.lead.pk).email == house.lead.email
    assert TeamMember.objects.filter(user=house.lead).exists()


def test_the_commands_do_the_same(canary: User, house: House) -> None:
    out = io.StringIO()
    call_command("export_person", ADDRESS, stdout=out)
    assert json.loads(out.getvalue())["account"]["name"] == CANARY
    call_command("erase_person", ADDRESS, stdout=out)
    with pytest.raises(CommandError):
        call_command("erase_person", ADDRESS)
    with pytest.raises(CommandError):
        call_command("erase_person", house.lead.email)


@pytest.mark.django_db(transaction=True)
def test_what_was_erased_stands_in_a_file_outside_the_database(house: House, settings: Any) -> None:
    erase(house.observer, by=house.observer)
    lines = [(kind, target) for kind, target, _at in read_ledger()]
    assert lines == [(Erasure.ACCOUNT, house.observer.pk)]
    settings.ERASURE_LEDGER.write_text(settings.ERASURE_LEDGER.read_text()[:-20])
    assert read_ledger() == []
    assert Erasure.write_ledger() == 1
    settings.ERASURE_LEDGER.unlink()
    assert Erasure.write_ledger() == 1
    assert Erasure.write_ledger() == 0
