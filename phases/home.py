"""The first page: what co-creation is, or for a signed-in person their work."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.models import HandOver, Initiative, OrganisationRole
from projects.typed_text import dutch_order
from toolkit.models import Method

from .models import Question, Workshop
from .progress.due import due_for
from .progress.progress import loaded_phases

MAX_INITIATIVES = 20
MAX_WORKSHOPS = 5
MAX_DUE = 6
"""So many things that wait stand under the first."""


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return render(request, "phases/my_work.html", _my_work(request.user))
    context = {
        "phases": loaded_phases(),
        "questions": list(Question.objects.published().select_related("phase")),
        "method_count": Method.objects.published().count(),
    }
    return render(request, "phases/home.html", context)


def _my_work(user: Any) -> dict[str, Any]:
    visible = Initiative.objects.visible_to(user).current()
    mine = visible.filter(team__user=user)
    workshops = Workshop.objects.filter(initiative__in=mine).upcoming()
    notes = HandOver.objects.unread_by(user).select_related("initiative", "giver")
    due = due_for(user, mine)
    memberships = list(user.memberships.select_related("organisation"))
    initiatives = list(mine.by_activity()[:MAX_INITIATIVES])
    waiting = {each.initiative.pk: place for place, each in reversed(list(enumerate(due.first)))}
    return {
        "hand_overs": list(notes),
        "today": timezone.localtime(),
        "first_due": due.first[0] if due.first else None,
        "waiting": due.first[1 : MAX_DUE + 1],
        "due_beyond": max(0, due.count - MAX_DUE - 1),
        "initiatives": sorted(initiatives, key=lambda each: waiting.get(each.pk, due.count)),
        "workshops": list(workshops.select_related("initiative")[:MAX_WORKSHOPS]),
        "may_start": bool(memberships),
        "administers": [row for row in memberships if row.role == OrganisationRole.ADMINISTRATOR],
        "memberships": sorted(memberships, key=lambda row: dutch_order(row.organisation.name)),
        "reads_more": visible.exclude(team__user=user).exists(),
    }
