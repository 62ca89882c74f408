"""The record that a checklist item was done, or need not be."""

from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from projects.models import AuditEntry, Initiative, VersionedModel
from projects.personal_data import PersonalFields, words_of
from projects.typed_text import ROOM

from .roadmap import ChecklistItem, Phase


class ItemState(models.TextChoices):
    """Where an item stands; `open` is a mark that was taken back, its note kept."""

    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    NOT_APPLICABLE = "not-applicable", _("Not applicable")


class CompletionQuerySet(models.QuerySet["ItemCompletion"]):
    def settled(self) -> Self:
        """Keep items that are done or not applicable."""
        return self.exclude(state=ItemState.OPEN)

    def waived(self) -> Self:
        """Keep required items of a gate that were skipped with a reason, in the order of the checklist."""
        asked = self.filter(item__blocking=True, item__retired_at=None)
        skipped = asked.filter(state=ItemState.NOT_APPLICABLE).exclude(
            item__phase__number=Phase.TROUBLESHOOTING
        )
        return skipped.order_by("item__position")


class ItemCompletion(VersionedModel):
    """That an item is done (with a note of the evidence) or not applicable (with the reason)."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="completions")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+")
    item_revision = models.PositiveIntegerField(default=1, db_default=1)
    state = models.CharField(max_length=20, choices=ItemState)
    note = models.CharField(max_length=ROOM * 500, blank=True)
    is_example = models.BooleanField(default=False)

    PERSONAL: ClassVar[PersonalFields] = {**VersionedModel.PERSONAL, "note": words_of("updated_by")}

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("settled checklist items")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["initiative", "item"], name="one_completion_per_item"),
            models.CheckConstraint(
                condition=~models.Q(state="not-applicable") | ~models.Q(note=""),
                name="not_applicable_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.state}"

    @property
    def is_waived(self) -> bool:
        """Tell whether a required item was set aside: it was skipped with a reason, and is not in order."""
        return self.state == ItemState.NOT_APPLICABLE and self.item.required

    @property
    def words(self) -> str:
        return str(_("Skipped, with a reason")) if self.is_waived else str(self.get_state_display())

    @classmethod
    def settle(
        cls, initiative: Initiative, item: ChecklistItem, state: ItemState, note: str, *, by: Any
    ) -> bool:
        """Set the state of an item with its note, and tell whether anything changed.

        Saying it again with another note changes the note; saying the very same again leaves who did it, and when.
        """
        said: dict[str, Any] = {"state": state, "note": note, "item_revision": item.revision}
        with transaction.atomic():
            completion, created = cls.objects.select_for_update().get_or_create(
                initiative=initiative, item=item, defaults={**said, "updated_by": by}
            )
            if not created:
                if all(getattr(completion, name) == value for name, value in said.items()):
                    return False
                completion.update_version(by=by, **said)
            initiative.touch(by=by)
            AuditEntry.record(
                "item.settled", by=by, initiative=initiative, target=completion, state=state.value
            )
        return True

    @classmethod
    def undo(cls, initiative: Initiative, item: ChecklistItem, *, by: Any) -> bool:
        """Open the item again, and tell whether it was settled; its note stays."""
        with transaction.atomic():
            completion = cls.objects.select_for_update().filter(initiative=initiative, item=item).first()
            if completion is None or completion.state == ItemState.OPEN:
                return False
            completion.update_version(by=by, state=ItemState.OPEN)
            initiative.touch(by=by)
            AuditEntry.record("item.taken-back", by=by, initiative=initiative, target=completion)
        return True
