"""Asking hosts outside: only the permitted ones, never for long; a provider that is away takes nothing else with it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache

from projects.accounts.oidc.client import (
    ALL_SECONDS,
    MAX_BYTES,
    ProviderClient,
    ProviderError,
    check_address,
)
from projects.accounts.oidc.protocol import same_address
from projects.models import IdentityProvider
from tests import factories
from tests.conftest import House, Road
from tests.oidc.people import started, who
from tests.oidc.providers import Provider, browser, come_back

pytestmark = pytest.mark.django_db

LIMIT = 5.5
"""Seconds that a page may take when a provider does not answer: five, and what the page itself needs."""


@contextmanager
def listener(answer: Callable[[socket.socket], None], settings: Any) -> Iterator[str]:
    """Listen on a port of our own and deal with every caller so; give the address, which is permitted."""
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                caller, _from = server.accept()
            except OSError:
                return
            threading.Thread(target=quietly, args=(caller,), daemon=True).start()

    def quietly(caller: socket.socket) -> None:
        with caller:
            try:
                answer(caller)
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    host = f"127.0.0.1:{server.getsockname()[1]}"
    settings.OIDC_HOSTS, settings.OIDC_PLAIN_ON_LOOPBACK = [host], True
    yield f"http://{host}"
    ended.set()
    server.close()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"


def silent(caller: socket.socket) -> None:
    """Take the question and say nothing."""
    time.sleep(30)


def dripping(caller: socket.socket) -> None:
    """Begin to answer and send a letter now and then."""
    caller.recv(65_536)
    caller.sendall(HEAD)
    for _letter in range(100):
        caller.sendall(b" ")
        time.sleep(0.3)


def endless(caller: socket.socket) -> None:
    """Answer as much as is taken."""
    caller.recv(65_536)
    caller.sendall(HEAD)
    while True:
        caller.sendall(b" " * 65_536)


def broken(caller: socket.socket) -> None:
    """Say something that is no HTTP."""
    caller.recv(65_536)
    caller.sendall(b"SSH-2.0-nothing\r\n")


def honest(caller: socket.socket) -> None:
    """Answer."""
    caller.recv(65_536)
    caller.sendall(HEAD + b'{"hello": "there"}')


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(silent, "unreachable"), (dripping, "unreachable"), (endless, "too-long"), (broken, "unreachable")],
    ids=lambda each: getattr(each, "__name__", each),
)
def test_a_host_that_does_not_answer_well_costs_five_seconds_at_most(
    answer: Callable[[socket.socket], None], reason: str, settings: Any
) -> None:
    with listener(answer, settings) as address:
        begin = time.monotonic()
        with pytest.raises(ProviderError) as error:
            ProviderClient().get(f"{address}/x")
        assert time.monotonic() - begin < LIMIT
        assert error.value.reason == reason


def test_a_host_that_answers_is_heard(settings: Any) -> None:
    with listener(honest, settings) as address:
        assert ProviderClient().get(f"{address}/x") == {"hello": "there"}


def test_the_time_is_for_all_questions_of_a_page_together(settings: Any) -> None:
    with listener(honest, settings) as address:
        talk = ProviderClient()
        talk.get(f"{address}/x")
        talk.ends_at = time.monotonic()
        with pytest.raises(ProviderError):
            talk.get(f"{address}/x")
    assert ALL_SECONDS <= 5
    assert MAX_BYTES <= 1_000_000


REFUSED = (
    ("http://login.example/", "not-https"),
    ("ftp://login.example/", "not-https"),
    ("file:///etc/passwd", "not-https"),
    ("javascript:alert(1)", "not-https"),
    ("//login.example/", "not-https"),
    ("login.example", "not-https"),
    ("https://", "no-address"),
    ("https://someone@login.example/", "no-address"),
    ("https://login.example/#part", "no-address"),
    ("https://login.ex\u0430mple/", "no-address"),
    ("https://login.example:99999/", "no-address"),
    ("https://[login.example/", "no-address"),
    ("https://elsewhere.example/", "host-not-allowed"),
    ("https://login.example.elsewhere.example/", "host-not-allowed"),
    ("https://sub.login.example/", "host-not-allowed"),
    ("https://login.example:8443/", "host-not-allowed"),
    ("https://169.254.169.254/", "host-not-allowed"),
    ("https://127.0.0.1/", "host-not-allowed"),
    ("http://127.0.0.1/", "not-https"),
)


@pytest.mark.parametrize(("address", "reason"), REFUSED)
def test_only_permitted_hosts_are_asked(address: str, reason: str, settings: Any) -> None:
    settings.OIDC_HOSTS, settings.OIDC_PLAIN_ON_LOOPBACK = ["login.example", "other.example:8443"], False
    with pytest.raises(ProviderError) as error:
        check_address(address)
    assert error.value.reason == reason


@pytest.mark.parametrize(
    "address",
    ["https://login.example/", "https://LOGIN.example:443/a", "https://other.example:8443/b?c=d"],
)
def test_a_permitted_host_is_asked(address: str, settings: Any) -> None:
    settings.OIDC_HOSTS = ["login.example", "other.example:8443"]
    check_address(address)


def test_addresses_that_only_look_alike_are_not_the_same() -> None:
    assert same_address("Kim@Example.org", "kim@example.org")
    assert same_address("k\u00efm@example.org", "k\u00efm@example.org")
    assert not same_address("\u212aim@example.org", "kim@example.org")
    assert not same_address("", "kim@example.org")


@pytest.fixture
def linked(house: House, road: Road, row: IdentityProvider) -> IdentityProvider:
    """Link Nina of the provider to the lead."""
    row.link(house.lead, "1", by=house.lead)
    return row


def test_a_provider_that_is_away_is_told_within_the_time_and_the_password_still_works(
    house: House, provider: Provider, linked: IdentityProvider
) -> None:
    ours, address = started(linked)
    provider.behave(seconds=7)
    for call in (lambda: browser().post(f"/account/with/{linked.pk}/"), lambda: come_back(ours, address)):
        cache.clear()
        begin = time.monotonic()
        answer = call()
        assert time.monotonic() - begin < LIMIT
        assert answer.status_code == 424
        assert "Gemeente Voorbeeld does not answer" in answer.text
        assert "/account/sign-in/" in answer.text
    other = browser()
    begin = time.monotonic()
    assert "Continue with Gemeente Voorbeeld" in other.get("/account/sign-in/").text
    other.post("/account/sign-in/", {"login": house.lead.email, "password": factories.PASSWORD})
    assert time.monotonic() - begin < 3
    assert who(other) == str(house.lead.pk)


def test_who_comes_right_after_does_not_wait_again(provider: Provider, linked: IdentityProvider) -> None:
    provider.behave(seconds=7)
    assert browser().post(f"/account/with/{linked.pk}/").status_code == 424
    begin = time.monotonic()
    assert browser().post(f"/account/with/{linked.pk}/").status_code == 424
    assert time.monotonic() - begin < 1
    provider.behave()
    cache.clear()
    assert browser().post(f"/account/with/{linked.pk}/").status_code == 302


def test_a_provider_that_was_switched_off_is_told_at_once(
    house: House, provider: Provider, linked: IdentityProvider, settings: Any
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{nobody.getsockname()[1]}"
    settings.OIDC_HOSTS = [host]
    IdentityProvider.objects.filter(pk=linked.pk).update(issuer=f"http://{host}")
    begin = time.monotonic()
    answer = browser().post(f"/account/with/{linked.pk}/")
    assert (answer.status_code, time.monotonic() - begin < 2) == (424, True)
