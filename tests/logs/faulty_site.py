"""The settings of the app, with a middleware that fails and a library that talks, for a server of its own."""

import logging
import warnings
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from cocreation import settings as ours

globals().update({name: value for name, value in vars(ours).items() if name.isupper()})
Handler = Callable[[HttpRequest], HttpResponse]
TALKERS = (
    "weasyprint",
    "fontTools.subset",
    "kombu",
    "django.utils.autoreload",
    "allauth",
    "PIL",
    "somebody.new",
)


class Talks:
    """Says what was asked, in every way a library can, and then fails."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Talk."""
        said: Any = f"{request.get_full_path()} ኤልሳ"
        for name in TALKERS:
            logging.getLogger(name).warning("no glyph for %s", said)
            logging.getLogger(name).error("no glyph for " + said, extra={"about": said})  # noqa: G003
        warnings.warn(f"this is odd: {said}", stacklevel=1)
        logging.getLogger("weasyprint").error(said, exc_info=ValueError(said), stack_info=True)
        raise RuntimeError(said)


MIDDLEWARE = [f"{__name__}.{Talks.__name__}", *ours.MIDDLEWARE]
