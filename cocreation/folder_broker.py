"""The embedded message broker: kombu's folder of messages, which outlives that its folder is taken away.

The original takes an unreadable folder for a fault in the program and ends the worker; here it is a broken
connection, like any other broker's, which the worker tries again until it is whole.
"""

from pathlib import Path
from typing import Any

from kombu.transport import filesystem


class Transport(filesystem.Transport):  # type: ignore[misc]
    """Messages in a folder; it is made when it is missing."""

    connection_errors: Any = (*filesystem.Transport.connection_errors, OSError)

    def establish_connection(self) -> Any:
        """Make the folders; raises OSError while something else stands in their place."""
        options = self.client.transport_options  # type: ignore[union-attr]
        for name in ("data_folder_in", "control_folder"):
            Path(options[name]).mkdir(parents=True, exist_ok=True)
        return super().establish_connection()  # type: ignore[no-untyped-call]
