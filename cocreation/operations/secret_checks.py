"""What a server refuses to start with: secrets that are short, known from our own files, or used twice."""

from django.core.exceptions import ImproperlyConfigured
from environs import ValidationError

SAMPLES = ("only-for-development", "#", "secret", "change")
MIN_LENGTH = 50
MIN_DISTINCT_LETTERS = 5


def check_secret(value: str) -> None:
    """Refuse a secret that is short, of few letters, or one of our samples; the refusal does not repeat it."""
    plain = value.strip()
    is_sample = plain.lower().startswith(SAMPLES)
    if len(plain) < MIN_LENGTH or len(set(plain)) < MIN_DISTINCT_LETTERS or is_sample:
        raise ValidationError("A secret has at least 50 letters of many kinds, and is none of the examples.")


def check_apart(secret_key: str, audit_key: str) -> None:
    """Refuse one key for both: who can sign a session must not be able to seal the trail."""
    if secret_key == audit_key:
        raise ImproperlyConfigured("AUDIT_KEY is the same as SECRET_KEY. Choose another one.")


def check_password(password: str) -> None:
    """Refuse the password that stands in the example."""
    if password == "secret":  # noqa: S105 - refused because everybody knows it
        raise ImproperlyConfigured("DATABASE_URL has the password of the example. Choose another one.")
