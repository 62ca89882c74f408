"""How long the app waits for its database: never so long that one lock holds up everything.

Commands that a person starts (`manage.py`) may take as long as they need; for a lock they wait no longer than pages.
"""

from typing import Any

CONN_MAX_AGE = 60
CONNECT_SECONDS = 3


def with_limits(found: dict[str, Any], *, statement: float, lock: float, idle: float) -> dict[str, Any]:
    """Return the settings of a database with an end to every wait, in seconds; 0 is without end."""
    options = dict(found.get("OPTIONS", {}))
    if found["ENGINE"].endswith("sqlite3"):
        ours: dict[str, Any] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": lock or 3600,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        return {**found, "OPTIONS": {**ours, **options}}
    limits = {
        "statement_timeout": statement,
        "lock_timeout": lock,
        "idle_in_transaction_session_timeout": idle,
    }
    told = " ".join(f"-c {name}={round(seconds * 1000)}" for name, seconds in limits.items())
    ours = {
        "connect_timeout": CONNECT_SECONDS,
        "keepalives_idle": 30,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
    }
    given = {**ours, **options, "options": f"{told} {options.get('options', '')}".strip()}
    return {**found, "OPTIONS": given, "CONN_MAX_AGE": CONN_MAX_AGE, "CONN_HEALTH_CHECKS": True}
