"""What a workshop brought out: adding it, changing it, taking it out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects.access import requires_role
from projects.forms import post_or_none
from projects.http import Request
from projects.models import Initiative, Role, StaleError

from ...access import with_outcome, with_workshop
from ...models import Outcome, Workshop
from ..context import add_outcome, log_context, log_url, stored_counts
from ..forms.outcomes import AddOutcomeForm, EditOutcomeForm


@require_POST
@requires_role(Role.FACILITATOR)
@with_workshop
def add(request: Request, initiative: Initiative, workshop: Workshop) -> HttpResponse:
    """Add an outcome; by htmx the list comes back with an empty form under it.

    Without scripts the numbers of the page come along and are stored too.
    """
    form = AddOutcomeForm(request.POST, workshop=workshop)
    is_refused = not form.is_valid() and not form.already_done(by=request.user)
    if form.is_valid():
        add_outcome(workshop, form, by=request.user)
    if not request.htmx:
        return _whole_log(request, workshop, **({"form": form} if is_refused else {}))
    if is_refused:
        context = log_context(initiative, workshop, form=form)
        return render(request, "phases/workshops/workshop_log.html#outcomes", context, status=422)
    return _next_one(request, workshop, str(form.data.get("kind", "")))


def _whole_log(request: Request, workshop: Workshop, **refused: Any) -> HttpResponse:
    counts = stored_counts(request, workshop)
    if counts.errors:
        refused["attendance_form"] = counts
    if not refused:
        return redirect(f"{log_url(workshop)}#outcomes")
    context = log_context(workshop.initiative, workshop, **refused)
    return render(request, "phases/workshops/workshop_log.html", context, status=422)


def _next_one(request: Request, workshop: Workshop, kind: str) -> HttpResponse:
    """Show the list with an empty form of the same kind: outcomes of one kind often come in a row."""
    form = AddOutcomeForm(workshop=workshop, initial={"kind": kind})
    form.fields["text"].widget.attrs["data-focus"] = ""
    context = log_context(workshop.initiative, workshop, form=form) | {"added_now": True}
    return render(request, "phases/workshops/workshop_log.html#outcomes", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
@with_outcome
def edit(request: Request, initiative: Initiative, outcome: Outcome) -> HttpResponse:
    form = EditOutcomeForm(post_or_none(request), outcome=outcome)
    status = _revised(outcome, form, by=request.user) if form.is_bound else 200
    if status != 302:
        return _edit_page(request, outcome, form, status)
    messages.success(request, _("Saved."))
    return redirect(f"{log_url(outcome.workshop)}#outcomes")


def _revised(outcome: Outcome, form: EditOutcomeForm, *, by: Any) -> int:
    """Store what was filled in; give the status of the answer, which is a page where it is refused."""
    if not form.is_valid():
        return 422
    try:
        outcome.revise(by=by, based_on=form.cleaned_data["version"], **form.outcome())
    except StaleError:
        form.add_stale_error(Outcome.objects.select_related("updated_by").get(pk=outcome.pk))
        return 409
    return 302


def _edit_page(request: Request, outcome: Outcome, form: EditOutcomeForm, status: int) -> HttpResponse:
    context = {
        "initiative": outcome.workshop.initiative,
        "workshop": outcome.workshop,
        "outcome": outcome,
        "form": form,
        "part": "workshops",
    }
    return render(request, "phases/workshops/outcome_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
@with_outcome
def remove(request: Request, initiative: Initiative, outcome: Outcome) -> HttpResponse:
    if request.method != "POST":
        context = {
            "initiative": initiative,
            "part": "workshops",
            "workshop": outcome.workshop,
            "outcome": outcome,
        }
        return render(request, "phases/workshops/outcome_removal.html", context)
    outcome.remove(by=request.user)
    messages.success(request, _("The outcome is out of the log."))
    return redirect(f"{log_url(outcome.workshop)}#outcomes")


@require_POST
@requires_role(Role.FACILITATOR, when_archived=True)
@with_outcome
def withdraw_consent(request: Request, initiative: Initiative, outcome: Outcome) -> HttpResponse:
    """Take back what the speaker of a quote agreed to, also in an archived initiative.

    Without scripts what is typed about the quote comes along. It is stored too, save what it says of the consent.
    """
    agreed, shown = outcome.is_agreed, str(outcome.version)
    outcome.withdraw_consent(by=request.user)
    if agreed:
        messages.success(
            request, _("The quote is out of all reports. New reports are being made without it.")
        )
    else:
        messages.info(request, _("Nothing was different, so nothing changed."))
    form = _without_consent(request, outcome, shown)
    if "text" in request.POST and form.has_changed() and not initiative.archived_at:
        status = _revised(outcome, form, by=request.user)
        if status != 302:
            return _edit_page(request, outcome, form, status)
    return redirect(f"{log_url(outcome.workshop)}#outcomes")


def _without_consent(request: Request, outcome: Outcome, shown: str) -> EditOutcomeForm:
    """Return the form as it was typed, but for the consent; who had version `shown` before them saw what stood."""
    typed = request.POST.copy()
    typed["consent"], typed["speaker"] = outcome.consent, outcome.speaker
    if typed.get("version") == shown:
        typed["version"] = str(outcome.version)
    return EditOutcomeForm(typed, outcome=outcome)
