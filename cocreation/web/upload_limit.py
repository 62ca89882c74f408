"""What comes with a form as a file: nothing huge is even read."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MAX_BYTES = 10_000_000
"""Bytes of a whole form. A file of less that is still too large is refused by its form, in words."""


class MaxSizeUploadHandler(FileUploadHandler):
    """Refuses a form that says to be huge before anything of it is written to disk; others go on to the next handler."""

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Look at the size that the browser tells; what comes after that many bytes is not read."""
        if content_length > MAX_BYTES:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keep nothing."""
