"""Who lost phone and spare codes gets in again through who runs the server, and is told."""

import io
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from projects.models import AuditEntry, Session, User
from tests import factories
from tests.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


def test_it_is_taken_off_and_told_and_asked_for_again(house: House, as_: Browser) -> None:
    house.organisation.set_second_factor_required(required=True, by=house.administrator)
    for person in (house.lead, house.facilitator):
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
    as_(house.lead)
    out = io.StringIO()
    call_command("forget_second_factor", house.lead.email.upper(), stdout=out)
    assert str(house.lead.pk) in out.getvalue()
    assert set(Authenticator.objects.values_list("user", flat=True)) == {house.facilitator.pk}
    assert not Session.objects.of(house.lead).exists()
    line = AuditEntry.objects.get(action="account.second-factor-lost")
    assert (line.by, line.target_id) == (None, str(house.lead.pk))
    assert [sent.to for sent in mail.outbox] == [[house.lead.email]]
    browser = Client()
    browser.post("/account/sign-in/", {"login": house.lead.email, "password": factories.PASSWORD})
    assert browser.get("/initiatives/").headers["Location"] == "/account/second-factor/"


def test_who_has_none_or_is_unknown_is_said(house: House) -> None:
    with pytest.raises(CommandError, match="no second factor"):
        call_command("forget_second_factor", house.lead.email)
    with pytest.raises(CommandError, match="Nobody"):
        call_command("forget_second_factor", "nobody@example.org")
    assert mail.outbox == []
