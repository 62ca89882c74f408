"""Printing in a process of its own, which is ended when it takes too long or too much memory.

The process reads a document as JSON and writes the signs in it without a glyph (a line of JSON), then the PDF.
"""

import base64
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from django.conf import settings

MAX_MEMORY = 1_500 * 1024 * 1024
PR_SET_PDEATHSIG = 1
MAX_SIGNS = 60


class RenderTimeoutError(Exception):
    """The document was not ready within the time that there is for one."""


@dataclass(frozen=True)
class Document:
    """A page for paper; `own` are the files that only this document has, as kind and content by name."""

    html: str
    own: dict[str, tuple[str, bytes]]


@dataclass(frozen=True)
class RenderedPdf:
    """The PDF, and the signs in it that no font has."""

    pdf: bytes
    missing: str


def render_in_subprocess(document: Document, *, seconds: float) -> RenderedPdf:
    """Print in a child process; raises RenderTimeoutError when it is not ready in time."""
    own = {name: [kind, base64.b64encode(data).decode()] for name, (kind, data) in document.own.items()}
    program = "import django; django.setup(); from phases.reports import pdf_process; pdf_process.main()"
    command = [sys.executable, "-c", program, str(seconds)]
    try:
        done = subprocess.run(  # noqa: S603 - a module of ours
            command,
            input=json.dumps([document.html, own]).encode(),
            stdout=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "cocreation.settings"},
            timeout=seconds,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise RenderTimeoutError from None
    missing, pdf = done.stdout.split(b"\n", 1)
    return RenderedPdf(pdf, str(json.loads(missing)))


def render_pdf(document: Document) -> RenderedPdf:
    """Print here and now."""
    from .glyphs import missing_signs  # noqa: PLC0415 - slow library
    from .render import html_to_pdf  # noqa: PLC0415 - slow library

    with missing_signs() as missing:
        pdf = html_to_pdf(document.html, document.own)
    return RenderedPdf(pdf, "".join(sorted(missing))[:MAX_SIGNS])


def main() -> None:
    """Print what stands on the standard input, within limits of this process; end with the worker."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    seconds = int(float(sys.argv[1])) + 1
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    html, own = json.load(sys.stdin)
    files: dict[str, Any] = {name: (kind, base64.b64decode(data)) for name, (kind, data) in own.items()}
    printed = render_pdf(Document(html, files))
    sys.stdout.buffer.write(json.dumps(printed.missing).encode() + b"\n" + printed.pdf)
