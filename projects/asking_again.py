"""Asking once more who someone is, before something about signing in changes.

The library keeps what was sent until the answer is there, and takes it up again then. These pages do not: a secret
would wait in the session, and a way to another site would begin on a page that may not lead there.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from .access import READING

View = Callable[..., HttpResponseBase]
HOLDS_SECONDS = 30 * 60
"""So long after the answer a form is taken; its page opened within five minutes of it."""


def asks_again(then: str = "") -> Callable[[View], View]:
    """Ask who it is before the page opens; a form that comes too late leads back to a page that asks again.

    That page is the one of the form, or `then`. Someone without a password or code here cannot be asked: they have to
    have signed in at their provider in the last half hour.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
            can_be_asked = bool(get_reauthentication_flows(request.user))  # type: ignore[arg-type]
            if can_be_asked and request.method in READING:
                answer: HttpResponseBase = reauthentication_required(view)(request, *args, **options)
                return answer
            if _said_lately(request, again=can_be_asked):
                return view(request, *args, **options)
            if can_be_asked:
                return redirect(then or request.path)
            messages.warning(request, _("For this you have to sign in again. Sign out first."))
            return redirect("phases:home")

        return asked

    return decorate


def _said_lately(request: HttpRequest, *, again: bool) -> bool:
    """Tell whether someone said who they are in the last half hour; `again`: after signing in, once more."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    wanted = [record for record in records if record.get("reauthenticated") or not again]
    return any(time.time() - record["at"] < HOLDS_SECONDS for record in wanted)
