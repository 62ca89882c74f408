"""How passwords are hashed."""

import unicodedata

from django.contrib.auth.hashers import Argon2PasswordHasher


def normalized(password: str) -> str:
    """Return a password as it is hashed: one way of writing each letter, whatever the keyboard made of it."""
    return unicodedata.normalize("NFKC", password)


class TunedArgon2(Argon2PasswordHasher):
    """Argon2id sized for many sign-ins at once: 46 MiB, two passes, one lane. Passwords are normalised first.

    A hash from before that is still right for the password as it was typed then. Looking at both costs a second
    hash; `encode` takes it too, so that the time tells nobody whether an account is there: with an unknown address
    the password is encoded, with a known one it is verified.
    """

    time_cost = 2
    memory_cost = 47_104
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        plain = normalized(password)
        if plain != password:
            super().encode(password, salt)
        return super().encode(plain, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Tell whether the password is right, as it is hashed now or as it was before."""
        plain = normalized(password)
        right = super().verify(plain, encoded)
        return right or (plain != password and super().verify(password, encoded))

    def is_outdated(self, password: str, encoded: str) -> bool:
        """Tell whether the right `password` was hashed as it was typed."""
        plain = normalized(password)
        return plain != password and not super().verify(plain, encoded)
