"""The code of half a minute before and after is right too, and each code once."""

import time

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from tests import factories
from tests.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def _signs_in(email: str, code: str) -> bool:
    browser = Client()
    browser.post("/account/sign-in/", {"login": email, "password": factories.PASSWORD})
    browser.post("/account/second-factor/code/", {"code": code})
    return "_auth_user_id" in browser.session


def test_three_codes_are_right_and_none_of_them_twice(house: House, settings: object) -> None:
    settings.MFA_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS = False  # type: ignore[attr-defined]
    secret = generate_totp_secret()
    TOTP.activate(house.lead, secret)
    with time_machine.travel(1_790_000_010, tick=False) as clock:
        now = int(time.time()) // 30
        codes = {step: format_hotp_value(hotp_value(secret, now + step)) for step in (-2, -1, 0, 1, 2)}
        assert not _signs_in(house.lead.email, codes[-2])
        assert not _signs_in(house.lead.email, codes[2])
        for step in (-1, 0, 1):
            assert _signs_in(house.lead.email, codes[step]), step
            assert not _signs_in(house.lead.email, codes[step]), "once"
        clock.shift(45)
        assert not _signs_in(house.lead.email, codes[1]), "still right by the clock, and used"
