"""The card of a method on paper: asking for it, following its making, fetching the file."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.access import organisations_of
from projects.http import PublicRequest
from toolkit.models import Method
from toolkit.published import active_language

from ...models import MethodSheet, Paper, methods_for
from ..download import download_of


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: PublicRequest, code: str) -> HttpResponse:
    """Offer the card on paper; a post asks for it and never waits for the making."""
    method = _method(request, code)
    if request.method == "POST":
        paper = request.POST.get("paper", "")
        if paper in Paper.values:
            asked = MethodSheet.ask(method, language=active_language(), paper=paper)
            return redirect("phases:sheet-made", method.code, asked.pk)
    refused = request.method == "POST"
    context = {"method": method, "papers": Paper, "refused": refused}
    return render(request, "phases/reports/sheet.html", context, status=422 if refused else 200)


@login_not_required
@require_safe
def made(request: PublicRequest, code: str, sheet_id: UUID) -> HttpResponse:
    """Show how far the making is; by htmx only that."""
    method = _method(request, code)
    context = {
        "method": method,
        "document": _sheet(method, sheet_id),
        "making_url": request.path,
        "file_url": reverse("phases:sheet-file", args=[code, sheet_id]),
        "again_url": reverse("phases:sheet", args=[code]),
        "again_is_link": True,
    }
    template = "phases/reports/_making.html" if request.htmx else "phases/reports/sheet_made.html"
    return render(request, template, context)


@login_not_required
@require_safe
def file(request: PublicRequest, code: str, sheet_id: UUID) -> HttpResponseBase:
    found = _sheet(_method(request, code), sheet_id)
    with translation.override(found.language):
        name = slugify(_("method {name}").format(name=found.method.name))[:80].strip("-")
    return download_of(found, f"{name}-{found.paper}.pdf")


def _method(request: PublicRequest, code: str) -> Method:
    """Return a method that this person may see: a published one, or one of their organisation's own."""
    organisations = organisations_of(request.user) if request.user.is_authenticated else []
    return get_object_or_404(methods_for(organisations), code=code)


def _sheet(method: Method, sheet_id: UUID) -> Any:
    return get_object_or_404(MethodSheet.objects.select_related("method"), pk=sheet_id, method=method)
