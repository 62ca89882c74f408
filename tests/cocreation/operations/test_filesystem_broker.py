"""The folder as broker: a message that is only half there is no message, and does not end the worker."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu.connection import Connection
from kombu.exceptions import ChannelError

from tests.cocreation.operations.waste import WASTE


@pytest.fixture(autouse=True)
def _taken_into_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is taken off the queue not meet that of a test beside it: these names are not unique."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


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
        channel(tmp_path, "cocreation.operations.filesystem_broker:Transport")._get("celery")


def test_the_original_takes_it_for_a_fault(tmp_path: Path) -> None:
    (tmp_path / "control").mkdir()
    with pytest.raises(ValueError, match="Expecting value"):
        channel(tmp_path, "filesystem")._get("celery")


@pytest.mark.parametrize("waste", WASTE)
def test_a_control_file_that_was_laid_waste_is_made_anew(waste: str, tmp_path: Path) -> None:
    opened = channel(tmp_path, "cocreation.operations.filesystem_broker:Transport")
    (tmp_path / "control").mkdir(exist_ok=True)
    file = tmp_path / "control" / "celery.exchange"
    uses: tuple[Callable[[], Any], ...] = (
        lambda: opened.get_table("celery"),
        lambda: opened._queue_bind("celery", "celery", "", "celery"),
        lambda: opened._delete("celery", "celery", "celery", ""),
        lambda: opened._lookup("celery", "celery"),
    )
    for use in uses:
        file.write_bytes(WASTE[waste])
        use()
        opened._queue_bind("celery", "celery", "", "celery")
        assert [tuple(row) for row in opened.get_table("celery")] == [("celery", "", "celery")]


@pytest.mark.parametrize("waste", WASTE)
def test_a_message_that_was_laid_waste_does_not_hold_up_the_next(waste: str, tmp_path: Path) -> None:
    opened = channel(tmp_path, "cocreation.operations.filesystem_broker:Transport")
    message = {"body": "x", "properties": {}, "headers": {}}
    (tmp_path / "messages" / "0_1.celery.msg").write_bytes(WASTE[waste])
    opened._put("celery", message)
    assert opened._get("celery") == message
    with pytest.raises(Empty):
        opened._get("celery")
    assert list((tmp_path / "messages").iterdir()) == []


def test_a_message_that_cannot_be_written_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = channel(tmp_path, "cocreation.operations.filesystem_broker:Transport")

    def full(self: Path, text: str) -> None:
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(ChannelError, match="No space left"):
        opened._put("celery", {"body": "x", "properties": {}})
    assert [path.name for path in (tmp_path / "messages").iterdir()] == ["1_2.celery.msg"]
