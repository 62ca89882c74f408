"""Links of invitations, as the mail brings them."""

import re

PASSWORD = "een heel lange wachtzin"  # noqa: S105 - of a made-up person


NEW = "nina@elsewhere.example"


def link(token: str) -> str:
    """Return the address of an invitation."""
    return f"/account/invitations/{token}/"


def token_in(text: object) -> str:
    """Return the token of the link in a text."""
    found = re.search(r"invitations/([\w-]{43})/", str(text))
    assert found is not None
    return found[1]
