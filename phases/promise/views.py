"""The promise of an initiative, as someone who takes part reads it, with its versions."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.access import may_write, requires_role
from projects.forms import post_or_none
from projects.http import Request
from projects.models import Initiative, Role, StaleError

from ..models import Promise
from .forms import PromiseForm, TellingForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.LEAD, reading=Role.OBSERVER)
def promise(request: Request, initiative: Initiative) -> HttpResponse:
    """Show the promise; a lead writes the first one, or the next version."""
    promises = list(initiative.promises.with_writer())
    latest = promises[0] if promises else None
    form = PromiseForm(post_or_none(request), initiative=initiative, latest=latest)
    status = 422 if form.is_bound else 200
    if form.is_bound:
        if earlier := form.already_done(by=request.user):
            return redirect(earlier)
        if form.is_valid():

            def create() -> str:
                Promise.make(
                    initiative,
                    by=request.user,
                    based_on=form.cleaned_data["version"],
                    **form.promise(),
                )
                return reverse("phases:promise", args=[initiative.pk])

            try:
                answer = form.run_once(by=request.user, route="phases:promise", create=create)
            except StaleError:
                now = initiative.promises.with_writer().first()
                if now is None:
                    raise Http404 from None  # a version of a promise that never was
                form.add_stale_error(now)
                status = 409
            else:
                messages.success(request, _("Saved. This promise is in force from now on."))
                return redirect(answer)
    context = {
        "initiative": initiative,
        "part": "overview",
        "form": form,
        "promise": latest,
        "promises": promises,
        "latest_told": next((each for each in promises if each.told), None),
        "may_lead": may_write(initiative, Role.LEAD),
    }
    return render(request, "phases/promise/promise.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.LEAD)
def telling(request: Request, initiative: Initiative) -> HttpResponse:
    """Write down when people heard of the latest change that they are told of."""
    latest = initiative.promises.exclude(told="").first()
    if latest is None:
        raise Http404
    form = TellingForm(post_or_none(request), initiative=initiative)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            latest.tell(by=request.user, on=data["told_on"], how=data["told_how"])
        except StaleError:
            messages.warning(request, _("It was written down already when people were told."))
        else:
            messages.success(request, _("Saved."))
        return redirect("phases:promise", initiative.pk)
    context = {"initiative": initiative, "part": "overview", "form": form, "promise": latest}
    status = 422 if form.is_bound else 200
    return render(request, "phases/promise/telling.html", context, status=status)
