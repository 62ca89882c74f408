"""The toolkit: searching methods, the card of one, and the words of the field."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .forms import MANY, MethodFilterForm
from .models import Method, Term
from .stems import in_order

PAGE_SIZE = 24


@login_not_required
@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """List the methods that fit the words and limits, with what falls off and what comes nearest."""
    form = MethodFilterForm(request.GET)
    found, numbers, all_count = form.search()
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "filters": [
            {
                "field": form[name],
                "options": [_option(option, numbers[name]) for option in form[name]],
            }
            for name in MANY
        ],
        "page": Paginator(found.methods, PAGE_SIZE).get_page(request.GET.get("page")),
        "count": len(found.methods),
        "all_count": all_count,
        "off": [(form.name_of(name), number) for name, number in found.left_out.most_common()],
        "off_count": all_count - len(found.methods),
        "nearest": [(method, [form.name_of(name) for name in failed]) for method, failed in found.nearest],
        "alone": [form["without_reading"], form["without_digital"]],
        "chosen": form.chosen(),
        "query": query.urlencode(),
    }
    template = "toolkit/methods.html#found" if request.htmx else "toolkit/methods.html"  # type: ignore[attr-defined]  # set by the middleware of htmx
    return render(request, template, context)


def _option(option: Any, numbers: dict[str, int]) -> dict[str, Any]:
    """Return a choice of a filter as the page shows it, with how many methods it would give."""
    name, value = option.data["name"], option.data["value"]
    return {
        "name": name,
        "value": value,
        "id": option.id_for_label,
        "label": option.choice_label,
        "is_chosen": option.data["selected"],
        "number": numbers.get(value, 0),
    }


@login_not_required
@require_safe
def method(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Method.objects.published(), code=code)
    return render(request, "toolkit/method.html", card_of(found))


def card_of(method: Method) -> dict[str, object]:
    """Return what the card of a method shows besides the method: related ones, and its twin without a screen."""
    codes = [*method.related, method.offline_twin]
    others = {row.code: row for row in Method.objects.published().filter(code__in=codes)}
    return {
        "method": method,
        "related": [others[code] for code in method.related if code in others],
        "offline_twin": others.get(method.offline_twin),
    }


@login_not_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Show the words of the field with their meanings, in the order of the alphabet."""
    terms: list[Any] = sorted(Term.objects.published(), key=lambda term: in_order(str(term.term)))
    names = {term.code: term for term in terms}
    for term in terms:
        term.also = [names[code] for code in term.see if code in names]
    return render(request, "toolkit/glossary.html", {"terms": terms})
