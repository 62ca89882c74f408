"""The toolkit: searching methods, and the card of one."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .forms import MethodFilterForm
from .models import Method


@login_not_required
@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """List the methods that fit the words and limits."""
    form = MethodFilterForm(request.GET)
    found = list(form.methods())
    context = {
        "form": form,
        "filters": {
            "many": [form[name] for name in ("family", "cost")],
            "one": [form[name] for name in ("minutes", "skill", "format")],
        },
        "methods": found,
        "all_count": Method.objects.published().count(),
        "limited": any(form.cleaned_data.get(name) for name in form.fields),
    }
    template = "toolkit/methods.html#found" if request.htmx else "toolkit/methods.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@login_not_required
@require_safe
def method(request: HttpRequest, code: str) -> HttpResponse:
    """Show the card of one method."""
    found = get_object_or_404(Method.objects.published(), code=code)
    others = {
        row.code: row
        for row in Method.objects.published().filter(code__in=[*found.related, found.offline_twin])
    }
    context = {
        "method": found,
        "related": [others[code] for code in found.related if code in others],
        "offline_twin": others.get(found.offline_twin),
    }
    return render(request, "toolkit/method.html", context)
