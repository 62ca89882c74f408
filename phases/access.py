"""What views of a workshop have in common: the workshop comes from the initiative, and one of elsewhere is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from projects.http import Request
from projects.models import Initiative

from .models import Workshop

View = Callable[..., HttpResponseBase]


def with_workshop(view: View) -> View:
    """Hand the view a workshop instead of its id; stands below `requires_role`."""

    @wraps(view)
    def wrapper(request: Request, initiative: Initiative, workshop_id: UUID, **rest: Any) -> HttpResponseBase:
        rows = initiative.workshops.select_related("phase", "method", "logged_by")
        workshop: Workshop = get_object_or_404(rows, pk=workshop_id)
        workshop.initiative = initiative
        return view(request, initiative=initiative, workshop=workshop, **rest)

    return wrapper


def with_outcome(view: View) -> View:
    """Hand the view an outcome of a workshop instead of both ids; its workshop is at hand in it."""

    @wraps(view)
    @with_workshop
    def wrapper(
        request: Request, initiative: Initiative, workshop: Workshop, outcome_id: UUID
    ) -> HttpResponseBase:
        outcome = get_object_or_404(workshop.outcomes.select_related("question"), pk=outcome_id)
        outcome.workshop = workshop
        return view(request, initiative=initiative, outcome=outcome)

    return wrapper
