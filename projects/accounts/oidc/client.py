"""Asking hosts outside: only those that the operator allows, over an encrypted line, and not for long."""

import json
import time
from typing import Any
from urllib.parse import urlsplit

import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from urllib3.exceptions import HTTPError

CONNECT_SECONDS, ALL_SECONDS = 2.0, 5.0
MAX_BYTES = 200_000
LOOPBACK = frozenset({"127.0.0.1", "localhost"})


class ProviderError(OAuth2Error):
    """It did not work; `reason` is a code, `about` says which host, address or part it is about."""

    def __init__(self, reason: str, about: str = "") -> None:
        super().__init__(reason)
        self.reason, self.about = reason, about


def oidc_enabled() -> bool:
    """Tell whether the operator allows any provider."""
    return bool(settings.OIDC_HOSTS)


def check_address(address: str) -> None:
    """Raise `ProviderError` unless this app may talk to an address."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ProviderError("no-address", address) from error
    plain = parts.scheme == "http" and host in LOOPBACK and settings.OIDC_PLAIN_ON_LOOPBACK
    if parts.scheme != "https" and not plain:
        raise ProviderError("not-https", address)
    if not host or parts.username is not None or parts.fragment or not address.isascii():
        raise ProviderError("no-address", address)
    named = f"{host}:{port}" if port not in {None, 443} else host
    if named not in settings.OIDC_HOSTS:
        raise ProviderError("host-not-allowed", named)


def origin_of(address: str) -> str:
    """Return scheme and host of an address, as a content policy names it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


class ProviderClient:
    """What is asked of one provider for one page: all of it together takes five seconds at most."""

    def __init__(self) -> None:
        self.ends_at = time.monotonic() + ALL_SECONDS

    def get(self, address: str, **headers: str) -> dict[str, Any]:
        """Fetch a JSON object."""
        return self._ask("GET", address, headers)

    def post(self, address: str, form: dict[str, str], **headers: str) -> dict[str, Any]:
        """Send a form; give the JSON object that answers it."""
        return self._ask("POST", address, headers, form)

    def _ask(
        self, method: str, address: str, headers: dict[str, str], form: dict[str, str] | None = None
    ) -> dict[str, Any]:
        check_address(address)
        plain = {"Accept": "application/json", "Accept-Encoding": "identity", **headers}
        try:
            with (
                requests.Session() as session,
                session.request(
                    method,
                    address,
                    data=form,
                    headers=plain,
                    auth=_as_it_is,
                    timeout=(min(CONNECT_SECONDS, self._left()), self._left()),
                    allow_redirects=False,
                    stream=True,
                ) as answer,
            ):
                body = self._read(answer)
        except (requests.RequestException, HTTPError, OSError) as error:
            raise ProviderError("unreachable", urlsplit(address).hostname or "") from error
        if 300 <= answer.status_code < 400:
            raise ProviderError("redirects", address)
        if answer.status_code != requests.codes.ok:
            raise ProviderError("not-found" if method == "GET" else "refused", address)
        return _object(body, address)

    def _read(self, answer: requests.Response) -> bytes:
        """Read piece by piece as it comes, so that neither a long nor a slow answer holds a page up."""
        body = b""
        while piece := answer.raw.read1(65_536):
            body += piece
            if len(body) > MAX_BYTES:
                raise ProviderError("too-long", answer.url)
            self._left()
        return body

    def _left(self) -> float:
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise ProviderError("unreachable")
        return left


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Sign in nowhere by ourselves: without this, passwords of a file of the machine would be sent."""
    return request


def _object(body: bytes, address: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ProviderError("no-json", address) from error
    if not isinstance(found, dict):
        raise ProviderError("no-json", address)
    return found
