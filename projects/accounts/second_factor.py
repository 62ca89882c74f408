"""The second factor: a code of an app, with codes for when the phone is lost. Secrets are kept encrypted."""

import uuid
from collections.abc import Collection
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.db import transaction
from django.db.models import Q

from ..models import AuditEntry, Organisation
from ..models.encryption import decrypt, encrypt

PURPOSE = "second factor"
SUSPENDED = "tied to the password"


class SecondFactor(DefaultMFAAdapter):
    """Keeps secrets encrypted with a key made of the application's secret, and names the app after the product."""

    def encrypt(self, text: str) -> str:
        return encrypt(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret; one made with an earlier key of the application too."""
        return decrypt(encrypted_text, purpose=PURPOSE)

    def get_totp_issuer(self) -> str:
        """Return the name that the app shows."""
        return "Roadmap co-creatie"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the name that a browser shows beside a passkey, and the host for which it works."""
        return {**super().get_public_key_credential_rp_entity(), "name": self.get_totp_issuer()}


def lacks_second_factor(user: Any, *, proven_for: Collection[Any] = ()) -> bool:
    """Tell whether an organisation that `user` belongs to, or works with in a team, asks for one that they do not have.

    `proven_for` holds the ids of organisations whose own sign-in asked for one already.
    """
    known = Q(pk__in=user.memberships.values("organisation"))
    known |= Q(pk__in=user.teams.values("initiative__organisation"))
    asked = Organisation.objects.filter(known, second_factor_required=True).exclude(pk__in=proven_for)
    return asked.exists() and not is_mfa_enabled(user)


def suspend_passkeys(user: Any) -> int:
    """Let each passkey of `user` open nothing until it was used once after the password; give how many there are."""
    passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    for passkey in passkeys:
        passkey.data[SUSPENDED] = True
        passkey.save(update_fields=["data"])
    return len(passkeys)


def is_suspended(passkey: Authenticator) -> bool:
    """Tell whether a passkey opens nothing without the password."""
    return SUSPENDED in passkey.data


def restore_passkey(passkey: Authenticator) -> None:
    """Let a passkey work by itself again, since whoever has it knows the password too."""
    if is_suspended(passkey):
        with transaction.atomic():
            del passkey.data[SUSPENDED]
            passkey.save(update_fields=["data"])
            AuditEntry.record("account.passkey-untied", by=passkey.user, target=passkey.user)


def passkey_id(passkey: Authenticator) -> uuid.UUID:
    """Return the id by which an address names a passkey; the number of its row stays inside."""
    return uuid.uuid5(passkey.user_id, str(passkey.pk))


def passkeys_of(user: Any) -> list[dict[str, Any]]:
    rows = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("created_at")
    return [
        {"id": passkey_id(row), "name": row.wrap().name, "suspended": is_suspended(row), "row": row}
        for row in rows
    ]


def factors_of(user: Any) -> dict[str, int]:
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return {str(kind): kinds.count(kind) for kind in Authenticator.Type.values}
