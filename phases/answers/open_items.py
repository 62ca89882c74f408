"""Items of a checklist that nobody touched: the same for every initiative, so each is drawn once."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import NamedTuple
from uuid import UUID

from django.utils.safestring import SafeString

from projects.drawn import SOME_ID, SOME_TOKEN, drawn_for

from ..models import ChecklistItem


class SomeInitiative(NamedTuple):
    pk: UUID


@dataclass(frozen=True)
class OpenItem:
    """All that the drawing of an untouched item depends on."""

    code: str
    label: str
    evidence: str
    required: bool
    question_label: str
    retired_at: None = None

    @property
    def question(self) -> SimpleNamespace | None:
        return SimpleNamespace(label=self.question_label) if self.question_label else None


def draw_open_item(item: ChecklistItem, initiative_id: UUID, csrf_token: str) -> SafeString:
    """Return an item that nobody touched, for those who may settle it."""
    untouched = OpenItem(
        code=item.code,
        label=str(item.label),
        evidence=str(item.evidence),
        required=item.required,
        question_label=item.question.label if item.question else "",
    )
    return drawn_for(
        "phases/answers/_item.html",
        initiative_id,
        csrf_token,
        item=untouched,
        initiative=SomeInitiative(SOME_ID),
        may_write=True,
        csrf_token=SOME_TOKEN,
    )
