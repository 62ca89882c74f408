"""Pages of the site as a whole: health, accessibility, privacy, security contact, language, refusals."""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseFault
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from ..operations.mail_preview import kept_mails, may_be_read_by
from .form_recovery import can_recover_form, recover_form, renew_csrf_token

logger = logging.getLogger(__name__)


@login_not_required
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers and is migrated, and work in the background goes on; outsiders learn no more."""
    if lacking := _lacking():
        logger.error("not ready: %s", lacking)
        return HttpResponse("not ok", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def _lacking() -> str:
    """Return in words what is not as it should be; empty when all is well."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "the database is not migrated; run manage.py load_content"
        if import_string(settings.BACKGROUND_IS_LATE)():
            return "the worker or the clock (celery beat) gave no sign for five minutes; see whether both run"
    except DatabaseFault as fault:
        return f"the database does not answer ({type(fault).__name__})"
    return ""


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "cocreation/web/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "cocreation/web/privacy.html")


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where to report a vulnerability (RFC 9116); absent while no contact is configured."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """Show the mails of the embedded mode to who sits at this machine; anywhere else there is no such page."""
    if not may_be_read_by(request):
        raise Http404
    response = render(request, "cocreation/web/mails.html", {"mails": list(kept_mails())})
    response.headers["Referrer-Policy"] = "same-origin"  # with less the browser hides where a form comes from
    response.headers["Cache-Control"] = "no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was open too long, and give back what was typed; a fragment tries again by itself."""
    if request.headers.get("HX-Request"):
        return renew_csrf_token(request)
    if can_recover_form(request):
        return recover_form(request, status=403)
    return render(request, "403_csrf.html", status=403)
