"""How the people of an organisation sign in with the account of their work: at which provider, and who is who there.

A person is known by issuer and subject together, never by an address. The issuer and the client id of a row never
change: another issuer is another row, so that a link can never come to mean somebody of elsewhere.
"""

import uuid
from typing import Any, ClassVar, Self

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..personal_data import DONE_BY, PersonalFields
from ..typed_text import ROOM
from .audit import AuditEntry
from .encryption import decrypt, encrypt
from .invitation import Invitation
from .organisation import Organisation
from .user import User
from .versioned import VersionedModel

PURPOSE = "identity provider"


class LinkedElsewhereError(Exception):
    """This account of the provider belongs to somebody else here, or the person has another one there."""


class NoWayInError(Exception):
    """The person could not sign in any more without this link."""


class AddressTakenError(Exception):
    """Somebody with this address has an account already."""


class IdentityProviderQuerySet(models.QuerySet["IdentityProvider"]):
    def live(self) -> Self:
        """Keep what was not removed."""
        return self.filter(removed_at=None).order_by("organisation__name", "created_at", "pk")

    def open_to(self, user: Any) -> Self:
        """Keep those of organisations that `user` belongs to, or works with in a team."""
        mine = Q(organisation__members__user=user) | Q(organisation__initiatives__team__user=user)
        return self.live().filter(pk__in=self.model.objects.filter(mine).values("pk"))


class IdentityProvider(VersionedModel):
    """The sign-in of an organisation: an OpenID Connect provider, and how this app is known there."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="identity_providers"
    )
    name = models.CharField(_("name on the button"), max_length=ROOM * 60)
    issuer = models.CharField(_("issuer"), max_length=300)
    client_id = models.CharField(_("client id"), max_length=191)
    encrypted_secret = models.TextField()
    asks_second_factor = models.BooleanField(default=False)
    authorization_origin = models.CharField(max_length=300)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    PERSONAL: ClassVar[PersonalFields] = {**VersionedModel.PERSONAL, "created_by": DONE_BY}

    objects = IdentityProviderQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("sign-ins of organisations")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation", "issuer", "client_id"],
                condition=Q(removed_at=None),
                name="identity_provider_once_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def next_id(cls, organisation: Organisation) -> uuid.UUID:
        """Return the id that the next one will have, so that its address can be told before it is set up."""
        return uuid.uuid5(organisation.pk, f"identity provider {organisation.identity_providers.count()}")

    @classmethod
    def set_up(
        cls, organisation: Organisation, *, by: Any, pk: uuid.UUID, secret: str, **values: Any
    ) -> "IdentityProvider":
        with transaction.atomic():
            provider = cls.objects.create(
                id=pk,
                organisation=organisation,
                encrypted_secret=encrypt(secret, purpose=PURPOSE),
                created_by=by,
                updated_by=by,
                **values,
            )
            provider._record("identity-provider.set-up", by=by)
        return provider

    @property
    def secret(self) -> str:
        """Return the secret in clear."""
        return decrypt(self.encrypted_secret, purpose=PURPOSE)

    def revise(
        self,
        *,
        by: Any,
        based_on: int,
        name: str,
        asks_second_factor: bool,
        authorization_origin: str,
        secret: str = "",
    ) -> None:
        """Store another name, another secret (empty: the one there is) and what was found out about the provider."""
        values: dict[str, Any] = {"name": name, "asks_second_factor": asks_second_factor}
        values["authorization_origin"] = authorization_origin
        if secret:
            values["encrypted_secret"] = encrypt(secret, purpose=PURPOSE)
        with transaction.atomic():
            self.update_version(by=by, based_on=based_on, **values)
            self._record("identity-provider.revised", by=by, new_secret=bool(secret))

    def remove(self, *, by: Any) -> None:
        """Let nobody sign in there any more; the links go with it."""
        with transaction.atomic():
            gone = {"removed_at": timezone.now(), "encrypted_secret": ""}
            if IdentityProvider.objects.live().filter(pk=self.pk).update(**gone):
                links, _kinds = self.links().delete()
                self._record("identity-provider.removed", by=by, links=links)

    def links(self) -> models.QuerySet[SocialAccount]:
        return SocialAccount.objects.filter(provider=str(self.pk))

    def link(self, user: Any, subject: str, *, by: Any) -> SocialAccount:
        """Let `user` sign in as `subject` of this provider.

        Raises `LinkedElsewhereError` when the subject is somebody else's, or the person has another one there.
        """
        try:
            with transaction.atomic():
                mine = self.links().filter(user=user).first()
                if mine is None:
                    mine = self.links().create(user=user, provider=str(self.pk), uid=subject)
                    self._record("identity-provider.linked", by=by)
        except IntegrityError as error:
            raise LinkedElsewhereError from error
        if mine.uid != subject:
            raise LinkedElsewhereError
        return mine

    def unlink(self, user: Any, *, by: Any) -> None:
        """Take the link of `user` away; `NoWayInError` when neither a password nor another link would be left."""
        with transaction.atomic():
            person = User.objects.select_for_update().get(pk=user.pk)
            others = [
                str(pk)
                for pk in type(self).objects.open_to(person).exclude(pk=self.pk).values_list("pk", flat=True)
            ]
            another = SocialAccount.objects.filter(user=person, provider__in=others).exists()
            if not person.has_usable_password() and not another:
                raise NoWayInError
            if self.links().filter(user=person).delete()[0]:
                self._record("identity-provider.unlinked", by=by)

    @classmethod
    def unlink_all(cls, user: Any, *, by: Any) -> int:
        """Take every link of `user` away, also where it was the only way in; give how many there were."""
        with transaction.atomic():
            links = SocialAccount.objects.filter(user=user)
            linked = list(links.values_list("provider", flat=True))
            for row in cls.objects.filter(pk__in=linked).select_related("organisation"):
                row._record("identity-provider.unlinked", by=by)
            links.delete()
        return len(linked)

    def welcome(self, invitation: Invitation, subject: str, *, name: str, language: str) -> User:
        """Make an account without a password for who was invited, linked to `subject`, and let them in.

        Raises `InvitationGoneError` when it is too late, `AddressTakenError` when there is such an account.
        """
        with transaction.atomic():
            invitation.lock()
            try:
                with transaction.atomic():
                    user = User.objects.create_user(invitation.email, None, name=name, language=language)
            except IntegrityError as error:
                raise AddressTakenError from error
            self.link(user, subject, by=user)
            invitation.accept(user)
        return user

    def _record(self, action: str, *, by: Any, **detail: str | int | bool | None) -> None:
        AuditEntry.record(action, by=by, organisation=self.organisation, target=self, **detail)
