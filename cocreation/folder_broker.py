"""The embedded message broker: kombu's folder of messages, made to outlive what happens to a folder.

The original takes an unreadable folder, and a message that is read while it is being written, for faults in the
program and ends the worker. Here the first is a broken connection, like any other broker's, which the worker tries
again until it is whole; the second is no message: what has to be done stands in the database and is rung for again.
"""

from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem


class Channel(filesystem.Channel):  # type: ignore[misc]
    """Reads and writes messages as files."""

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        try:
            return super()._get(queue)  # type: ignore[no-untyped-call]
        except ValueError as error:
            raise Empty from error


class Transport(filesystem.Transport):  # type: ignore[misc]
    """Messages in a folder; it is made when it is missing."""

    Channel: Any = Channel
    connection_errors: Any = (*filesystem.Transport.connection_errors, OSError)

    def establish_connection(self) -> Any:
        """Make the folders; raises OSError while something else stands in their place."""
        options = self.client.transport_options  # type: ignore[union-attr]
        for name in ("data_folder_in", "control_folder"):
            Path(options[name]).mkdir(parents=True, exist_ok=True)
        return super().establish_connection()  # type: ignore[no-untyped-call]
