"""Reports: asking for one, following its making, reading it as a page, and fetching the file.

Making a report counts as reading: observers and managers may, also of an archived initiative.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.access import requires_role
from projects.forms import post_or_none
from projects.http import Request
from projects.models import Initiative, Role

from ...models import Report
from ...progress.progress import loaded_phases
from .. import gather, is_too_large
from ..download import download_of
from ..forms import PreviewForm, ReportForm

MAX_REPORTS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.OBSERVER, when_archived=True)
def reports(request: Request, initiative: Initiative) -> HttpResponse:
    """List the reports, and ask for one; the answer never waits for the making."""
    form = ReportForm(post_or_none(request), initiative=initiative)
    if form.is_bound:
        if form.is_valid():
            phase, language = form.cleaned_data["phase"], form.cleaned_data["language"]

            def shows() -> str:
                with translation.override(language):
                    return gather(initiative, phase, made_by=str(request.user)).shown_hash

            def create() -> str:
                asked, is_new = Report.ask_once(
                    initiative, phase, language=language, by=request.user, shows=shows
                )
                if not is_new:
                    messages.info(
                        request, _("You asked for this report before, and nothing has changed since.")
                    )
                return asked.get_absolute_url()

            return redirect(form.run_once(by=request.user, route="phases:reports", create=create))
        if earlier := form.already_done(by=request.user):
            return redirect(earlier)
    rows = initiative.reports.select_related("phase", "requested_by")
    context = {
        "initiative": initiative,
        "part": "reports",
        "form": form,
        "reports": list(rows[:MAX_REPORTS]),
    }
    return render(request, "phases/reports/report_list.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires_role(Role.OBSERVER)
def report(request: Request, initiative: Initiative, report_id: UUID) -> HttpResponse:
    """Show how far the making is; by htmx only that."""
    found = _found(initiative, report_id)
    template = "phases/reports/report.html#making" if request.htmx else "phases/reports/report.html"
    context = {"initiative": initiative, "part": "reports", "report": found}
    return render(request, template, context)


@require_safe
@requires_role(Role.OBSERVER)
def preview(request: Request, initiative: Initiative) -> HttpResponse:
    """Show what a report says now, as a page from the same template."""
    form = PreviewForm(request.GET)
    if not form.is_valid():
        raise Http404
    phase, language = form.cleaned_data["phase"], form.cleaned_data["language"] or initiative.language
    context: dict[str, Any] = {"initiative": initiative, "part": "reports", "language": language}
    if is_too_large(initiative, phase):
        context["phases"] = loaded_phases()
    else:
        with translation.override(language):
            context["report"] = gather(initiative, phase, made_by=str(request.user))
    return render(request, "phases/reports/report_preview.html", context)


@require_safe
@requires_role(Role.OBSERVER)
def file(request: Request, initiative: Initiative, report_id: UUID) -> HttpResponseBase:
    found = _found(initiative, report_id)
    return download_of(found, _file_name(found))


@require_POST
@requires_role(Role.OBSERVER, when_archived=True)
def retry(request: Request, initiative: Initiative, report_id: UUID) -> HttpResponse:
    """Try a failed report once more."""
    found = _found(initiative, report_id)
    if not found.ask_again(by=request.user):
        messages.info(request, _("This report had not failed, so nothing was asked again."))
    return redirect(found)


def _file_name(report: Report) -> str:
    """Return a name in the language of the report: of what, which phase, made on which day."""
    day = timezone.localtime(report.finished_at).date().isoformat() if report.finished_at else ""
    with translation.override(report.language):
        phase = (
            _("Phase {n}: {name}").format(n=report.phase.number, name=report.phase) if report.phase else ""
        )
        parts = [slugify(report.initiative.title) or _("report"), phase, day]
    return f"{'-'.join(filter(None, (slugify(part)[:60].strip('-') for part in parts)))}.pdf"


def _found(initiative: Initiative, report_id: UUID) -> Report:
    found: Report = get_object_or_404(
        initiative.reports.select_related("phase", "requested_by", "initiative"), pk=report_id
    )
    return found
