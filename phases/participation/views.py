"""The page for those who took part, which anyone can read who has its address; and switching it on and off."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.access import may_write, requires_role
from projects.http import Request
from projects.models import Initiative, Role

from ..access import with_workshop
from ..models import ParticipantPage, Workshop
from ..progress.qr import qr_of
from .contents import contents_of, owes_feedback


@login_not_required
@require_safe
def participation(request: HttpRequest, page_token: str) -> HttpResponse:
    """Show the page to whoever has its address. Whatever is wrong with a token, the answer is the same page."""
    page = ParticipantPage.find(page_token)
    contents = contents_of(page) if page else None
    language = request.GET.get("lang", "")
    if language not in dict(settings.LANGUAGES):
        language = page.initiative.language if page else settings.LANGUAGE_CODE
    other = next(code for code, _name in settings.LANGUAGES if code != language)
    with translation.override(language):
        if page is None or contents is None:
            response = render(request, "phases/participation/gone.html", {"other": other}, status=404)
        else:
            context = {
                "contents": contents,
                "initiative": page.initiative,
                "other": other,
                "workshop": page.workshop,
            }
            response = render(request, "phases/participation/page.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = language
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
def of_initiative(request: Request, initiative: Initiative) -> HttpResponse:
    return _manage(request, initiative, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
@with_workshop
def of_workshop(request: Request, initiative: Initiative, workshop: Workshop) -> HttpResponse:
    return _manage(request, initiative, workshop)


def _manage(request: Request, initiative: Initiative, workshop: Workshop | None) -> HttpResponse:
    """Show the address of a page with its code to scan; a post switches it on, takes it back or gives it another address."""
    if request.method == "POST":
        _do(request, initiative, workshop)
        return redirect(request.path)
    page = initiative.participant_pages.filter(workshop=workshop).first()
    url = page.url if page and page.revoked_at is None else ""
    is_past_term = bool(page and url and page.is_past_term)
    context = {
        "initiative": initiative,
        "part": "workshops" if workshop else "feedback",
        "workshop": workshop,
        "page": page,
        "url": url,
        "code": qr_of(url) if url else "",
        "is_past_term": is_past_term,
        "is_over": is_past_term and not owes_feedback(initiative),
        "may_write": may_write(initiative),
    }
    return render(request, "phases/participation/participant_page.html", context)


def _do(request: Request, initiative: Initiative, workshop: Workshop | None) -> None:
    page = initiative.participant_pages.filter(workshop=workshop).first()
    deed = request.POST.get("deed", "")
    if page is not None and deed == "revoke":
        page.revoke(by=request.user)
        messages.success(request, _("The address opens nothing any more."))
    elif page is not None and deed == "renew":
        if request.POST.get("version") == str(page.version):  # sent twice, it is renewed once
            page.renew(by=request.user)
        messages.success(
            request, _("The page has another address. The one of before opens nothing any more.")
        )
    else:
        ParticipantPage.switch_on(initiative, workshop, by=request.user)
        messages.success(request, _("The page is there. Whoever has the address can read it."))
