"""Secrets that the database may hold but not tell: encrypted with keys made of the application's secret."""

import base64
import hashlib
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class UnreadableSecretError(InvalidToken, ValidationError):
    """The secret was encrypted with a key that the application does not have any more. A form says so in its field."""

    def __init__(self) -> None:
        ValidationError.__init__(
            self,
            _(
                "We can no longer check your codes: the key of this site was changed. Use a passkey if you have one. "
                "Otherwise tell your administrator: who runs this app can take the second step off."
            ),
        )


def encrypt(text: str, *, purpose: str) -> str:
    """Encrypt a secret for the database; what was encrypted for one purpose cannot be read for another."""
    return _keys(purpose).encrypt(text.encode()).decode()


def decrypt(encrypted: str, *, purpose: str) -> str:
    """Read a secret; one made with an earlier key of the application too. `UnreadableSecretError` when none fits."""
    try:
        return _keys(purpose).decrypt(encrypted.encode()).decode()
    except InvalidToken as error:
        raise UnreadableSecretError from error


def reencrypt(encrypted: str, *, purpose: str) -> str:
    """Return the same secret, encrypted with the key of now; `UnreadableSecretError` when it cannot be read."""
    return encrypt(decrypt(encrypted, purpose=purpose), purpose=purpose)


def uses_current_key(encrypted: str, *, purpose: str) -> bool:
    """Tell whether a secret can be read with the key of now alone."""
    try:
        _keys(purpose, earlier=False).decrypt(encrypted.encode())
    except InvalidToken:
        return False
    return True


def _keys(purpose: str, *, earlier: bool = True) -> Any:
    from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415 - slow library

    secrets = [settings.SECRET_KEY, *(settings.SECRET_KEY_FALLBACKS if earlier else ())]
    digests = [hashlib.sha256(f"{purpose} {secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
