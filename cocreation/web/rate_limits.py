"""How often signing in and the like may be tried, and where the web processes count it together.

For one account it is strict, for one address wide: a whole town hall may sit behind it. The strict one comes first, so
that what it stops does not use up the wide one.
"""

from typing import Any

ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "5/5m/key,20/h/key,300/10m/ip",
    "reset_password": "3/10m/key,100/10m/ip",
    "reset_password_from_key": "200/10m/ip",
    "change_password": "10/10m/user",
    "manage_email": "10/h/user",
    "reauthenticate": "20/10m/user",
    "signup": "100/10m/ip",
    "confirm_email": "3/10m/key",
    # Ours: accepting an invitation, and changing codes or passkeys.
    "invitation": "200/10m/ip",
    "change_second_factor": "20/h/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}


def shared_cache(redis: str) -> dict[str, Any]:
    """Return the cache in which attempts are counted: Redis, or the memory of the one process where there is none."""
    if not redis:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "one process"}
    return {
        "BACKEND": "cocreation.web.fallback_cache.FallbackCache",
        "LOCATION": redis.replace(
            "redis+socket://", "unix://", 1
        ),  # Celery has a word of its own for a socket
        "KEY_PREFIX": "roadmap",
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
