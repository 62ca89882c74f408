"""The request as views get it, typed for what the middlewares of this site add, and its language."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django_htmx.middleware import HtmxDetails

from .models import User


class PublicRequest(HttpRequest):
    """A request of anybody; `session` is the store of `accounts`, with its terms."""

    htmx: HtmxDetails
    session: Any


class Request(PublicRequest):
    """A request of someone who signed in."""

    user: User


def active_language() -> str:
    """Return `nl` or `en`: Dutch where no language is active. `toolkit.published` has its own, as neither app knows the other."""
    return (get_language() or "nl")[:2]
