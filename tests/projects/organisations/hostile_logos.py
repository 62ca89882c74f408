"""Files that somebody could send as a logo, made here: what must be refused, and what may be drawn anew."""

import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.factories import make_picture

CANARY = b"CANARY<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert("CANARY")</script></svg>'
HTML = b"<!doctype html><title>CANARY</title><script>alert(1)</script>"
WEBP_BOMB = bytes.fromhex("524946461a000000574542505650384c0e0000002ffebfff0f071011fd0f4444ff03")
"""34 bytes that stand for 16,383 by 16,383 dots."""


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a part of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *, rows: int = 0, more: bytes = b"") -> bytes:
    """Return a PNG of one bit a dot that says to be so large, with so many rows in it."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress((b"\0" + b"\xff" * ((width + 7) // 8)) * rows, 9))
    return b"\x89PNG\r\n\x1a\n" + head + more + body + chunk(b"IEND", b"")


def noise(width: int, height: int) -> bytes:
    """Return a PNG that cannot be packed."""
    dots = random.Random(1).randbytes(width * height * 3)  # noqa: S311 - no secret
    out = BytesIO()
    Image.frombytes("RGB", (width, height), dots).save(out, "PNG")
    return out.getvalue()


def animated(kind: str) -> bytes:
    """Return a picture of three frames."""
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "lime", "blue")]
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100, loop=0)
    return out.getvalue()


def many_layers() -> bytes:
    """Return a progressive JPEG whose last layer comes 20,000 times."""
    whole = make_picture((640, 480), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * 20_000 + whole[-2:]


def few_bytes_many_layers() -> bytes:
    """Return the same, small enough to pass the limit of bytes."""
    whole = make_picture((640, 480), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * min(2_000, 900_000 // len(whole[last:-2])) + whole[-2:]


def jpeg_of_size(width: int, height: int) -> bytes:
    """Return a small JPEG that says to be larger."""
    whole = bytearray(make_picture((64, 64), "JPEG"))
    frame = whole.index(b"\xff\xc0")
    whole[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(whole)


def packed(name: str, content: bytes) -> bytes:
    """Return a zip."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def with_information(kind: str, **options: Any) -> bytes:
    """Return a picture that tells where and by whom it was made."""
    exif = Image.Exif()
    exif[0x010E] = "CANARY of the maker"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 1.0, 37.0), 3: "E", 4: (5.0, 10.0, 2.0)})
    return make_picture((300, 100), kind, exif=exif, **options)


def with_text() -> bytes:
    """Return a PNG with words in it, plain and packed."""
    words = PngInfo()
    words.add_text("Comment", CANARY.decode())
    words.add_text("Author", CANARY.decode() * 50, zip=True)
    words.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY.decode()}</x>")
    return make_picture(pnginfo=words)


def of_mode(mode: str, kind: str) -> bytes:
    """Return a picture whose dots are kept in another way."""
    out = BytesIO()
    Image.new(mode, (200, 100)).save(out, kind)
    return out.getvalue()


def wrong_sum() -> bytes:
    """Return a PNG whose head does not add up."""
    whole = bytearray(make_picture())
    whole[29] ^= 0xFF
    return bytes(whole)


REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "one byte": lambda: b"\x89",
    "null bytes": lambda: bytes(5_000),
    "any bytes": lambda: random.Random(2).randbytes(5_000),  # noqa: S311 - no secret
    "a page": lambda: HTML,
    "an SVG with a script": lambda: SVG,
    "an SVG after a declaration": lambda: b'<?xml version="1.0"?>' + SVG,
    "a packed SVG": lambda: zlib.compress(SVG),
    "a GIF": lambda: make_picture(kind="GIF"),
    "a GIF that is a script": lambda: b"GIF89a/*" + bytes(40) + b"*/=1;alert('CANARY');",
    "a GIF that moves": lambda: animated("GIF"),
    "a BMP": lambda: make_picture(kind="BMP"),
    "a TIFF": lambda: make_picture(kind="TIFF"),
    "an icon": lambda: make_picture((64, 64), "ICO"),
    "a PDF": lambda: make_picture(kind="PDF"),
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n(CANARY) run\n",
    "a zip": lambda: packed("logo.png", make_picture()),
    "a page under the head of a PNG": lambda: b"\x89PNG\r\n\x1a\n" + HTML * 50,
    "a page under the head of a JPEG": lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + HTML * 50,
    "a page under the head of a WebP": lambda: b"RIFF\xff\x00\x00\x00WEBPVP8 " + HTML * 50,
    "a JPEG cut off": lambda: make_picture((400, 300), "JPEG")[:1_500],
    "a PNG cut off": lambda: make_picture((400, 300))[:300],
    "a WebP cut off": lambda: make_picture((400, 300), "WEBP")[:90],
    "a PNG that does not add up": wrong_sum,
    "a PNG of 20,000 by 20,000": lambda: png(20_000, 20_000, rows=20_000),
    "a PNG of 4 milliard by 4 milliard": lambda: png(2**32 - 1, 2**32 - 1),
    "a PNG of 90 million dots": lambda: png(9_490, 9_490, rows=9_490),
    "a PNG of 170 million dots": lambda: png(13_040, 13_040, rows=13_040),
    "a PNG of 17 million dots": lambda: png(4_200, 4_200, rows=4_200),
    "a PNG of no dots": lambda: png(0, 100),
    "a JPEG that says 65,000 by 65,000": lambda: jpeg_of_size(65_000, 65_000),
    "a JPEG that says 10,000 by 10,000": lambda: jpeg_of_size(10_000, 10_000),
    "a WebP of 268 million dots": lambda: WEBP_BOMB,
    "a WebP that moves": lambda: animated("WEBP"),
    "a PNG that moves": lambda: animated("PNG"),
    "a JPEG in 20,000 layers": many_layers,
    "a small JPEG in many layers": few_bytes_many_layers,
    "a picture of 1.5 MB": lambda: noise(1_000, 500),
    "a picture of 8 by 8": lambda: make_picture((8, 8)),
    "a line": lambda: make_picture((2_000, 3)),
    "a packed text of 60 MB": lambda: png(
        100, 100, rows=100, more=chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(60_000_000), 9))
    ),
}
"""What is no logo: each file is refused with words, and nothing is kept."""

DRAWN_ANEW: dict[str, Callable[[], bytes]] = {
    "a page behind a PNG": lambda: make_picture() + HTML,
    "a zip behind a PNG": lambda: make_picture() + packed("CANARY.html", HTML),
    "a page behind a JPEG": lambda: make_picture(kind="JPEG") + HTML,
    "a JPEG with a script as comment": lambda: make_picture(kind="JPEG", comment=CANARY),
    "a JPEG that tells its place": lambda: with_information("JPEG"),
    "a PNG that tells its place": lambda: with_information("PNG"),
    "a WebP that tells its place": lambda: with_information("WEBP"),
    "a PNG with texts": with_text,
    "a PNG with a profile": lambda: make_picture(icc_profile=CANARY * 10),
    "a JPEG of four inks": lambda: of_mode("CMYK", "JPEG"),
    "a PNG of 16 bits": lambda: of_mode("I;16", "PNG"),
    "a PNG with a palette": lambda: of_mode("P", "PNG"),
    "a PNG of two colours": lambda: of_mode("1", "PNG"),
    "a PNG one can see through": lambda: of_mode("RGBA", "PNG"),
    "a PNG with too few rows": lambda: png(500, 500, rows=3),
    "a large PNG": lambda: png(4_000, 3_900, rows=3_900),
    "a very wide PNG": lambda: make_picture((5_000, 20)),
    "a very high PNG": lambda: make_picture((20, 5_000)),
}
"""What is a picture, with something in or behind it that must not come along."""

NAMES = (
    "../../../etc/passwd",
    "..\\..\\logo.png",
    "logo.png\r\nX-Evil: CANARY",
    "a" * 300 + ".png",
    "logo.php",
    "logo.svg",
    "<script>CANARY</script>.png",
    "logo\x00.png",
    "\u202egnp.exe",
    "CON",
    ".htaccess",
    "",
)
