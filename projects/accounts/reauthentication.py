"""Before something risky: asks once more who it is, unless the person showed so in the last minutes."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ..access import READING, declare
from ..http import Request

View = Callable[..., HttpResponseBase]
VALID_SECONDS = 30 * 60
"""So long after the answer a form that is not kept is taken; its page opened within ten minutes of it."""

ALWAYS = "even-now"
"""Asks also who signed in only just now; see `AccountAdapter.is_reauthentication_required`."""


def reauthenticate(
    *, always: bool = False, reads: bool = True, discard_post: bool = False, then: str = ""
) -> Callable[[View], View]:
    """Ask once more who it is before the page opens; `always` asks also shortly after signing in.

    It stands below the door, so that a stranger learns nothing. Without `reads` the page can be read, and only
    writing asks. With `discard_post` a form that comes too late is not kept, but leads to a page that asks: the one
    of the form, or `then`. The library keeps what was sent until the answer is there; a secret would wait in the
    session, and a way to another site would begin on a page that may not lead there. Someone without a password or
    code here cannot be asked: they have to have signed in at their provider lately.
    """

    def decorate(view: View) -> View:
        asking = _guarded(view, reading=reads, app=ALWAYS if always else "")
        return _discarding(view, asking, then) if discard_post else asking

    return decorate


def _discarding(view: View, asking: View, then: str) -> View:
    @wraps(view)
    def asked(request: Request, *args: Any, **options: Any) -> HttpResponseBase:
        can_be_asked = bool(get_reauthentication_flows(request.user))
        if can_be_asked and request.method in READING:
            return asking(request, *args, **options)
        if _said_lately(request, again=can_be_asked):
            return view(request, *args, **options)
        if can_be_asked:
            return redirect(then or request.path)
        messages.warning(request, _("For this you have to sign in again. Sign out first."))
        return redirect("home")

    return declare(asked, reauthenticates=True)


def _said_lately(request: Request, *, again: bool) -> bool:
    """Tell whether someone said who they are in the last half hour; `again`: only a second time counts."""
    if request.session.recently_authenticated():
        return True
    records = get_authentication_records(request, request.user)
    wanted = [record for record in records if record.get("reauthenticated") or not again]
    return any(time.time() - record["at"] < VALID_SECONDS for record in wanted)


def _guarded(view: View, *, reading: bool, app: str = "") -> View:
    guarded = reauthentication_required(allow_get=not reading, app=app)(view)

    @wraps(view)
    def asking(request: Request, *args: Any, **options: Any) -> HttpResponseBase:
        try:
            answer: HttpResponseBase = guarded(request, *args, **options)
        except ReauthenticationRequired:
            if not getattr(request, "htmx", False):
                raise
            return _whole_page(request)
        return answer

    return declare(asking, reauthenticates=True)


def _whole_page(request: Request) -> HttpResponse:
    """Let htmx open the page that asks, and come back to the page where it was."""
    method = get_adapter().get_reauthentication_methods(request.user)[0]
    back = urlencode({"next": request.htmx.current_url_abs_path or "/"})
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = f"{method['url']}?{back}"
    return response
