"""Everyone who can reach a form, and where every form is used."""

import hashlib
import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from projects.models import User
from tests import factories
from tests.access.table import Browser
from tests.access.worlds import Worlds, make_worlds
from tests.conftest import House, Road
from tests.hostile.forms import Use, uses

OPENED_AND_MADE = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
"""What a device says of a passkey: somebody was there, opened it, and here it is."""


@pytest.fixture
def worlds(house: House, road: Road) -> Worlds:
    """Make the worlds, with a code for the facilitator and a passkey for the observer."""
    factories.make_problem("a-problem")
    for name in ("lead", "facilitator"):
        person = getattr(house, name)
        person.email = f"{name}@example.org"
        person.save()
    TOTP.activate(house.facilitator, generate_totp_secret())
    give_passkey(house.observer)
    return make_worlds(house, road)


def give_passkey(person: User) -> None:
    """Keep a passkey as if a browser had made it."""
    point = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    key = ES256(
        {1: 2, 3: ES256.ALGORITHM, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
    )
    made = AttestedCredentialData.create(bytes(16), b"a-passkey-of-ours", key)
    site = hashlib.sha256(b"testserver").digest()
    data = AuthenticatorData.create(site, OPENED_AND_MADE, 0, made)
    said = {"type": "webauthn.create", "challenge": "x", "origin": "https://testserver"}
    credential = {
        "id": websafe_encode(b"a-passkey-of-ours"),
        "rawId": websafe_encode(b"a-passkey-of-ours"),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(json.dumps(said).encode()),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        },
    }
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "A device", "credential": credential}
    )


@pytest.fixture
def used(house: House, road: Road, worlds: Worlds, as_: Browser, settings: Any) -> dict[type[Any], Use]:
    """Find where every form is used."""
    settings.ACCOUNT_RATE_LIMITS = False
    people = ("lead", "administrator", "manager", "facilitator", "observer")
    browsers = {"nobody": as_(None), "with a code": as_(house.facilitator)}
    browsers |= {name: as_(getattr(house, name)) for name in people}
    for name in ("lead", "administrator", "manager"):
        browsers[name].post("/account/again/", {"password": factories.PASSWORD})
    spare = RecoveryCodes.activate(house.facilitator).get_unused_codes()[0]
    again: Any = browsers["with a code"].post("/account/second-factor/again/", {"code": spare})
    assert again.status_code == 302
    browsers["halfway"] = as_(None)
    signing_in = {"login": house.facilitator.email, "password": factories.PASSWORD}
    browsers["halfway"].post("/account/sign-in/", signing_in)
    return uses({**worlds.here, **_link_of_a_mail(house, browsers["nobody"])}, road, browsers)


def _link_of_a_mail(house: House, browser: Client) -> dict[str, str]:
    """Ask for a new password and follow the link, which leads to an address without the key."""
    browser.post("/account/password/reset/", {"email": house.lead.email})
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/password/reset/" in line).strip()
    place = browser.get(link.partition("testserver")[2] or link.partition(":8000")[2]).headers["Location"]
    uidb36, key = place.rstrip("/").rpartition("/")[2].split("-", 1)
    return {"uidb36": uidb36, "key": key}
