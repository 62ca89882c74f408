"""Codes as an app shows them."""

import base64
import hmac
import struct
import time


def code_of(secret: str, *, at: float | None = None) -> str:
    """Return the code that an app shows (RFC 6238: HMAC-SHA1, steps of 30 seconds, six digits)."""
    step = int((at or time.time()) // 30)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", step), "sha1").digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
