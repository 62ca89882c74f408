"""The log of a workshop: who was there, what it brought out, and that the log is complete."""

import re
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.access import requires_role
from projects.http import Request
from projects.models import Initiative, Role

from ...access import with_workshop
from ...models import Workshop
from ..context import add_outcome, log_context, log_url, posted_counts, stored_counts
from ..forms.outcomes import AddOutcomeForm


@require_safe
@requires_role(Role.FACILITATOR)
@with_workshop
def log(request: Request, initiative: Initiative, workshop: Workshop) -> HttpResponse:
    """Show the log as a form that is filled in ten minutes; before the day itself the page asks whether it is meant."""
    context = log_context(initiative, workshop, groups_from=_groups_from(request.GET.get("groups")))
    return render(request, "phases/workshops/workshop_log.html", context)


def _groups_from(typed: str | None) -> int:
    return int(typed) if typed and re.fullmatch("[0-9]{1,5}", typed) else 0


@require_POST
@requires_role(Role.FACILITATOR)
@with_workshop
def attendance(request: Request, initiative: Initiative, workshop: Workshop) -> HttpResponse:
    """Store the numbers that were changed; by htmx their sum comes back, and what is wrong beside its number."""
    form = stored_counts(request, workshop)
    accepted = form.is_valid()
    if request.htmx:
        if accepted:
            form = posted_counts(request, workshop)
        context = log_context(initiative, workshop, attendance_form=form) | {"saved_now": accepted}
        status = 200 if accepted else 422
        return render(request, "phases/workshops/workshop_log.html#counted", context, status=status)
    if accepted:
        messages.success(request, _("Saved."))
    if accepted and not AddOutcomeForm.is_typed_in(request.POST):
        return redirect(_after_counting(request, workshop))
    return _with_what_was_typed(request, workshop, **({} if accepted else {"attendance_form": form}))


def _after_counting(request: Request, workshop: Workshop) -> str:
    then = request.POST.get("then", "")
    if then == "another-group":
        return (
            f"{reverse('projects:stakeholder-add', args=[workshop.initiative_id])}?next={log_url(workshop)}"
        )
    return f"{log_url(workshop)}?groups={_groups_from(then)}#who" if then else log_url(workshop)


def _with_what_was_typed(request: Request, workshop: Workshop, **refused: Any) -> HttpResponse:
    """Show the log with the outcome that was typed beside the numbers: it is not added, and stays in its fields."""
    context = log_context(workshop.initiative, workshop, **refused)
    if AddOutcomeForm.is_typed_in(request.POST):
        messages.info(request, _("What you typed under “What came out of it?” is not added yet."))
        context["form"] = AddOutcomeForm(workshop=workshop, initial=request.POST.dict())
    return render(request, "phases/workshops/workshop_log.html", context, status=422)


@require_POST
@requires_role(Role.FACILITATOR)
@with_workshop
def close(request: Request, initiative: Initiative, workshop: Workshop) -> HttpResponse:
    """Say that the log is complete, and take along what stands on the page: numbers, and an outcome that is typed."""
    counts = posted_counts(request, workshop)
    typed = AddOutcomeForm.is_typed_in(request.POST)
    form = AddOutcomeForm(request.POST, workshop=workshop)
    added_before = typed and bool(form.already_done(by=request.user))
    is_right = counts.is_valid() and (not typed or added_before or form.is_valid())
    asks = not workshop.has_begun and request.POST.get("early") != "yes"
    if asks or not is_right:
        context = log_context(initiative, workshop, attendance_form=counts, asks_closing=asks)
        context |= {"form": form if typed else context["form"], "not_taken": typed and not is_right}
        return render(request, "phases/workshops/workshop_log.html", context, status=422)
    with transaction.atomic():
        if changed := counts.changed_counts():
            workshop.count_people(changed, by=request.user)
        if typed and not added_before:
            add_outcome(workshop, form, by=request.user)
        workshop.close_log(by=request.user)
    taken = _("What you typed last is in it. ") if typed else ""
    messages.success(request, taken + _("The log is complete. You can still add to it."))
    return redirect(workshop)
