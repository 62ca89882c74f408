"""Notes of checklist items that were typed on a page where something else was pressed; only without scripts they come."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from projects.http import Request
from projects.models import Initiative

from ..models import ItemCompletion, ItemState, Phase
from ..progress.published_road import published_road
from .context import phase_context
from .forms import ItemForm

Typed = dict[str, tuple[str, str]]


def typed_notes(request: Request) -> Typed:
    """Return for the code of each item what its note says now, and what it said when the page was made."""
    codes, notes, before = (request.POST.getlist(name) for name in ("item", "note", "was"))
    return {code: (note, was) for code, note, was in zip(codes, notes, before, strict=False)}


def store_changed_notes(request: Request, initiative: Initiative, *, but: str = "") -> list[Any]:
    """Store each note that was changed, its item staying as it is; give the items of which it was refused."""
    changed = {
        code: pair for code, pair in typed_notes(request).items() if pair[0].strip() != pair[1].strip()
    }
    changed.pop(but, None)
    items = [item for item in map(published_road().item, changed) if item is not None]
    rows = {row.item_id: row for row in initiative.completions.filter(item__in=items)}
    refused = []
    item: Any
    for item in items:
        item.completion = rows.get(item.pk)
        form = _stored(initiative, item, *changed[item.code], by=request.user)
        if form.errors:
            refused.append(refused_item(item, form))
    return refused


def _stored(initiative: Initiative, item: Any, note: str, was: str, *, by: Any) -> ItemForm:
    state, stands = ItemState.OPEN, ""
    if item.completion:
        state, stands = ItemState(item.completion.state), item.completion.note
    # A note that says why something does not apply is needed; any other one is not.
    asked = state if state == ItemState.NOT_APPLICABLE else ItemState.DONE
    form = ItemForm({"state": asked, "note": note})
    if not form.is_valid() or form.cleaned_data["note"] == stands:
        return form
    if was.strip() != stands:
        form.add_error("note", _("It now says: {text}").format(text=stands))
    else:
        ItemCompletion.settle(initiative, item, state, form.cleaned_data["note"], by=by)
    return form


def refused_item(item: Any, form: Any) -> Any:
    """Return the item with what was typed in its note and what is wrong with it."""
    item.form, item.typed = form, str(form.data["note"])
    return item


def refusal(request: Request, initiative: Initiative, phase: Phase, refused: list[Any]) -> HttpResponse:
    """Show the items whose notes were refused, with what was typed in them."""
    context = phase_context(initiative, phase) | {"refused_items": refused}
    return render(request, "phases/answers/item_refused.html", context, status=422)
