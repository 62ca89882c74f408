"""What is done with one outcome, and why."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.access import requires_role
from projects.forms import post_or_none
from projects.http import Request
from projects.models import Initiative, Role

from ...access import with_outcome
from ...models import Outcome
from ..forms.feedback import FeedbackForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
@with_outcome
def outcome_feedback(request: Request, initiative: Initiative, outcome: Outcome) -> HttpResponse:
    """Give feedback to one outcome; its theme may have feedback of its own, and this one then goes before it."""
    form = FeedbackForm(post_or_none(request), target=outcome)
    if form.is_bound and (answer := form.give(by=request.user)):
        messages.success(request, _("Saved. Tell it to those who took part."))
        return redirect(answer)
    context = {
        "initiative": initiative,
        "part": "feedback",
        "outcome": outcome,
        "workshop": outcome.workshop,
        "theme": outcome.theme,
        "form": form,
        "versions": list(outcome.feedback.with_writer()),
    }
    return render(request, "phases/followup/outcome_feedback.html", context, status=form.status)
