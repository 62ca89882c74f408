"""The second factor: a code of an app, with codes for when the phone is lost. Secrets are kept encrypted."""

import base64
import hashlib
import uuid
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from .models import OrganisationMember


class SecondFactor(DefaultMFAAdapter):
    """Keeps secrets encrypted with a key made of the application's secret, and names the app after the product."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return self._keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret; one made with an earlier key of the application too."""
        return self._keys().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """Give the name that the app shows."""
        return "Roadmap co-creatie"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Give the name that a browser shows beside a passkey, and the host for which it works."""
        return {**super().get_public_key_credential_rp_entity(), "name": self.get_totp_issuer()}

    @staticmethod
    def _keys() -> Any:
        from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415 - slow library

        secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        digests = [hashlib.sha256(f"second factor {secret}".encode()).digest() for secret in secrets]
        return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def lacks_second_factor(user: Any) -> bool:
    """Tell whether an organisation of `user` asks for a second factor that they do not have."""
    asked = OrganisationMember.objects.filter(user=user, organisation__second_factor_required=True)
    return asked.exists() and not is_mfa_enabled(user)


def passkey_id(passkey: Authenticator) -> uuid.UUID:
    """Give the id by which an address names a passkey; the number of its row stays inside."""
    return uuid.uuid5(passkey.user_id, str(passkey.pk))


def passkeys_of(user: Any) -> list[dict[str, Any]]:
    """Give the passkeys of `user` for a page."""
    rows = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("created_at")
    return [{"id": passkey_id(row), "name": row.wrap().name, "row": row} for row in rows]


def factors_of(user: Any) -> dict[str, int]:
    """Give how many of each kind of second factor `user` has."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return {str(kind): kinds.count(kind) for kind in Authenticator.Type.values}
