"""Secrets in a database that a backup takes along."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator


def secret_of_the_app() -> str:
    """Read the secret of the one second factor there is."""
    return str(get_adapter().decrypt(Authenticator.objects.get().data["secret"]))
