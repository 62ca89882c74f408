"""A code to scan with a phone."""

import re

from django.utils.safestring import SafeString, mark_safe


def qr_of(url: str) -> SafeString:
    """Return an address as a picture (SVG, without sizes of its own); what it is, a page says beside it."""
    import qrcode  # noqa: PLC0415 - slow library
    from qrcode.image.svg import SvgPathImage  # noqa: PLC0415 - slow library

    drawn = qrcode.make(url, image_factory=SvgPathImage, border=2).to_string().decode()
    drawing = re.sub(r' (?:width|height)="[^"]*"', "", drawn[drawn.index("<svg") :], count=2)
    return mark_safe(drawing.replace("<svg ", '<svg class="qr" aria-hidden="true" focusable="false" ', 1))  # noqa: S308 - drawn by us
