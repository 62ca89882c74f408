"""Encrypts every secret in the database with the SECRET_KEY of now, so that an earlier one can go."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ...accounts.second_factor import PURPOSE as OF_PEOPLE
from ...models import IdentityProvider
from ...models.encryption import UnreadableSecretError, reencrypt
from ...models.identity_provider import PURPOSE as OF_PROVIDERS

PARTS = ("secret", "seed")


class Command(BaseCommand):
    """Says how many secrets are under the key of now, and how many cannot be read at all."""

    help = __doc__ or ""

    def handle(self, **options: Any) -> None:
        """Encrypt them again, one row at a time."""
        done = lost = 0
        kinds: tuple[tuple[Any, Any], ...] = (
            (_of_a_person, Authenticator.objects),
            (_of_a_provider, IdentityProvider.objects),
        )
        for change, rows in kinds:
            for pk in rows.values_list("pk", flat=True).order_by("pk"):
                try:
                    with transaction.atomic():
                        done += change(rows.select_for_update().get(pk=pk))
                except UnreadableSecretError:
                    lost += 1
        self.stdout.write(f"{done} secrets are encrypted with the SECRET_KEY of now.")
        if lost:
            raise CommandError(
                f"{lost} cannot be read with any key that is named here. Put the earlier key into SECRET_KEY_FALLBACKS "
                "and run this again. Is it lost, then take the second factor off (forget_second_factor) and let "
                "administrators fill in the secret of their sign-in again."
            )
        self.stdout.write(
            "No secret needs an earlier key. SECRET_KEY_FALLBACKS may go a day from now, when links in mails "
            "and sign-ins of before are over."
        )


def _of_a_person(row: Authenticator) -> int:
    found: dict[str, Any] = {
        part: reencrypt(row.data[part], purpose=OF_PEOPLE) for part in PARTS if row.data.get(part)
    }
    if codes := row.data.get("migrated_codes"):
        found["migrated_codes"] = [reencrypt(code, purpose=OF_PEOPLE) for code in codes]
    row.data |= found
    row.save(update_fields=["data"])
    return len(found)


def _of_a_provider(row: IdentityProvider) -> int:
    if not row.encrypted_secret:
        return 0
    fresh = reencrypt(row.encrypted_secret, purpose=OF_PROVIDERS)
    IdentityProvider.objects.filter(pk=row.pk).update(encrypted_secret=fresh)
    return 1
