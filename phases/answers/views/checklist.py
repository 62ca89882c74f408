"""Settling the items of a checklist; each stays where it stands, and the numbers of the page follow."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projects.access import requires_role
from projects.http import Request
from projects.models import Initiative, Role

from ...models import ItemCompletion, ItemState
from ...progress.next_step import phase_url
from ...progress.published_road import published_road
from ..context import phase_context
from ..forms import ItemForm
from ..notes import refusal, refused_item, store_changed_notes, typed_notes
from ..saving import store_or_refuse_answer


@require_POST
@requires_role(Role.FACILITATOR)
def item(request: Request, initiative: Initiative, code: str) -> HttpResponse:
    """Mark an item as done, or as not applicable because."""
    checklist_item = _found(code)
    note, _was = typed_notes(request).get(code, (request.POST.get("note", ""), ""))
    form = ItemForm({"state": request.POST.get("state", ""), "note": note})
    if not form.is_valid():
        refused_item(checklist_item, form)
        return _after(request, initiative, checklist_item, refused=True)
    state = ItemState(form.cleaned_data["state"])
    new = ItemCompletion.settle(initiative, checklist_item, state, form.cleaned_data["note"], by=request.user)
    return _after(request, initiative, checklist_item, "" if new else _("This was settled already."))


@require_POST
@requires_role(Role.FACILITATOR)
def item_undo(request: Request, initiative: Initiative, code: str) -> HttpResponse:
    """Open an item again; its note stays."""
    checklist_item = _found(code)
    new = ItemCompletion.undo(initiative, checklist_item, by=request.user)
    return _after(request, initiative, checklist_item, "" if new else _("This was open already."))


def _found(code: str) -> Any:
    found = published_road().item(code)
    if found is None:
        raise Http404
    return found


def _after(
    request: Request,
    initiative: Initiative,
    checklist_item: Any,
    notice: str = "",
    *,
    refused: bool = False,
) -> HttpResponse:
    """Return the item where it stands with the numbers that changed; without scripts, a page."""
    rows = initiative.completions.filter(item=checklist_item).select_related("updated_by")
    checklist_item.completion = rows.first()
    if not request.htmx:
        return _whole_page(request, initiative, checklist_item, notice, [checklist_item] if refused else [])
    context = phase_context(initiative, checklist_item.phase) | {"item": checklist_item, "notice": notice}
    template = "phases/answers/_item.html" if refused else "phases/answers/_item_settled.html"
    return render(request, template, context, status=422 if refused else 200)


def _whole_page(
    request: Request, initiative: Initiative, checklist_item: Any, notice: str, refused: list[Any]
) -> HttpResponse:
    """Lead back to the item, unless something that was typed elsewhere on the page was refused."""
    if notice:
        messages.info(request, f"{checklist_item}: {notice}")
    if conflict := store_or_refuse_answer(request, initiative):
        return conflict
    refused += store_changed_notes(request, initiative, but=checklist_item.code if refused else "")
    if refused:
        return refusal(request, initiative, checklist_item.phase, refused)
    place = f"?item={checklist_item.code}#item-{checklist_item.code}"
    return redirect(phase_url(initiative, checklist_item.phase) + place)
