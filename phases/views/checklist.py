"""Settling the items of a checklist; each stays where it stands, and the numbers of the page follow."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projects.access import requires_role
from projects.models import Initiative, Role

from ..forms import ItemForm
from ..models import ChecklistItem, ItemCompletion, ItemState
from ..next_step import phase_url
from .phase import phase_context


@require_POST
@requires_role(Role.FACILITATOR)
def item(request: HttpRequest, initiative: Initiative, code: str) -> HttpResponse:
    """Mark an item as done, or as not applicable because."""
    checklist_item = _found(code)
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _refused(request, initiative, checklist_item, form)
    state = ItemState(form.cleaned_data["state"])
    new = ItemCompletion.settle(initiative, checklist_item, state, form.cleaned_data["note"], by=request.user)
    return _after(request, initiative, checklist_item, "" if new else _("This was settled already."))


@require_POST
@requires_role(Role.FACILITATOR)
def item_undo(request: HttpRequest, initiative: Initiative, code: str) -> HttpResponse:
    """Open an item again; its note stays."""
    checklist_item = _found(code)
    new = ItemCompletion.take_back(initiative, checklist_item, by=request.user)
    return _after(request, initiative, checklist_item, "" if new else _("This was open already."))


def _found(code: str) -> Any:
    return get_object_or_404(ChecklistItem.objects.published().select_related("phase", "question"), code=code)


def _after(request: HttpRequest, initiative: Initiative, checklist_item: Any, notice: str) -> HttpResponse:
    """Give the item where it stands with the numbers that changed; without scripts, the page at the item."""
    if not request.htmx:  # type: ignore[attr-defined]
        if notice:
            messages.info(request, f"{checklist_item}: {notice}")
        place = f"?item={checklist_item.code}#item-{checklist_item.code}"
        return redirect(phase_url(initiative, checklist_item.phase) + place)
    context = _context(initiative, checklist_item) | {"notice": notice}
    return render(request, "phases/_item_settled.html", context)


def _refused(request: HttpRequest, initiative: Initiative, checklist_item: Any, form: Any) -> HttpResponse:
    context = _context(initiative, checklist_item)
    context |= {"form": form, "note": request.POST.get("note", "")}
    template = "phases/_item.html" if request.htmx else "phases/item_refused.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=422)


def _context(initiative: Initiative, checklist_item: Any) -> dict[str, Any]:
    rows = initiative.completions.filter(item=checklist_item).select_related("updated_by")
    checklist_item.completion = rows.first()
    return phase_context(initiative, checklist_item.phase) | {"item": checklist_item}
