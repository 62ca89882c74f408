"""How the sign-in library behaves here: nobody registers by themselves, every step leaves a line, mails are ours."""

import logging
from functools import partial
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..http import active_language
from ..mail import send
from . import events
from .deferred_mail import send_or_defer
from .hashers import normalized
from .reauthentication import ALWAYS

logger = logging.getLogger(__name__)

NO_ADDRESS = "0.0.0.0"  # noqa: S104 - a client that comes through a socket of this machine has none


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations, never from the visitor; mails look and speak like all our mails."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "There were too many attempts. Wait five minutes, then try again. Or choose a new password."
        ),
        "email_password_mismatch": _("This address and this password do not belong together."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        events.record_sign_in(request, user)

    def logout(self, request: HttpRequest) -> None:
        """Sign out; the session is gone, not only the cookie."""
        events.record_sign_out(request.user)  # type: ignore[arg-type]  # who signs out is signed in
        super().logout(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            logger.warning("signing in is refused for a while: too many attempts")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note it, for a known and an unknown address alike."""
        events.record_failed_sign_in(credentials.get("email", "").lower())

    def clean_password(self, password: str, user: Any = None) -> str:
        """Refuse what is easy to guess, looking at the password as it is hashed."""
        super().clean_password(normalized(password), user)
        return password

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Ask nothing again of who signed in only just now, except before what cannot be undone."""
        lately = app != ALWAYS and self.request.session.recently_authenticated()
        return not lately and bool(super().is_reauthentication_required(app=app, **options))

    def is_safe_url(self, url: str) -> bool:
        """Tell whether one may be sent on there; what is no address at all leads nowhere, and is no fault."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the last trusted proxy saw; what a client claims makes no fault and has no effect."""
        try:
            address: str = super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            address = request.META.get("REMOTE_ADDR") or NO_ADDRESS
        return address

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of allauth's mails through ours, in the language of who gets it."""
        name = template_prefix.rpartition("/")[2].replace("_", "-")
        user = context.get("user")
        language = getattr(user, "language", "") or active_language()
        link = context.get("password_reset_url") or context.get("activate_url", "")
        send_or_defer(partial(send, name, email, language=language, link=link))
