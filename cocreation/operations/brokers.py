"""How the web app and the worker reach each other: Redis on a server, a folder on one machine."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Broker:
    """What Celery asks of a broker. `transport` is only named where the address does not say it."""

    url: str
    options: dict[str, object]
    transport: str | None = None


def redis_broker(url: str) -> Broker:
    """Return the broker of a server; times are in seconds."""
    options: dict[str, object] = {
        "visibility_timeout": 3600,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
    }
    return Broker(url, options)


def folder_broker(folder: Path) -> Broker:
    """Return the broker of the embedded mode, whose messages are files in `folder`."""
    options: dict[str, object] = {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
        "store_processed": False,
    }
    return Broker("filesystem://localhost", options, "cocreation.operations.filesystem_broker:Transport")
