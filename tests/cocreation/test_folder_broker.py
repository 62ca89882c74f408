"""The folder as broker: a message that is only half there is no message, and does not end the worker."""

from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu.connection import Connection


def channel(folder: Path, transport: str) -> Any:
    """Open a channel on a folder with one empty message file in it."""
    messages = folder / "messages"
    messages.mkdir(parents=True)
    options = {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(folder / "control"),
    }
    connection: Any = Connection
    opened = connection("filesystem://localhost", transport=transport, transport_options=options).channel()
    (messages / "1_2.celery.msg").write_text("")
    return opened


def test_a_message_that_is_half_written_is_no_message(tmp_path: Path) -> None:
    with pytest.raises(Empty):
        channel(tmp_path, "cocreation.folder_broker:Transport")._get("celery")


def test_the_original_takes_it_for_a_fault(tmp_path: Path) -> None:
    (tmp_path / "control").mkdir()
    with pytest.raises(ValueError, match="Expecting value"):
        channel(tmp_path, "filesystem")._get("celery")
