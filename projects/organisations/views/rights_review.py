"""Who may do what in an organisation: looking at it, and signing that it is right."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...access import requires_administrator
from ...forms import post_or_none
from ...http import Request
from ...models import Organisation, RightsReview
from ..forms.settings import RightsReviewForm
from ..rights_review import Rights, rights_of

EARLIER = 10
PAGE_SIZE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@requires_administrator
def review(request: Request, organisation: Organisation) -> HttpResponse:
    """Show all rights, and on the last page the form to sign them; a sign-off holds for what was shown, and is refused when that changed meanwhile."""
    rights = rights_of(organisation)
    form = RightsReviewForm(post_or_none(request), organisation=organisation, digest=rights.digest)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            if not form.is_outdated():
                return _sign(request, organisation, rights, form)
            form.ask_to_look_again()
            status = 409
    pages = Paginator(rights.people, PAGE_SIZE)
    reviews = list(organisation.rights_reviews.select_related("by")[:EARLIER])
    context = {
        "organisation": organisation,
        "part": "rights",
        "rights": rights,
        "page": pages.get_page(pages.num_pages if form.is_bound else request.GET.get("page")),
        "form": form,
        "reviews": reviews,
        "latest": reviews[0] if reviews else None,
        "changed": bool(reviews) and reviews[0].digest != rights.digest,
    }
    return render(request, "projects/organisations/rights.html", context, status=status)


def _sign(
    request: Request, organisation: Organisation, rights: Rights, form: RightsReviewForm
) -> HttpResponse:
    here = reverse("organisation:rights", args=[organisation.pk])

    def create() -> str:
        RightsReview.sign(organisation, digest=rights.digest, people=rights.count, by=request.user)
        return here

    messages.success(request, _("Signed. The next review is due in a year."))
    return redirect(form.run_once(by=request.user, route="organisation:rights", create=create))
