"""The report-back sheet of a workshop or a theme, that people were told what stands on it, and what they were told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.access import may_write, requires_role
from projects.forms import post_or_none
from projects.http import Request
from projects.models import Initiative, Role

from ...access import with_telling, with_theme, with_workshop
from ...models import ParticipantPage, Telling, Theme, Workshop
from ...progress.report_back import Sheet, sheet_of
from ..forms.telling import TellingForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR, reading=Role.OBSERVER)
@with_workshop
def of_workshop(request: Request, initiative: Initiative, workshop: Workshop) -> HttpResponse:
    return _report_back(request, workshop, "phases:workshop-sheet")


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR, reading=Role.OBSERVER)
@with_theme
def of_theme(request: Request, initiative: Initiative, theme: Theme) -> HttpResponse:
    return _report_back(request, theme, "phases:theme-sheet")


def _report_back(request: Request, target: Workshop | Theme, pdf: str) -> HttpResponse:
    """Show what people can be told, with the route of it on paper; a post says that they were, and freezes it."""
    sheet = sheet_of(target)
    form = TellingForm(post_or_none(request), initiative=target.initiative, sheet=sheet)
    if form.is_bound and (answer := _told(request, target, form)):
        return redirect(answer)
    writes = may_write(target.initiative)
    workshop = target if isinstance(target, Workshop) else None
    page_url = ParticipantPage.url_for(target.initiative, workshop) if writes else ""
    context = {
        "initiative": target.initiative,
        "part": "feedback",
        "sheet": sheet,
        "text": sheet.message(page_url),
        "page_url": page_url,
        "workshop": workshop,
        "form": form,
        "back": target.get_absolute_url(),
        "pdf_url": reverse(pdf, args=[target.initiative.pk, target.pk]),
        "tellings": list(target.tellings.prefetch_related("groups")),
        "may_write": writes,
    }
    return render(request, "phases/followup/report_back.html", context, status=form.status)


def _told(request: Request, target: Workshop | Theme, form: TellingForm) -> str:
    """Write down what was told, once; give the address that follows, empty where the form was refused."""
    if earlier := form.already_done(by=request.user):
        return earlier
    if not form.is_valid():
        return ""

    def create() -> str:
        content = form.sheet.content()
        return Telling.record(target, by=request.user, content=content, **form.told()).get_absolute_url()

    answer = form.run_once(by=request.user, route="phases:telling", create=create)
    messages.success(request, _("Saved. This is what people were told."))
    return answer


@require_safe
@requires_role(Role.OBSERVER)
@with_telling
def telling(request: Request, initiative: Initiative, telling: Telling) -> HttpResponse:
    """Show what people were told, as it stood then."""
    context = {
        "initiative": initiative,
        "part": "feedback",
        "telling": telling,
        "sheet": Sheet.of_content(telling.content),
        "groups": list(telling.groups.all()),
        "pdf_url": reverse("phases:telling-sheet", args=[initiative.pk, telling.pk]),
    }
    return render(request, "phases/followup/telling.html", context)
