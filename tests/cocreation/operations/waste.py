"""Files of the folder broker as a full disk or a power cut leaves them."""

WASTE = {
    "empty": b"",
    "cut off": b'[["celery", "", "cel',
    "one letter": b"[",
    "zeros": b"\x00" * 64,
    "no text": b"\xff\xfe\x80",
    "nothing": b"null",
    "another shape": b'{"a": 1}',
    "an empty list": b"[]",
    "rows of another shape": b'[["celery"], 3]',
}
