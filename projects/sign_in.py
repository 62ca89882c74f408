"""How the sign-in library behaves here: nobody registers by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import get_language

from .mails import send


class ClosedAccounts(DefaultAccountAdapter):
    """Accounts come from invitations, never from the visitor; mails look and speak like all our mails."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of allauth's mails through ours, in the language of who gets it."""
        name = template_prefix.rpartition("/")[2]
        user = context.get("user")
        language = getattr(user, "language", "") or (get_language() or "nl")[:2]
        send(name.replace("_", "-"), email, language=language, link=context.get("password_reset_url", ""))
