"""A theme: what people said about it and what is done with it; its name, its place, and taking it away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects.access import may_write, requires_role, role_in
from projects.forms import post_or_none
from projects.http import Request
from projects.models import Initiative, Role, StaleError

from ...access import with_theme
from ...models import Theme
from ..forms.feedback import FeedbackForm
from ..forms.themes import EditThemeForm
from ..outcome_list import OutcomePage, outcomes_in_order
from ..theme_list import place_in_list


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR, reading=Role.OBSERVER)
@with_theme
def theme(request: Request, initiative: Initiative, theme: Theme) -> HttpResponse:
    """Show what people said and what is done with it; a post gives feedback to all of it at once."""
    form = FeedbackForm(post_or_none(request), target=theme)
    if form.is_bound and (answer := form.give(by=request.user)):
        messages.success(request, _("Saved. Tell it to those who took part."))
        return redirect(answer)
    rows = outcomes_in_order(initiative, role_in(initiative)).filter(theme=theme)
    context = {
        "initiative": initiative,
        "part": "feedback",
        "theme": theme,
        "page": OutcomePage(rows, request.GET.get("after", "")),
        "form": form,
        "versions": list(theme.feedback.with_writer()),
        "may_write": may_write(initiative),
    }
    return render(request, "phases/followup/theme.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
@with_theme
def edit(request: Request, initiative: Initiative, theme: Theme) -> HttpResponse:
    form = EditThemeForm(post_or_none(request), theme=theme)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            theme.revise(by=request.user, based_on=form.cleaned_data["version"], **form.changes())
        except StaleError:
            form.add_stale_error(Theme.objects.select_related("updated_by").get(pk=theme.pk))
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect(theme)
    context = {"initiative": initiative, "part": "feedback", "theme": theme, "form": form}
    return render(request, "phases/followup/theme_form.html", context, status=status)


@require_POST
@requires_role(Role.FACILITATOR)
@with_theme
def move(request: Request, initiative: Initiative, theme: Theme) -> HttpResponse:
    """Change places with the theme before it or after it."""
    theme.move(-1 if request.POST.get("way") == "up" else 1, by=request.user)
    theme.refresh_from_db(fields=["place"])
    return redirect(place_in_list(theme, order="on"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.FACILITATOR)
@with_theme
def remove(request: Request, initiative: Initiative, theme: Theme) -> HttpResponse:
    """Say what hangs on the theme, and take it away when that is meant."""
    if request.method != "POST":
        context = {
            "initiative": initiative,
            "part": "feedback",
            "theme": theme,
            "size": theme.outcomes.count(),
            "versions": theme.feedback.count(),
        }
        return render(request, "phases/followup/theme_removal.html", context)
    theme.remove(by=request.user)
    messages.success(request, _("The theme is gone. Its outcomes are still there."))
    return redirect("phases:feedback", initiative.pk)
