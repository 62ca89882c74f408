"""Before something risky: asks once more who it is, unless the person showed so in the last minutes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import urlencode

View = Callable[..., HttpResponseBase]

EVEN_NOW = "even-now"
"""Asks also who signed in only just now; see `ClosedAccounts.is_reauthentication_required`."""


def asks_again(view: View) -> View:
    """Ask before the page opens. Stands below the door, so that a stranger learns nothing."""
    return _guarded(view, reading=True)


def asks_always(view: View) -> View:
    """Ask before the page opens, also shortly after signing in: for what cannot be undone."""
    return _guarded(view, reading=True, app=EVEN_NOW)


def asks_again_to_write(view: View) -> View:
    """Ask before the page writes; it can be read."""
    return _guarded(view, reading=False)


def _guarded(view: View, *, reading: bool, app: str = "") -> View:
    guarded = reauthentication_required(allow_get=not reading, app=app)(view)

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        try:
            answer: HttpResponseBase = guarded(request, *args, **options)
        except ReauthenticationRequired:
            if not getattr(request, "htmx", False):
                raise
            return _whole_page(request)
        return answer

    asking.asks_again = True  # type: ignore[attr-defined]
    return asking


def _whole_page(request: Any) -> HttpResponse:
    """Let htmx open the page that asks, and come back to the page where it was."""
    method = get_adapter().get_reauthentication_methods(request.user)[0]
    back = urlencode({"next": request.htmx.current_url_abs_path or "/"})
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = f"{method['url']}?{back}"
    return response
