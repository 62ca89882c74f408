"""What people said, in themes, with what is done with it; and outcomes that get a theme."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.access import may_write, requires_role, role_in
from projects.http import Request
from projects.models import Initiative, Role

from ...models import Outcome, Theme
from ...progress.feedback_debt import debt_of
from ..forms.outcomes import OutcomeFilterForm
from ..forms.themes import NewThemeForm
from ..outcome_list import OutcomePage, outcomes_in_order
from ..theme_list import ThemePage, place_in_list, theme_rows


@require_safe
@requires_role(Role.OBSERVER)
def feedback(request: Request, initiative: Initiative) -> HttpResponse:
    """Show the themes, and the outcomes without one; or, narrowed by words and limits, outcomes of any theme."""
    return render(request, "phases/followup/feedback.html", _context(request, initiative))


@require_POST
@requires_role(Role.FACILITATOR)
def group(request: Request, initiative: Initiative) -> HttpResponse:
    """Put the outcomes that were chosen into a new theme, or into one that is there."""
    rows = outcomes_in_order(initiative, role_in(initiative)).order_by()
    form = NewThemeForm(request.POST, initiative=initiative, outcomes=rows)
    if not form.is_valid():
        if earlier := form.already_done(by=request.user):
            return redirect(earlier)
        context = _context(request, initiative) | {
            "form": form,
            "chosen": set(request.POST.getlist("outcome")),
        }
        return render(request, "phases/followup/feedback.html", context, status=422)
    chosen = Outcome.objects.filter(pk__in=[row.pk for row in form.cleaned_data["outcome"]])

    def create() -> str:
        theme: Theme | None = form.cleaned_data["theme"]
        if theme is None:
            theme = Theme.make(initiative, by=request.user, outcomes=chosen, name=form.cleaned_data["name"])
        else:
            theme.take_in(chosen, by=request.user)
        return place_in_list(theme)

    answer = form.run_once(by=request.user, route="phases:theme-add", create=create)
    messages.success(request, _("Saved. Now say what you do with this theme."))
    return redirect(answer)


def _context(request: Request, initiative: Initiative) -> dict[str, Any]:
    filter_form = OutcomeFilterForm(request.GET, initiative=initiative)
    limits = filter_form.limits()
    rows = limits.apply(outcomes_in_order(initiative, role_in(initiative)))
    if not limits.is_set:
        rows = rows.filter(theme=None)
    themes = ThemePage([] if limits.is_set else theme_rows(initiative), request.GET.get("themes", ""))
    at_hand = None if limits.is_set else [row.theme for row in themes.all_rows]
    query = request.GET.copy()
    query.pop("after", None)
    return {
        "initiative": initiative,
        "part": "feedback",
        "debt": debt_of(initiative),
        "filter": filter_form,
        "is_filtered": limits.is_set,
        "words_are_cut": limits.words.is_cut,
        "themes": themes.rows,
        "theme_page": themes,
        "may_order": themes.count > 1 and may_write(initiative),
        "page": OutcomePage(rows, request.GET.get("after", "")),
        "query": query.urlencode(),
        "address": request.GET.urlencode(),
        "ordering": "order" in request.GET,
        "form": NewThemeForm(initiative=initiative, outcomes=rows, themes=at_hand),
        "depends": ("name", "theme"),
        "chosen": set(),
        "may_write": may_write(initiative),
    }
