"""The person who signs in."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes people; there is no superuser, since rights come from memberships."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> "User":
        """Make a person with a hashed password (none: cannot sign in until one is set)."""
        user = self.model(email=self.normalize_email(email).lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with an account: a colleague of a public body, known by e-mail address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    PERSONAL: ClassVar[frozenset[str]] = frozenset(
        {"id", "email", "name", "language", "password", "last_login", "joined_at", "is_active"}
    )
    NOT_PERSONAL: ClassVar[frozenset[str]] = frozenset()

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email
