"""What is kept about the person who is signed in: reading it, taking it along, and being erased."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..accounts.reauthentication import reauthenticate
from ..http import Request
from .data_export import counts_of, data_export_as_json
from .erasure import CannotLeaveError, erase


@require_safe
def own_data(request: Request) -> HttpResponse:
    """Show the account, and of what else is kept how many rows there are."""
    context = {"counts": sorted(counts_of(request.user).items())}
    return render(request, "projects/privacy/own_data.html", context)


@require_safe
@reauthenticate(always=True)
def file(request: Request) -> HttpResponseBase:
    response = StreamingHttpResponse(data_export_as_json(request.user), content_type="application/json")
    name = slugify(_("own data"))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@reauthenticate(always=True)
def erasure(request: Request) -> HttpResponse:
    """Erase the account, once the person is sure and nobody is left without a lead or administrator."""
    held_up: list[str] = []
    if request.method == "POST":
        try:
            erase(request.user, by=request.user)
        except CannotLeaveError as error:
            held_up = error.where
        else:
            logout(request)
            messages.success(request, _("Your account is erased."))
            gone = redirect("home")
            gone.headers["Clear-Site-Data"] = '"cache", "storage"'
            return gone
    context = {"held_up": held_up}
    return render(request, "projects/privacy/erasure.html", context, status=409 if held_up else 200)
