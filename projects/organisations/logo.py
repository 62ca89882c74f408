"""Logos that people upload: read with suspicion, drawn anew as a small PNG that holds nothing but its dots."""

import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

MAX_BYTES = 1_000_000
MAX_PIXELS = 16_000_000
MIN_SIDE = 16
MAX_SIZE = (600, 200)
KINDS = ("PNG", "JPEG", "WEBP")
MAX_SCANS = 100
"""A JPEG that is built up in more layers than this only keeps the machine busy."""

_alone = threading.Lock()

BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What decoders raise over a file that is not what it says."""


class LogoError(Exception):
    """A file that is not taken as a logo; `args[0]` says why, in words for who sent it."""


def sanitised(upload: bytes) -> bytes:
    """Return a logo as PNG of at most 600 by 200 dots, made of the dots of the upload and of nothing else in it."""
    if not upload:
        raise LogoError(_("This file is empty."))
    if len(upload) > MAX_BYTES:
        raise LogoError(_("This file is too large: at most 1 MB fits."))
    try:
        with _strictly():
            return _png(_opened(upload))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise LogoError(_too_many_dots()) from bomb
    except BROKEN as broken:
        raise LogoError(
            _("We cannot read this file. Send a PNG, JPEG or WebP picture; an SVG picture will not do.")
        ) from broken


@contextmanager
def _strictly() -> Iterator[None]:
    """Let nothing pass that is cut off or far too large.

    WeasyPrint, where it is loaded, tells Pillow to draw what is cut off; that holds for the whole process.
    """
    with _alone, warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        lenient = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _opened(upload: bytes) -> Any:
    """Read the head of the file, and refuse what need not be decoded for it."""
    picture = Image.open(BytesIO(upload), formats=KINDS)
    if picture.width * picture.height > MAX_PIXELS:
        raise LogoError(_too_many_dots())
    if min(picture.size) < MIN_SIDE:
        raise LogoError(
            _("This picture is too small: a logo is at least {n} dots wide and high.").format(n=MIN_SIDE)
        )
    if getattr(picture, "n_frames", 1) > 1:
        raise LogoError(_("This picture moves. Send one that stands still."))
    if upload.count(b"\xff\xda") > MAX_SCANS and picture.format == "JPEG":
        raise LogoError(_("This picture is built up in too many layers. Save it again as an ordinary JPEG."))
    return picture


def _png(picture: Any) -> bytes:
    """Decode the dots, turn them upright, make them fit, and write them without anything else."""
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    plain.thumbnail(MAX_SIZE, Image.Resampling.LANCZOS)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    out = BytesIO()
    bare.save(out, "PNG", optimize=True)
    return out.getvalue()


def _too_many_dots() -> str:
    return _("This picture has too many dots: at most {n} million fit, for example 4000 by 4000.").format(
        n=number_format(MAX_PIXELS // 1_000_000)
    )
