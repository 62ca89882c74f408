"""Handing over the lead: who it went to, and the note that goes with it."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..personal_data import DONE_BY, PersonalFields, words_of
from ..typed_text import ROOM
from .audit import AuditEntry
from .initiative import Initiative
from .team import Role
from .user import User


class CannotHandOverError(Exception):
    """The one who hands over does not lead any more, or the receiver is gone; nothing was done."""


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def unread_by(self, user: Any) -> Self:
        """Keep the notes that wait for `user`, in initiatives whose team they are still in."""
        return self.filter(receiver=user, read_at=None, initiative__team__user=user)


class HandOver(models.Model):
    """That a lead gave the lead to someone else, with a note; `read_at` says when the receiver had read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="hand_overs")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=ROOM * 2000)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    PERSONAL: ClassVar[PersonalFields] = {"giver": DONE_BY, "receiver": DONE_BY, "note": words_of("giver")}

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("hand-overs of the lead")
        ordering = ("-at", "id")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=~models.Q(note=""), name="hand_over_has_a_note"),
        ]

    def __str__(self) -> str:
        return str(self.receiver)

    @classmethod
    def make(
        cls, initiative: Initiative, receiver: Any, *, by: Any, note: str, stays: Role | None
    ) -> "HandOver":
        """Make `receiver` lead in place of `by`, who stays in the team in another role, or leaves (None).

        All of it happens, or nothing: `CannotHandOverError` when one of both is not what they were.
        """
        with transaction.atomic():
            cls._lock_receiver(initiative, receiver)
            initiative.lock_team()
            mine = initiative.team.filter(user=by, role=Role.LEAD).first()
            if mine is None or receiver == by:
                raise CannotHandOverError
            if theirs := initiative.team.filter(user=receiver).first():
                theirs.give_role(Role.LEAD, by=by)
            else:
                initiative.add_member(receiver, Role.LEAD, by=by)
            made = cls.objects.create(initiative=initiative, giver=by, receiver=receiver, note=note)
            AuditEntry.record("team.handed-over", by=by, initiative=initiative, target=made)
            if stays is None:
                mine.leave(by=by)
            else:
                mine.give_role(stays, by=by)
        return made

    @staticmethod
    def _lock_receiver(initiative: Initiative, receiver: Any) -> None:
        """Let nobody erase the receiver or take them out of the organisation before this transaction ends.

        People come before organisations and these before teams, here as where people are taken out.
        """
        person = User.objects.select_for_update(no_key=True).get(pk=receiver.pk)
        colleagues = initiative.organisation.members.select_for_update(no_key=True)
        colleague = colleagues.filter(user=person).first()
        in_team = initiative.team.filter(user=person).exists()
        if not person.is_active or not (colleague or in_team):
            raise CannotHandOverError

    def mark_read(self) -> bool:
        """Note that the receiver has read it, once; tell whether that was now."""
        with transaction.atomic():
            now = timezone.now()
            if not HandOver.objects.filter(pk=self.pk, read_at=None).update(read_at=now):
                return False
            AuditEntry.record("team.note-read", by=self.receiver, initiative=self.initiative, target=self)
        return True
