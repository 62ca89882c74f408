"""The database goes away for a while: PostgreSQL itself throws everybody out and lets nobody in."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

OTHERS_OUT = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND pid <> %s"


def end_other_connections() -> None:
    """End what a served page left open or is still doing: it would stand in the way of emptying the tables."""
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        with _beside() as other:
            other.execute(
                OTHERS_OUT, [connection.settings_dict["NAME"], connection.connection.info.backend_pid]
            )


@contextmanager
def database_gone() -> Iterator[None]:
    """End every connection but that of this test, and refuse new ones, until the block ends."""
    name = connection.settings_dict["NAME"]
    connection.ensure_connection()
    mine = connection.connection.info.backend_pid
    with _beside() as other:
        other.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        other.execute(OTHERS_OUT, [name, mine])
        try:
            yield
        finally:
            other.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def let_nobody_in_any_more() -> None:
    """End every connection of the test's database for good, so that it can be taken away."""
    if connection.vendor != "postgresql":
        return
    name = connection.settings_dict["NAME"]
    with _beside() as other:
        other.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name]
        )


def _beside() -> psycopg.Connection:
    """Connect to the database beside it that every server has."""
    parameters = connection.get_connection_params()
    wanted = {key: parameters[key] for key in ("host", "port", "user", "password") if parameters.get(key)}
    return psycopg.connect(dbname="postgres", autocommit=True, **wanted)
