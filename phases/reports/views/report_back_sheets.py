"""The report-back sheet on paper: asking for it, following its making, fetching the file. Making one counts as reading."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.access import requires_role
from projects.http import Request
from projects.models import Initiative, Role
from toolkit.published import active_language

from ...access import with_telling, with_theme, with_workshop
from ...models import ReportBackSheet, Telling, Theme, Workshop
from ..download import download_of
from ..report_back import report_back_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.OBSERVER, when_archived=True)
@with_workshop
def of_workshop(request: Request, initiative: Initiative, workshop: Workshop) -> HttpResponse:
    back = reverse("phases:workshop-telling", args=[initiative.pk, workshop.pk])
    return _sheet(request, workshop, workshop.title, back)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.OBSERVER, when_archived=True)
@with_theme
def of_theme(request: Request, initiative: Initiative, theme: Theme) -> HttpResponse:
    back = reverse("phases:theme-telling", args=[initiative.pk, theme.pk])
    return _sheet(request, theme, theme.name, back)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.OBSERVER, when_archived=True)
@with_telling
def of_telling(request: Request, initiative: Initiative, telling: Telling) -> HttpResponse:
    telling.initiative = initiative
    return _sheet(request, telling, telling.content["title"], telling.get_absolute_url())


def _sheet(request: Request, target: Any, title: str, back: str) -> HttpResponse:
    """Offer the sheet on paper, or show how far the making is (by htmx only that); a post asks for it, and never waits."""
    language, contents = active_language(), report_back_of(target)
    sheet = ReportBackSheet.of(target, language=language)
    if not contents.sheet.items and (request.method == "POST" or sheet is None):
        return redirect(back)
    if request.method == "POST":
        ReportBackSheet.ask(target, language=language, shows=contents.shown_hash, by=request.user)
        return redirect(request.path)
    file = reverse("phases:report-back-file", args=[target.initiative.pk, sheet.pk]) if sheet else ""
    context = {
        "initiative": target.initiative,
        "part": "feedback",
        "title": title,
        "back": back,
        "document": sheet,
        "is_old": sheet is not None and sheet.is_ready and sheet.content_hash != contents.shown_hash,
        "making_url": request.path,
        "file_url": file,
        "again_url": request.path,
    }
    template = "phases/reports/_making.html" if request.htmx else "phases/reports/report_back_sheet.html"
    return render(request, template, context)


@require_safe
@requires_role(Role.OBSERVER)
def file(request: Request, initiative: Initiative, report_back_id: UUID) -> HttpResponseBase:
    found: ReportBackSheet = get_object_or_404(initiative.report_back_sheets, pk=report_back_id)
    return download_of(found, _file_name(found))


def _file_name(sheet: ReportBackSheet) -> str:
    """Return a name in the language of the sheet: what it is, and about what."""
    with translation.override(sheet.language):
        kind = slugify(_("report back"))
    target = sheet.target
    title = target.content["title"] if isinstance(target, Telling) else str(target)
    return "-".join(filter(None, (kind, slugify(title)[:60].strip("-")))) + ".pdf"
