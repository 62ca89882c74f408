"""The embedded message broker: kombu's folder of messages, made to outlive what happens to a folder.

The original takes an unreadable folder, and a message that is read while it is being written, for faults in the
program and ends the worker. Here the first is a broken connection, like any other broker's, which the worker tries
again until it is whole; the second is no message: what has to be done stands in the database and is rung for again.
"""

import logging
import uuid
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

DEFAULT = "celery"
"""The queue that all our work goes through."""


logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Reads and writes messages as files."""

    def get_table(self, exchange: str) -> Any:
        """Return what is bound to an exchange; a file of it that is cut off counts as one that is not there."""
        self._mend(exchange)
        return super().get_table(exchange)

    def _queue_bind(self, exchange: str, *args: Any) -> Any:
        self._mend(exchange)
        return super()._queue_bind(exchange, *args)

    def _delete(self, queue: str, exchange: str, *args: Any, **options: Any) -> Any:
        self._mend(exchange)
        return super()._delete(queue, exchange, *args, **options)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """Return the next message that is whole; what is half written is passed over, and gone."""
        while True:
            try:
                found = super()._get(queue)
            except ValueError:
                logger.warning(
                    "a message that was cut off is passed over; what it was about is rung for again"
                )
                continue
            except ChannelError as error:
                raise Empty from error
            if isinstance(found, dict) and {"body", "properties"} <= set(found):
                return found
            logger.warning("a message that was cut off is passed over; what it was about is rung for again")

    def _put(self, queue: str, payload: Any, **options: Any) -> Any:  # type: ignore[override]  # kombu gives no types
        """Write a message beside its place and move it there, so that none is ever there by half."""
        folder = Path(self.data_folder_out)
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        unfinished = folder / f"{name}.unfinished"
        try:
            unfinished.write_text(dumps(payload))
            unfinished.replace(folder / name)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise ChannelError(f"a message cannot be written ({error.strerror})") from error

    def _mend(self, exchange: str) -> None:
        """Make the file of an exchange anew when it cannot be read: all our queues are bound by their own names."""
        file = self._exchange_file(exchange)
        try:
            table = loads(file.read_text())
            whole = isinstance(table, list) and bool(table) and all(_is_binding(row) for row in table)
        except FileNotFoundError:
            return
        except (OSError, ValueError):
            whole = False
        if whole:
            return
        logger.warning("a file of the folder broker was empty or cut off; it is made anew")
        name = exchange or DEFAULT
        fresh = file.with_name(f"{file.name}.new")
        fresh.write_text(dumps([[name, "", name]]))
        fresh.replace(file)


def _is_binding(row: Any) -> bool:
    """Tell whether a row of an exchange is its three words."""
    return isinstance(row, list) and len(row) == 3 and all(isinstance(word, str) for word in row)


class Transport(filesystem.Transport):
    """Messages in a folder; it is made when it is missing."""

    Channel: Any = Channel
    connection_errors: Any = (*filesystem.Transport.connection_errors, OSError)

    def establish_connection(self) -> Any:
        """Make the folders; raises OSError while something else stands in their place."""
        options = self.client.transport_options  # type: ignore[union-attr]  # kombu gives no types
        for name in ("data_folder_in", "control_folder"):
            Path(options[name]).mkdir(parents=True, exist_ok=True)
        return super().establish_connection()
