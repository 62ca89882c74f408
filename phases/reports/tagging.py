"""What the renderer leaves out: the scope of header cells, that links are printed, and what some glyphs stand for."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

PRINT = 4
NOTHING, JOINER = b" <>\n", b" <200d>\n"
"""In Indic scripts a glyph can stand for no letter of its own; it has to stand for something."""


def complete_tags(document: bytes) -> bytes:
    """Return the same PDF in which each header cell says its scope and each annotation has the Print flag."""
    with pikepdf.open(BytesIO(document)) as pdf:
        for cell, scope in _header_cells(pdf.Root.StructTreeRoot, "Row"):
            _give_scope(cell, scope)
        for page in pdf.pages:
            for annotation in page.get("/Annots", []):
                annotation.F = int(annotation.get("/F", 0)) | PRINT
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                _complete_letters(item.ToUnicode)
        out = BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
        return out.getvalue()


def _header_cells(node: Any, scope: str) -> Iterator[tuple[Any, str]]:
    """Yield each header cell under `node` with its scope: of its column in the head of a table, else of its row."""
    kind = node.get("/S")
    if kind == "/THead":
        scope = "Column"
    elif kind == "/TBody":
        scope = "Row"
    if kind == "/TH":
        yield node, scope
    kids = node.get("/K")
    children = kids if isinstance(kids, pikepdf.Array) else [kids]
    for child in children:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield from _header_cells(child, scope)


def _complete_letters(letters: Any) -> None:
    """Let each glyph of a font stand for something."""
    text = letters.read_bytes()
    if NOTHING in text:
        letters.write(text.replace(NOTHING, JOINER))


def _give_scope(cell: Any, scope: str) -> None:
    given = cell.get("/A")
    attributes = list(given) if isinstance(given, pikepdf.Array) else [given] if given is not None else []
    if not any(isinstance(each, pikepdf.Dictionary) and "/Scope" in each for each in attributes):
        table = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name(f"/{scope}"))
        cell.A = pikepdf.Array([*attributes, table])
