"""Identity providers in processes of their own, and people who sign in there as with a browser."""

import socket
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests
from django.test import Client

from projects.accounts.oidc.providers import callback_of
from projects.models import IdentityProvider, Organisation, User

SECRET = "a-secret-that-only-the-two-of-us-know"  # noqa: S105 - for tests only
PASSWORD = "a-passphrase-of-the-provider"  # noqa: S105 - for tests only
CLIENT = "roadmap:co-creatie"
PATIENCE = 30


class Provider:
    """A provider that runs, with two people in it: Nina (subject 1) and Otto (subject 2)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as tried:
            tried.bind(("127.0.0.1", 0))
            self.host = f"127.0.0.1:{tried.getsockname()[1]}"
        self.issuer = f"http://{self.host}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it is the one that answers."""
        site = Path(__file__).with_name("provider_site.py")
        port = self.host.rpartition(":")[2]
        self.process = subprocess.Popen([sys.executable, str(site), str(self.folder), port])
        end = time.monotonic() + PATIENCE
        while not self._is_there():
            assert self.process.poll() is None, "the provider ended"
            assert time.monotonic() < end, "the provider does not answer"
            time.sleep(0.1)
        self.person(1, "nina@example.org", "Nina Nieuw")
        self.person(2, "otto@example.org", "Otto Oud")

    def _is_there(self) -> bool:
        try:
            said = requests.post(f"{self.issuer}/control/", json={}, timeout=5).json()
        except requests.RequestException:
            return False
        return bool(self.process and said["process"] == self.process.pid)

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def control(self, **said: Any) -> None:
        """Tell it something."""
        requests.post(f"{self.issuer}/control/", json=said, timeout=5).raise_for_status()

    def behave(self, **behaviour: Any) -> None:
        """Let it behave so from now on; nothing said: well."""
        self.control(behaviour=behaviour)

    def person(self, pk: int, email: str, name: str, *, verified: bool = True) -> None:
        """Make or change someone who has an account there."""
        kept = {"pk": pk, "email": email, "name": name, "password": PASSWORD, "verified": verified}
        self.control(person=kept)

    def knows(self, row: IdentityProvider) -> None:
        """Register our app there, as an IT department does."""
        self.control(client={"id": row.client_id, "secret": SECRET, "redirects": [callback_of(row.pk)]})

    def row(self, organisation: Organisation, *, by: User, **values: Any) -> IdentityProvider:
        """Let an organisation use it, and make our app known there."""
        given = {
            "name": "Gemeente Voorbeeld",
            "issuer": self.issuer,
            "client_id": CLIENT,
            "secret": SECRET,
            "asks_second_factor": False,
            "authorization_origin": self.issuer,
        }
        pk = IdentityProvider.next_id(organisation)
        row = IdentityProvider.set_up(organisation, by=by, pk=pk, **{**given, **values})
        self.knows(row)
        return row


class FirstForm(HTMLParser):
    """Reads where the form of a page goes, and what is filled in already."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, or a field that has its value."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = said.get("action", "")
        elif tag == "input" and (said["type"] == "hidden" or "checked" in said):
            self.fields.append((said["name"], said.get("value", "")))


class Person:
    """Someone with a browser at a provider: signs in there, says yes, and is sent back."""

    def __init__(self, email: str) -> None:
        self.email = email
        self.browser = requests.Session()

    def goes(self, address: str, *, agrees: bool = True) -> str:
        """Go where our app sends, until the provider sends back; give the address that leads back."""
        answer = self.browser.get(address, allow_redirects=False, timeout=10)
        for _step in range(12):
            if answer.is_redirect:
                there = urljoin(answer.url, answer.headers["Location"])
                if "/callback/" in there:
                    return there
                answer = self.browser.get(there, allow_redirects=False, timeout=10)
            elif 'name="login"' in answer.text:
                answer = self._sends(answer, login=self.email, password=PASSWORD)
            else:
                assert 'name="scopes"' in answer.text, answer.text
                answer = self._sends(answer, action="grant" if agrees else "cancel")
        raise AssertionError("the provider does not send back")

    def _sends(self, page: requests.Response, **filled: str) -> requests.Response:
        """Fill in a form of the provider and send it."""
        form = FirstForm()
        form.feed(page.text)
        return self.browser.post(
            urljoin(page.url, form.action or page.url),
            [*form.fields, *filled.items()],
            allow_redirects=False,
            timeout=10,
        )


def browser() -> Client:
    """Open our site as nobody, in English."""
    return Client(headers={"accept-language": "en"})


def dance(ours: Client, where: str, email: str = "nina@example.org", **fields: str) -> Any:
    """Press a button on our site, sign in at the provider, come back; give our last answer."""
    sent = ours.post(where, fields)
    assert sent.status_code == 302, sent.text
    return come_back(ours, Person(email).goes(sent.headers["Location"]))


def come_back(ours: Client, address: str) -> Any:
    """Open the address that leads back to our site."""
    return ours.get(address.replace("http://testserver", ""))
