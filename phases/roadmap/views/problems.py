"""Known problems: how to notice them and what to do."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from toolkit.search import SearchWords

from ...models import Problem


@login_not_required
@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """List the problems by their signals; words narrow the list."""
    words = SearchWords.of(request.GET)
    found = Problem.objects.published().matching(words.used)
    context = {"problems": list(found), "words": words.typed, "words_are_cut": words.is_cut}
    return render(request, "phases/roadmap/problems.html", context)


@login_not_required
@require_safe
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """Show one problem: signals, causes, what to do now and structurally, and an example."""
    found = get_object_or_404(Problem.objects.published(), code=code)
    context = {"problem": found, "other_steps": found.now[1:], "methods": list(found.methods.published())}
    return render(request, "phases/roadmap/problem.html", context)
