"""Mails: text and simple HTML from templates, in the language of who gets them, through Django's mail settings."""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from .dry_run import is_dry_run

logger = logging.getLogger(__name__)


def send(template: str, to: str, *, language: str, **context: Any) -> bool:
    """Send `emails/<template>` to one address; False, and a line in the log without the address, when that fails."""
    if is_dry_run.get():
        return True
    with translation.override(language):
        context |= {"language": language, "site_url": settings.SITE_URL}
        text = render_to_string(f"emails/{template}.txt", context)
        subject, _newline, body = text.partition("\n")
        # Typed names may hold any kind of line end, also as mail programs write one (=?…?=): it would begin a header.
        subject = " ".join(subject.replace("=?", "= ?").split())
        mail = EmailMultiAlternatives(subject, body.strip() + "\n", to=[to])
        mail.attach_alternative(render_to_string(f"emails/{template}.html", context), "text/html")
    try:
        mail.send()
    except OSError as error:
        logger.warning("a mail (%s) could not be sent: %s", template, type(error).__name__)
        return False
    return True


def forget(*words: str) -> None:
    """Let go of mails that hold one of these words, where mails are kept: the embedded mode does so, a server does not."""
    let_go = getattr(get_connection(), "forget", None)
    if let_go is not None:
        let_go(*filter(None, words))
