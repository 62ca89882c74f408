"""What happens to accounts: who signed in or out, and what changed in how someone signs in.

Each leaves a line in the trail. A change also signs the person's other browsers out and is told to them by mail.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..mail import send
from ..models import AuditEntry, IdentityProvider, Session, User
from .second_factor import suspend_passkeys
from .user_agents import device_of

logger = logging.getLogger(__name__)

MAIL_TEXTS = {
    "account.password-changed": _("Your password was changed."),
    "account.password-reset": _(
        "Your password was replaced, through a link in a mail. An account of your work lets you in only when you "
        "link it again. A passkey works by itself only after you used it once with the new password."
    ),
    "account.provider-linked": _("An account of your work was linked. You can sign in with it now."),
    "account.provider-unlinked": _(
        "The link with an account of your work was taken off. It does not let you in any more."
    ),
    "account.second-factor-on": _("Signing in now asks for a code of an app."),
    "account.second-factor-off": _("Signing in no longer asks for a code of an app."),
    "account.second-factor-lost": _("Your codes and passkeys were taken off, because they were lost."),
    "account.spare-codes-made": _("New spare codes were made. The old ones no longer work."),
    "account.passkey-added": _("A passkey was added to your account."),
    "account.passkey-removed": _("A passkey was removed from your account."),
    "account.address-changed": _("You now sign in with another e-mail address."),
}
"""What a person is told by mail, by action."""


def record_sign_in(request: Any, person: User) -> None:
    restart_session(request)
    AuditEntry.record("account.signed-in", by=person, target=person)


def restart_session(request: Any) -> None:
    """Let the terms of this browser begin now, since its person just showed who they are."""
    request.session.start(device_of(request.headers.get("User-Agent", "")))


def record_sign_out(person: User) -> None:
    AuditEntry.record("account.signed-out", by=person, target=person)


def record_failed_sign_in(email: str) -> None:
    """Note that signing in failed; as much is done for an address that nobody has as for one that somebody has."""
    logger.warning("signing in failed")
    known = User.objects.filter(email=email).first()
    AuditEntry.record_refusal("account.sign-in-failed", by=None, target=known)


def end_sessions(request: Any, person: User, *, key: str = "") -> int:
    """Sign out the other browsers of a person, or only the one with this hash; give how many there were."""
    others = Session.objects.of(person).except_for(request.session.session_key)
    ended: int = (others.filter(pk=key) if key else others).delete()[0]
    if ended:
        AuditEntry.record("account.sessions-ended", by=person, target=person, count=ended)
    return ended


def revoke_other_credentials(person: User) -> None:
    """Let nobody in any more without the password: provider links go, passkeys need it once."""
    if IdentityProvider.unlink_all(person, by=person):
        AuditEntry.record("account.provider-unlinked", by=person, target=person)
    if suspend_passkeys(person):
        AuditEntry.record("account.passkeys-tied", by=person, target=person)


def forget_second_factor(person: User) -> bool:
    """Take off every code and passkey of someone who lost them, and sign them out; tell whether there were any.

    Who runs the server does it, after having made sure who asks. An organisation that wants a second factor gets a
    new one at the next sign-in.
    """
    with transaction.atomic():
        if not Authenticator.objects.filter(user=person).delete()[0]:
            return False
        AuditEntry.record("account.second-factor-lost", by=None, target=person)
        Session.objects.of(person).delete()
    language = person.language or settings.LANGUAGE_CODE
    send("account-changed", person.email, language=language, what=MAIL_TEXTS["account.second-factor-lost"])
    return True


@contextmanager
def credential_change(request: Any, action: str, person: Any = None, *, tell: str = "") -> Iterator[None]:
    """Do a change of how someone signs in, whole or not at all; then tell them, at `tell` or at their address."""
    person = person or request.user
    with transaction.atomic():
        yield
        AuditEntry.record(action, by=person, target=person)
        end_sessions(request, person)
    language = person.language or settings.LANGUAGE_CODE
    send("account-changed", tell or person.email, language=language, what=MAIL_TEXTS[action])
