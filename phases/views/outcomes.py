"""What a workshop brought out: adding it, changing it, taking it out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects.access import requires_role
from projects.forms import posted
from projects.models import Initiative, Role, StaleError

from ..forms import AddOutcomeForm, EditOutcomeForm
from ..models import Outcome, Workshop
from .log import add_outcome, found_workshop, log_context, log_url


@require_POST
@requires_role(Role.FACILITATOR)
def add(request: HttpRequest, initiative: Initiative, workshop_id: UUID) -> HttpResponse:
    """Add an outcome; by htmx the list comes back with an empty form under it."""
    workshop = found_workshop(initiative, workshop_id)
    form = AddOutcomeForm(request.POST, workshop=workshop)
    if not form.is_valid() and not form.made_before(by=request.user):
        template = "phases/workshop_log.html#outcomes" if request.htmx else "phases/workshop_log.html"  # type: ignore[attr-defined]
        return render(request, template, log_context(initiative, workshop, form=form), status=422)
    if form.is_valid():
        add_outcome(workshop, form, by=request.user)
    return _next_one(request, workshop, str(form.data.get("kind", "")))


def _next_one(request: HttpRequest, workshop: Workshop, kind: str) -> HttpResponse:
    """Show the list with an empty form of the same kind: outcomes of one kind often come in a row."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{log_url(workshop)}#outcomes")
    form = AddOutcomeForm(workshop=workshop, initial={"kind": kind})
    form.fields["text"].widget.attrs["data-focus"] = ""
    context = log_context(workshop.initiative, workshop, form=form) | {"added_now": True}
    return render(request, "phases/workshop_log.html#outcomes", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
def edit(request: HttpRequest, initiative: Initiative, workshop_id: UUID, outcome_id: UUID) -> HttpResponse:
    """Change an outcome."""
    outcome = _found_outcome(initiative, workshop_id, outcome_id)
    form = EditOutcomeForm(posted(request), outcome=outcome)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            outcome.revise(by=request.user, based_on=form.cleaned_data["version"], **form.outcome())
        except StaleError:
            form.add_stale_error(Outcome.objects.select_related("updated_by").get(pk=outcome.pk))
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{log_url(outcome.workshop)}#outcomes")
    context = {
        "initiative": initiative,
        "workshop": outcome.workshop,
        "outcome": outcome,
        "form": form,
        "part": "workshops",
    }
    return render(request, "phases/outcome_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
def remove(request: HttpRequest, initiative: Initiative, workshop_id: UUID, outcome_id: UUID) -> HttpResponse:
    """Ask whether it is meant, and take an outcome out of the log."""
    outcome = _found_outcome(initiative, workshop_id, outcome_id)
    if request.method != "POST":
        context = {
            "initiative": initiative,
            "part": "workshops",
            "workshop": outcome.workshop,
            "outcome": outcome,
        }
        return render(request, "phases/outcome_removal.html", context)
    outcome.remove(by=request.user)
    messages.success(request, _("The outcome is out of the log."))
    return redirect(f"{log_url(outcome.workshop)}#outcomes")


@require_POST
@requires_role(Role.FACILITATOR, when_archived=True)
def withdraw_consent(
    request: HttpRequest, initiative: Initiative, workshop_id: UUID, outcome_id: UUID
) -> HttpResponse:
    """Take back what the speaker of a quote agreed to, also in an archived initiative."""
    outcome = _found_outcome(initiative, workshop_id, outcome_id)
    agreed = outcome.is_agreed
    outcome.take_consent_back(by=request.user)
    if agreed:
        messages.success(
            request, _("The quote is out of all reports. New reports are being made without it.")
        )
    else:
        messages.info(request, _("Nothing was different, so nothing changed."))
    return redirect(f"{log_url(outcome.workshop)}#outcomes")


def _found_outcome(initiative: Initiative, workshop_id: UUID, outcome_id: UUID) -> Outcome:
    workshop = found_workshop(initiative, workshop_id)
    outcome: Outcome = get_object_or_404(workshop.outcomes.select_related("question"), pk=outcome_id)
    outcome.workshop = workshop
    return outcome
