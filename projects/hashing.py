"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class TownHallArgon2(Argon2PasswordHasher):
    """Argon2id sized for many sign-ins at once: 46 MiB, two passes, one lane."""

    time_cost = 2
    memory_cost = 47_104
    parallelism = 1
