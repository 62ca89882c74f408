"""Mails of the embedded mode on a page: for who sits at the machine, and nowhere else."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from cocreation.operations.mail_preview import BACKEND, MAX_MAILS, folder, kept_mails
from projects.mail import send
from projects.models import OrganisationRole, User
from tests import factories
from tests.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
ELSEWHERE: dict[str, dict[str, Any]] = {
    "from the network": {"REMOTE_ADDR": "192.0.2.7"},
    "from a neighbour of the loopback": {"REMOTE_ADDR": "127.0.0.2"},
    "without an address": {"REMOTE_ADDR": ""},
    "through a proxy": {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
    "through a proxy that says it is local": {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    "through a proxy with an empty header": {"HTTP_X_FORWARDED_FOR": ""},
    "through a proxy of the standard": {"HTTP_FORWARDED": "for=192.0.2.7"},
    "with another host": {"HTTP_X_FORWARDED_HOST": "x.example"},
    "through a gateway": {"HTTP_VIA": "1.1 x"},
    "through nginx": {"HTTP_X_REAL_IP": "192.0.2.7"},
}


@pytest.fixture
def here(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Run as the embedded mode does, with a folder of our own."""
    settings.EMBEDDED, settings.EMAIL_BACKEND, settings.VAR_DIR = True, BACKEND, tmp_path
    yield


def test_a_mail_can_be_read_on_the_page(here: None, house: House, client: Client) -> None:
    sent = client.post("/account/password/reset/", {"email": house.lead.email})
    assert sent.status_code == 302
    page: Any = client.get("/mails/")
    assert page.status_code == 200
    assert house.lead.email in page.text
    (kept,) = kept_mails()
    link = next(word for word in kept.text.split() if "/account/password/reset/" in word)
    assert f'href="{link}"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert client.get(link.removeprefix("http://testserver")).status_code == 302


def test_files_are_for_their_owner_only_and_the_last_ones_are_kept(
    here: None, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(MAX_MAILS + 3):
        mail.send_mail(f"Subject {number}", "Words", None, ["x@example.org"])
    assert folder().stat().st_mode & 0o077 == 0
    files = list(folder().glob("*.eml"))
    assert len(files) == MAX_MAILS
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
    subjects = [each.subject for each in kept_mails()]
    assert subjects[0] == f"Subject {MAX_MAILS + 2}"
    assert subjects[-1] == "Subject 3"
    assert f"Subject: Subject {MAX_MAILS + 2}" in capsys.readouterr().out


def test_what_a_mail_says_is_text_and_a_broken_file_is_passed_over(here: None, client: Client) -> None:
    assert "There are no mails yet." in client.get("/mails/", headers={"accept-language": "en"}).text
    mail.send_mail("<b>Hé</b>", "<script>alert(1)</script> & é\n\nhttp://x.example/", None, ["x@example.org"])
    (folder() / "99.eml").write_bytes(b"Content-Type: text/plain; charset=no-such\n\nx")
    (folder() / "98.eml").write_bytes(b"\xff\x00")
    page = client.get("/mails/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; é" in page
    assert "&lt;b&gt;Hé&lt;/b&gt;" in page


@pytest.mark.parametrize("where", ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_there_is_no_such_page_for_who_does_not_sit_at_the_machine(
    where: dict[str, Any], here: None, house: House, client: Client
) -> None:
    send("account-ending", house.lead.email, language="en", link="http://secret.example/")
    assert "secret.example" in client.get("/mails/").text
    refused: Any = client.get("/mails/", **where)
    assert refused.status_code == 404
    assert "secret.example" not in refused.text
    assert "/mails/" not in client.get("/account/sign-in/", **where).text
    assert "/mails/" in client.get("/account/sign-in/").text


def test_a_name_of_elsewhere_for_this_machine_does_not_help(here: None, client: Client) -> None:
    assert client.get("/mails/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("embedded", "backend"),
    [(False, BACKEND), (True, "django.core.mail.backends.console.EmailBackend")],
)
def test_outside_the_mode_and_without_the_backend_there_is_no_such_page(
    embedded: bool, backend: str, here: None, settings: Any, client: Client
) -> None:
    mail.send_mail("Subject", "Words", None, ["x@example.org"])
    settings.EMBEDDED, settings.EMAIL_BACKEND = embedded, backend
    assert client.get("/mails/").status_code == 404
    assert "/mails/" not in client.get("/account/sign-in/").text


def test_who_invites_is_led_to_the_page(here: None, house: House, as_: Browser, settings: Any) -> None:
    url = f"/organisation/{house.organisation.pk}/people/invite/"
    body = {"email": "new@example.org", "role": OrganisationRole.MEMBER}
    key = "8f3f4c1e-0f6e-4f3f-9a33-0c1d2e3f4a5b"
    page = as_(house.administrator).post(url, {**body, "submission_key": key}).text
    assert 'href="/mails/"' in page
    assert "We sent a mail" not in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    body["email"] = factories.make_user().email
    page = as_(house.administrator).post(url, {**body, "submission_key": key[:-1] + "c"}).text
    assert 'href="/mails/"' not in page
    assert "We sent a mail" in page


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"EMBEDDED": "true"}, BACKEND),
        ({"EMBEDDED": "true", "EMAIL_URL": "smtp://x.example:25"}, "smtp.EmailBackend"),
        ({"EMBEDDED": "false", "DEBUG": "true"}, "console.EmailBackend"),
    ],
)
def test_the_mode_and_the_mail_server_choose_the_backend(more: dict[str, str], wanted: str) -> None:
    ask = "from cocreation import settings; print(settings.EMAIL_BACKEND)"
    hidden = {"EMBEDDED", "DEBUG", "EMAIL_URL", "SECRET_KEY", "DATABASE_URL"}
    clean = {name: value for name, value in os.environ.items() if name not in hidden}
    given = {**clean, "SECRET_KEY": "a-key-of-this-test-" + "x" * 50, "ALLOWED_HOSTS": "x", **more}
    told = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=settings.BASE_DIR,
        env=given,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip().endswith(wanted)
