"""Secrets that the database may hold but not tell: encrypted with keys made of the application's secret."""

import base64
import hashlib
from typing import Any

from django.conf import settings


def encrypt(text: str, *, purpose: str) -> str:
    """Encrypt a secret for the database; what was encrypted for one purpose cannot be read for another."""
    return _keys(purpose).encrypt(text.encode()).decode()


def decrypt(encrypted: str, *, purpose: str) -> str:
    """Read a secret; one made with an earlier key of the application too."""
    return _keys(purpose).decrypt(encrypted.encode()).decode()


def _keys(purpose: str) -> Any:
    from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415 - slow library

    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"{purpose} {secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
