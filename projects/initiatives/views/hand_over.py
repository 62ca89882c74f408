"""Handing over the lead, and saying that the note was read."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ...access import deny, requires_role
from ...forms import post_or_none
from ...http import Request
from ...mail import send
from ...mail_limits import refused_mail
from ...models import CannotHandOverError, HandOver, Initiative, Role
from ...typed_text import isolated
from ..forms.hand_over import HandOverForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.LEAD)
def hand_over(request: Request, initiative: Initiative) -> HttpResponse:
    form = HandOverForm(post_or_none(request), initiative=initiative, giver=request.user)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_hand_over_once(request, initiative, form))
        except CannotHandOverError:
            form.add_error(None, _("The team has just changed. Load the page again and look who is there."))
            status = 409
    context = {"initiative": initiative, "form": form, "part": "team"}
    context["lapsing"] = initiative.invitations.pending().sent_by(request.user).exists()
    return render(request, "projects/initiatives/hand_over.html", context, status=status)


def _hand_over_once(request: Request, initiative: Initiative, form: HandOverForm) -> str:
    """Hand over, write to the receiver, and give where to go on; sent twice it is one hand-over and one mail."""
    made: list[HandOver] = []
    chosen = form.hand_over()

    def create() -> str:
        made.append(HandOver.make(initiative, by=request.user, **chosen))
        stays = chosen["stays"] is not None
        return reverse("projects:team", args=[initiative.pk]) if stays else reverse("portfolio")

    answer = form.run_once(by=request.user, route="projects:hand-over", create=create)
    for each in made:
        _tell(request, each)
    return answer


def _tell(request: Request, made: HandOver) -> None:
    """Write to the receiver; the note itself is not in the mail, since it may tell of people."""
    link = f"{settings.SITE_URL}{reverse('projects:team', args=[made.initiative_id])}"
    language = made.receiver.language or settings.LANGUAGE_CODE
    words: dict[str, Any] = {"made": made, "link": link}
    refused = refused_mail(by=request.user, to=made.receiver.email)
    mailed = not refused and send("hand-over", made.receiver.email, language=language, **words)
    done = _("{name} leads from now on.").format(name=isolated(str(made.receiver)))
    messages.success(request, done)
    if not mailed:
        messages.warning(request, _("The mail about it could not be sent. Tell them yourself."))


@require_POST
@requires_role(Role.OBSERVER, when_archived=True)
def reading(request: Request, initiative: Initiative, hand_over_id: UUID) -> HttpResponse:
    found = get_object_or_404(initiative.hand_overs.select_related("receiver"), pk=hand_over_id)
    if found.receiver != request.user:
        deny(request, initiative=initiative)
    if found.mark_read():
        messages.success(request, _("It is noted that you read this."))
    else:
        messages.info(request, _("It was noted before that you read this."))
    return redirect("projects:team", initiative.pk)
