"""What views of a workshop or theme have in common: it comes from the initiative, and one of elsewhere is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from projects.http import Request
from projects.models import Initiative

from .models import Telling, Theme, Workshop

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
        outcome = get_object_or_404(workshop.outcomes.select_related("question", "theme"), pk=outcome_id)
        outcome.workshop = workshop
        return view(request, initiative=initiative, outcome=outcome)

    return wrapper


def with_theme(view: View) -> View:
    """Hand the view a theme instead of its id; stands below `requires_role`."""

    @wraps(view)
    def wrapper(request: Request, initiative: Initiative, theme_id: UUID) -> HttpResponseBase:
        theme: Theme = get_object_or_404(initiative.themes, pk=theme_id)
        theme.initiative = initiative
        return view(request, initiative=initiative, theme=theme)

    return wrapper


def with_telling(view: View) -> View:
    """Hand the view what people were told instead of its id; stands below `requires_role`."""

    @wraps(view)
    def wrapper(request: Request, initiative: Initiative, telling_id: UUID) -> HttpResponseBase:
        telling: Telling = get_object_or_404(initiative.tellings.select_related("by"), pk=telling_id)
        return view(request, initiative=initiative, telling=telling)

    return wrapper
