"""The person who signs in."""

import uuid
from datetime import UTC, datetime
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..personal_data import ACCOUNT, SECRET, PersonalFields
from ..typed_text import ROOM
from .audit import AuditEntry

ERASED_DOMAIN = "erased.invalid"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UserManager(BaseUserManager["User"]):
    """Makes people; there is no superuser, since rights come from memberships."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> "User":
        """Make a person with a hashed password (none: cannot sign in until one is set).

        The address counts as theirs: it was invited, or given on the machine itself.
        """
        user = self.model(email=self.normalize_email(email).lower(), **values)
        user.set_password(password)
        with transaction.atomic():
            user.save(using=self._db)
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class User(AbstractBaseUser):
    """A person with an account: a colleague of a public body, known by e-mail address.

    Of someone who was erased (`erased_at`) the row stays without anything about the person, since what they did
    for the organisation stays. `warned_at` says when the person was told that the account is about to end.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=ROOM * 150)
    language = models.CharField(_("language"), max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    warned_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    PERSONAL: ClassVar[PersonalFields] = {
        "email": ACCOUNT,
        "name": ACCOUNT,
        "language": ACCOUNT,
        "password": SECRET,
        "last_login": ACCOUNT,
        "joined_at": ACCOUNT,
    }

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return str(_("former colleague")) if self.erased_at else self.name or self.email

    def revise(self, *, name: str, language: str, by: Any) -> None:
        self.name, self.language = name, language
        with transaction.atomic():
            self.save(update_fields=["name", "language"])
            AuditEntry.record("account.revised", by=by, target=self)

    def anonymise(self) -> None:
        """Take everything about the person out of the row, and let nobody sign in with it."""
        nowhere = f"{self.pk}@{ERASED_DOMAIN}"
        self.email, self.name, self.language = nowhere, "", ""
        self.is_active, self.last_login, self.joined_at = False, None, EPOCH
        self.warned_at, self.erased_at = None, timezone.now()
        self.set_unusable_password()
        self.save()
