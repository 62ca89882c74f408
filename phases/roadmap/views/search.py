"""The search box over methods, problems and questions."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projects.http import PublicRequest
from toolkit.search import SearchWords

from ..search import search as search_all

KINDS = {"methods": _("Methods"), "problems": _("Known problems"), "questions": _("Questions of the roadmap")}


@login_not_required
@require_safe
def search(request: PublicRequest) -> HttpResponse:
    """Search everything that is published; nothing is remembered and no input is wrong."""
    words = SearchWords.of(request.GET)
    kinds = {kind for kind in request.GET.getlist("kind") if kind in KINDS}
    results = search_all(words.used, kinds)
    context = {
        "words": words.typed,
        "words_are_cut": words.is_cut,
        "results": results,
        "kinds": [
            {"code": code, "label": label, "count": results.counts.get(code, 0), "chosen": code in kinds}
            for code, label in KINDS.items()
        ],
        "left_out": sum(number for kind, number in results.counts.items() if kinds and kind not in kinds),
    }
    template = "phases/roadmap/search.html#found" if request.htmx else "phases/roadmap/search.html"
    return render(request, template, context)
