"""The request as views get it, typed for what the middlewares of this site add."""

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from .models import User


class PublicRequest(HttpRequest):
    """A request of anybody; `session` is the store of `accounts`, with its terms."""

    htmx: HtmxDetails
    session: Any


class Request(PublicRequest):
    """A request of someone who signed in."""

    user: User
