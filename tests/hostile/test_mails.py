"""In a mail typed words are words: no header, no element, no address of elsewhere comes from them."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.utils import getaddresses
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail

from projects.mail import send
from projects.models import Initiative, Invitation, Organisation, Role, User
from tests.access.table import Browser
from tests.conftest import House
from tests.hostile import world
from tests.hostile.packing import harmless
from tests.hostile.texts import TEXTS
from tests.hostile.tree import Page, alone, bare, brought_in

pytestmark = pytest.mark.django_db

PLAIN = harmless(TEXTS)
NAMES = sorted(path.stem for path in (Path(settings.BASE_DIR) / "templates" / "emails").glob("*.txt"))
HEADERS = {"Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID"}
WORD = re.compile(r"\b[a-z_]+\b")
OURS = "https://example.org/x/"
"""An address that the app makes."""
Count = Callable[[str, object], None]


class Anything:
    """Stands for whatever a template asks for: every part of it says the same words."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __str__(self) -> str:
        return self.words

    def __getattr__(self, name: str) -> "Anything":
        if name.startswith("__") or name in {"year", "month", "day"}:
            raise AttributeError(name)
        return Anything(self.words)


def written(name: str, words: str) -> Any:
    """Send a mail in which every value says the words, and read it as the receiver's program does."""
    base = Path(settings.BASE_DIR) / "templates" / "emails"
    asked = {word for kind in ("txt", "html") for word in WORD.findall((base / f"{name}.{kind}").read_text())}
    values: dict[str, Any] = {
        word: OURS if word.endswith(("link", "url")) else Anything(words)
        for word in asked - {"language", "site_url", "template", "to"}
    }
    mail.outbox.clear()
    assert send(name, "someone@example.org", language="en", **values)
    (sent,) = mail.outbox
    return message_from_bytes(sent.message().as_bytes(), policy=policy.default)


def part(message: Any, kind: str) -> str:
    """Return one of the two parts of a mail."""
    return str(message.get_body((kind,)).get_content())


@pytest.mark.parametrize("name", NAMES)
def test_no_header_and_no_element_is_brought_into_a_mail(name: str, record_property: Count) -> None:
    plain = Page.of(part(written(name, " ".join(PLAIN)), "html"))
    everything = written(name, " ".join(TEXTS))
    page = Page.of(part(everything, "html"))
    assert brought_in(plain, page) + alone(page) == []
    for text in TEXTS:
        message = written(name, f"{text} and more")
        assert set(message.keys()) == HEADERS, text
        assert message["To"] == "someone@example.org"
        assert "\n" not in message["Subject"]
        assert [each.get_content_type() for each in message.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]
    record_property("hostile texts shown", len(TEXTS) * 2)


def test_every_mail_is_written_twice() -> None:
    assert {path.stem for path in (Path(settings.BASE_DIR) / "templates" / "emails").glob("*.html")} == set(
        NAMES
    )
    assert len(NAMES) >= 3


def test_an_invitation_carries_every_word_in_both_its_parts(
    house: House, as_: Browser, record_property: Count
) -> None:
    world.widen()
    mails = []
    url = f"/initiatives/{house.initiative.pk}/team/invite/"
    for number, texts in enumerate((PLAIN, TEXTS)):
        words = " ".join(texts)
        User.objects.filter(pk=house.lead.pk).update(name=f"Lea {words}")
        Initiative.objects.filter(pk=house.initiative.pk).update(title=words)
        Organisation.objects.filter(pk=house.organisation.pk).update(name=words[:200])
        mail.outbox.clear()
        sent: Any = as_(house.lead).post(url, body(f"new{number}@example.org"))
        assert sent.status_code == 200
        mails.append(message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default))
    plain, page = (Page.of(re.sub("/invitations/[^/]+/", "", part(each, "html"))) for each in mails)
    assert brought_in(plain, page) + alone(page) == []
    text, said = bare(part(mails[1], "plain")), page.words
    assert [each for each in TEXTS if bare(each) not in text] == []
    assert [each for each in TEXTS if bare(each) not in said] == []
    assert set(mails[1].keys()) == HEADERS
    assert " \u2068Lea <script>" in mails[1]["Subject"]
    record_property("hostile texts shown", len(TEXTS) * 2)


def test_an_odd_address_gets_its_invitation_and_nobody_else(
    house: House, as_: Browser, record_property: Count
) -> None:
    """A valid address may hold nearly anything between its quotation marks; it is no fault of the server."""
    url, odd = f"/initiatives/{house.initiative.pk}/team/invite/", world.addresses()
    for address in odd:
        mail.outbox.clear()
        answer: Any = as_(house.lead).post(url, body(address))
        assert answer.status_code in {200, 422}, address
        assert alone(Page.of(answer.content.decode())) == []
        for each in mail.outbox:
            message = message_from_bytes(each.message().as_bytes())
            assert set(message.keys()) == HEADERS
            ((name, receiver),) = getaddresses([message["To"]])
            assert (name, receiver.rpartition("@")[2]) == ("", "evil.example")
    record_property("hostile texts shown", len(odd))
    assert Invitation.objects.count() >= 30


def body(address: str) -> dict[str, str]:
    """Return what the form of an invitation sends."""
    return {"email": address, "role": str(int(Role.OBSERVER)), "submission_key": str(uuid4())}
