"""The page for those who took part: no account, one address that nobody can guess, and that can be taken back."""

import base64
import hashlib
import hmac
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import AuditEntry, Erasure, Initiative
from projects.personal_data import DONE_BY, PersonalFields

from .workshops import Workshop

KEPT = timedelta(days=365)
"""So long after the last workshop a page is there at the most; longer only while people wait for feedback."""


class ParticipantPage(models.Model):
    """A page of an initiative, or of one workshop. Its address holds a token that is made anew with each `version`.

    Only a hash of the token is stored. The token can be made again with the key of the site (`PARTICIPATION_KEY`), so
    that the address can be printed again; a token that no key of the site makes any more opens nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="participant_pages")
    workshop = models.OneToOneField(
        Workshop, on_delete=models.CASCADE, related_name="participant_page", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)
    token_hash = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    PERSONAL: ClassVar[PersonalFields] = {"by": DONE_BY}

    class Meta:
        verbose_name_plural = _("pages for those who took part")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["initiative"],
                condition=models.Q(workshop=None),
                name="one_participant_page_of_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.version}"

    @property
    def address_id(self) -> uuid.UUID:
        """Return an id of its address of now, by which the ledger of erasures knows that this opens nothing any more."""
        return uuid.UUID(self.token_hash[:32])

    @property
    def token(self) -> str:
        """Return the token of its address; empty where no key of the site makes it any more."""
        tokens = (self._token_with(key) for key in _keys())
        return next((token for token in tokens if _hash(token) == self.token_hash), "")

    @property
    def url(self) -> str:
        """Return its whole address, for a poster; empty where no key of the site makes it any more."""
        token = self.token
        return f"{settings.SITE_URL}{reverse('phases:participation', args=[token])}" if token else ""

    @classmethod
    def url_for(cls, initiative: Initiative, workshop: Workshop | None) -> str:
        """Return the whole address of the page of a workshop, else of the initiative, for people to read on later.

        It is empty where neither is there, and where its time is over: what is owed keeps such a page only until it is told.
        """
        pages = cls.objects.filter(initiative=initiative, revoked_at=None)
        own = pages.filter(workshop=workshop).first() if workshop else None
        page = own or pages.filter(workshop=None).first()
        return page.url if page and not page.is_past_term else ""

    @property
    def is_past_term(self) -> bool:
        """Tell whether it is there only as long as people wait for feedback, or not even that."""
        return self.end_of_term(self.initiative.workshops.values_list("ends_at", flat=True)) < timezone.now()

    def end_of_term(self, workshops_ended_at: Iterable[datetime]) -> datetime:
        return max([self.at, *workshops_ended_at]) + KEPT

    def _token_with(self, key: str) -> str:
        words = f"participation {self.pk} {self.version}".encode()
        digest = hmac.new(key.encode(), words, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    @classmethod
    def switch_on(cls, initiative: Initiative, workshop: Workshop | None, *, by: Any) -> "ParticipantPage":
        """Let there be a page; one that was taken back gets another address."""
        with transaction.atomic():
            Initiative.objects.select_for_update(no_key=True).get(pk=initiative.pk)
            page: ParticipantPage | None = initiative.participant_pages.filter(workshop=workshop).first()
            if page is None:
                page = cls(initiative=initiative, workshop=workshop, by=by)
                page.token_hash = _hash(page._token_with(_keys()[0]))
                page.save(force_insert=True)
                AuditEntry.record("participation.switched-on", by=by, initiative=initiative, target=page)
            elif page.revoked_at is not None:
                page.renew(by=by)
        return page

    def renew(self, *, by: Any) -> None:
        """Give it another address than it has here, once; the one of before opens nothing any more."""
        with transaction.atomic():
            page = ParticipantPage.objects.select_for_update().get(pk=self.pk)
            if page.version != self.version:
                return
            Erasure.record(Erasure.ADDRESS, page.address_id)
            self.version, self.revoked_at = page.version + 1, None
            self.token_hash = _hash(self._token_with(_keys()[0]))
            self.save(update_fields=["version", "token_hash", "revoked_at"])
            AuditEntry.record("participation.renewed", by=by, initiative=self.initiative, target=self)

    def revoke(self, *, by: Any) -> None:
        """Let its address open nothing any more. It cannot come back by a backup.

        `by` is None when the app does it by itself, after a backup was restored.
        """
        with transaction.atomic():
            page = ParticipantPage.objects.select_for_update().get(pk=self.pk)
            if page.revoked_at is None:
                ParticipantPage.objects.filter(pk=self.pk).update(revoked_at=timezone.now())
                Erasure.record(Erasure.ADDRESS, page.address_id)
                AuditEntry.record("participation.revoked", by=by, initiative=self.initiative, target=self)
        self.refresh_from_db()

    @classmethod
    def find(cls, token: str) -> "ParticipantPage | None":
        """Return the page that a token opens; None for one that is wrong, old or taken back, or made with a lost key."""
        rows = cls.objects.select_related("initiative__organisation", "workshop")
        page = rows.filter(token_hash=_hash(token), revoked_at=None).first()
        return page if page is not None and hmac.compare_digest(page.token.encode(), token.encode()) else None


def _keys() -> list[str]:
    return [settings.PARTICIPATION_KEY, *settings.PARTICIPATION_KEY_FALLBACKS]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
