"""What is kept about people: every field has its six properties; one's own data and erasure, on pages and by command."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from phases.models import Answer
from projects.models import (
    AuditEntry,
    Erasure,
    Role,
    TeamMember,
    User,
    read_ledger,
)
from projects.personal_data import ELSEWHERE, NOTHING_PERSONAL, marks_of
from projects.privacy.erasure import CannotLeaveError, erase
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
CANARY = "Kanariepiet"
ADDRESS = "kanarie@canary.example"


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
    assert (settings.BASE_DIR / "docs" / "privacy-register.md").read_text() == out.getvalue()


@pytest.fixture
def canary(house: House, road: Road) -> User:
    """Return someone with a striking name who wrote an answer, with a colleague beside them."""
    person = factories.make_team_member(
        house.initiative, Role.LEAD, name=CANARY, email=ADDRESS, language="nl"
    )
    Answer.record(house.initiative, road.questions[0], "Words of my own", by=person, version=0)
    return person


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
    file: Any = browser.get("/account/data/file/")
    assert json.loads(b"".join(file.streaming_content))["account"]["email"] == ADDRESS
    assert file.headers["Content-Disposition"] == 'attachment; filename="own-data.json"'
    assert browser.get("/account/data/erasure/").status_code == 200
    assert User.objects.get(pk=canary.pk).erased_at is None
    gone = browser.post("/account/data/erasure/", follow=True)
    assert "Your account is erased." in gone.text
    assert User.objects.get(pk=canary.pk).erased_at is not None
    assert AuditEntry.objects.filter(action="account.erased", target_id=str(canary.pk)).count() == 1


@pytest.mark.parametrize(("language", "name"), [("nl", "eigen-gegevens"), ("en", "own-data")])
def test_the_file_of_own_data_is_named_in_the_language_of_the_page(
    language: str, name: str, canary: User
) -> None:
    browser = signed_in(canary)
    User.objects.filter(pk=canary.pk).update(language=language)
    file = browser.get("/account/data/file/")
    assert file.headers["Content-Disposition"] == f'attachment; filename="{name}.json"'


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
