"""Items of a checklist that nobody touched: the same for every initiative, so each is drawn once in a process.

What differs, the initiative in the addresses and the token of the form, is put into the drawn text.
"""

from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from toolkit.published import active_language

from ..models import ChecklistItem

INITIATIVE = UUID("0a17ab1e-0000-4000-8000-000000000001")
TOKEN = "token-of-the-form"  # noqa: S105 - stands for one


@dataclass(frozen=True)
class OpenItem:
    """All that the drawing of an untouched item depends on."""

    code: str
    label: str
    evidence: str
    required: bool
    question_label: str
    language: str
    retired_at: None = None

    @property
    def question(self) -> SimpleNamespace | None:
        return SimpleNamespace(label=self.question_label) if self.question_label else None


def draw_open_item(item: ChecklistItem, initiative_id: UUID, csrf_token: str) -> SafeString:
    """Return an item that nobody touched, for those who may settle it."""
    drawn = _draw(
        OpenItem(
            code=item.code,
            label=str(item.label),
            evidence=str(item.evidence),
            required=item.required,
            question_label=item.question.label if item.question else "",
            language=active_language(),
        )
    )
    html = drawn.replace(str(INITIATIVE), str(initiative_id)).replace(TOKEN, csrf_token)
    return mark_safe(html)  # noqa: S308 - drawn by a template; an id and a token hold no signs of HTML


@lru_cache(maxsize=1024)
def _draw(item: OpenItem) -> str:
    context = {
        "item": item,
        "initiative": SimpleNamespace(pk=INITIATIVE),
        "may_write": True,
        "csrf_token": TOKEN,
    }
    return render_to_string("phases/answers/_item.html", context)
