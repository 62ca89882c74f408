"""How many mails one person may let us send, and how many one address may get: nobody is a post office for nuisance.

Counted in the cache that the web processes share. The address comes first, so that what it stops does not use up what
the sender may send. Signing in, resets and changes of address have limits of their own (`cocreation.web.rate_limits`).
"""

import hashlib
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

HOUR, DAY = 3_600, 86_400
TO_ONE_ADDRESS = ((5, HOUR), (10, DAY))
BY_ONE_PERSON = ((30, HOUR), (100, DAY))


def refused_mail(*, by: Any, to: str) -> str:
    """Count a mail that `by` wants to send to an address; give in words why it may not go, or nothing."""
    if not _counted("to", to.strip().lower(), TO_ONE_ADDRESS):
        return _(
            "This address got several mails from us in a short time. Wait an hour before you send another one, or "
            "give the link of the last one yourself."
        )
    if not _counted("by", str(by.pk), BY_ONE_PERSON):
        return _("You let us send many mails in a short time. Wait an hour, then go on.")
    return ""


def _counted(kind: str, whose: str, limits: tuple[tuple[int, int], ...]) -> bool:
    """Count one more in each span of time; False, when one of them is full."""
    name = hashlib.sha256(whose.encode()).hexdigest()
    keys = [(f"mails-{kind}-{name}-{seconds}", most, seconds) for most, seconds in limits]
    if any(int(cache.get(key, 0)) >= most for key, most, _seconds in keys):
        return False
    taken = []
    for key, most, seconds in keys:
        cache.add(key, 0, timeout=seconds)
        try:
            taken.append(cache.incr(key) <= most)
        except ValueError:  # it ran out this very moment
            cache.set(key, 1, timeout=seconds)
            taken.append(True)
    return all(taken)
